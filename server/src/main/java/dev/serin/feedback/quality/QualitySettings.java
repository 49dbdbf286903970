package dev.serin.feedback.quality;

import dev.serin.model.Signature;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * How a model's quality is measured.
 *
 * @param output the output that holds the prediction; empty for a reward
 * @param names those of the classes; may be none
 * @param outputIs the meaning of a number where the model outputs the class of a row; empty: a
 *     value if all names are numbers or booleans, else an index
 * @param clip the loss in the metric's own unit that counts as the worst; 1 if the metric is
 *     bounded
 */
public record QualitySettings(
    Metric metric, String output, ClassNames names, Optional<OutputIs> outputIs, double clip) {
  /** The clip of log-loss unless one is set: a probability of 1/1000 counts as the worst. */
  public static final double LOG_LOSS_CLIP = Math.log(1000);

  /** Validates what does not depend on a model. */
  public QualitySettings {
    var classes = names.all();
    if (classes.stream().distinct().count() < classes.size()) {
      throw new IllegalArgumentException("classes: " + classes + " (expected: each name once)");
    }
    if (outputIs.isPresent() && (metric != Metric.ACCURACY || classes.isEmpty())) {
      throw new IllegalArgumentException("outputIs: " + outputIs.get().configName() + " for "
          + metric.configName() + (classes.isEmpty() ? " without classes" : "")
          + " (expected: only for accuracy of named classes)");
    }
    if (outputIs.equals(Optional.of(OutputIs.VALUE)) && !names.areNumbers()) {
      throw new IllegalArgumentException("outputIs: value with the classes " + classes
          + " (expected: names that are whole numbers, or true and false)");
    }
    if (output.isEmpty() != (metric == Metric.REWARD)) {
      throw new IllegalArgumentException("output: '" + output + "' for " + metric.configName()
          + " (expected: the output that holds the prediction; none for reward)");
    }
    if (!(clip > 0) || Double.isInfinite(clip)) {
      throw new IllegalArgumentException("clip: " + clip + " (expected: a number above 0)");
    }
  }

  /** Returns settings with classes of these names, in the order of their indexes. */
  public QualitySettings(
      Metric metric,
      String output,
      List<String> classes,
      Optional<OutputIs> outputIs,
      double clip) {
    this(metric, output, new ClassNames(classes), outputIs, clip);
  }

  /** Returns settings with the default meaning of numbers in the output. */
  public QualitySettings(Metric metric, String output, List<String> classes, double clip) {
    this(metric, output, classes, Optional.empty(), clip);
  }

  /**
   * Returns the settings of a configuration: absoluteError needs a clip, logLoss has a default, the
   * other metrics have none.
   *
   * <p>Throws {@link IllegalArgumentException} with a message that says what is expected.
   */
  public static QualitySettings of(
      Metric metric, String output, List<String> classes, OptionalDouble clip) {
    return of(metric, output, classes, Optional.empty(), clip);
  }

  /** Returns the settings of a configuration, with the meaning of numbers in the output. */
  public static QualitySettings of(
      Metric metric,
      String output,
      List<String> classes,
      Optional<OutputIs> outputIs,
      OptionalDouble clip) {
    boolean clipped = metric == Metric.LOG_LOSS || metric == Metric.ABSOLUTE_ERROR;
    if (clip.isPresent() && !clipped) {
      throw new IllegalArgumentException(
          "clip: " + clip.getAsDouble() + " (expected: none for " + metric.configName() + ")");
    }
    if (clip.isEmpty() && metric == Metric.ABSOLUTE_ERROR) {
      throw new IllegalArgumentException(
          "clip: none (expected: the error that counts as the worst)");
    }
    double unset = metric == Metric.LOG_LOSS ? LOG_LOSS_CLIP : 1;
    return new QualitySettings(metric, output, classes, outputIs, clip.orElse(unset));
  }

  /** The names of the classes in the order of their indexes. */
  public List<String> classes() {
    return names.all();
  }

  /** Whether a number in the output is the name of a class, not its index. */
  boolean byValue() {
    return outputIs.map(is -> is == OutputIs.VALUE).orElse(names.areNumbers());
  }

  /** Returns the index of the class that a number denotes; negative if it denotes none. */
  long index(long number) {
    return byValue() ? names.index(number) : number;
  }

  /**
   * Returns the settings as text, equal only for settings that measure alike. It is stored with
   * rollouts and evidence, so it never changes: a later release adds to it only where a new setting
   * makes a difference.
   */
  public String terms() {
    var terms =
        "metric=" + name(metric) + ", output=" + output + ", classes=" + names + ", clip=" + clip;
    return metric == Metric.ACCURACY && byValue() && names.differFromIndexes()
        ? terms + ", outputIs=value"
        : terms;
  }

  private static String name(Metric metric) {
    return switch (metric) {
      case ACCURACY -> "ACCURACY";
      case LOG_LOSS -> "LOG_LOSS";
      case BRIER -> "BRIER";
      case ABSOLUTE_ERROR -> "ABSOLUTE_ERROR";
      case REWARD -> "REWARD";
    };
  }

  /**
   * Returns a loss from 0 to 1, or a mean of such losses, in the metric's own unit: the share that
   * is right, the reward, or the loss up to the clip. Falls as the loss grows for accuracy and
   * reward, else rises with it.
   */
  public double value(double loss) {
    return switch (metric) {
      case ACCURACY, REWARD -> 1 - loss;
      case BRIER -> loss;
      case LOG_LOSS, ABSOLUTE_ERROR -> loss * clip;
    };
  }

  /**
   * Returns the mismatches with the version's own class names, which do not prevent measuring;
   * empty if there are none.
   */
  public List<String> doubts(Signature signature) {
    return Summaries.doubts(this, signature);
  }

  /**
   * Returns why this cannot be measured on a version with that signature, one message per problem;
   * empty if it can.
   */
  public List<String> problems(Signature signature) {
    return Summaries.problems(this, signature);
  }
}
