package dev.serin.feedback.quality;

import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** Computes the loss, from 0 to 1, of a row's prediction and its truth. */
public final class Losses {
  /** The largest deviation of the sum of a row's probabilities from 1, as half precision causes. */
  private static final double SUM_TOLERANCE = 0.01;

  private static final Pattern INDEX = Pattern.compile("[0-9]{1,9}");
  private static final int SHOWN_CHARACTERS = 64;

  private final QualitySettings quality;
  private final List<String> classes;
  private final Summary summary;
  private final int row;

  /**
   * Returns the losses of a row, which the summary must have unless it is {@link Summary.None}.
   *
   * @param classes the names of the model's own classes, used if none are configured
   */
  public Losses(QualitySettings quality, List<String> classes, Summary summary, int row) {
    this.quality = quality;
    this.classes = quality.classes().isEmpty() ? classes : quality.classes();
    this.summary = summary;
    this.row = row;
  }

  /** Returns the loss; throws if the truth does not fit this prediction. */
  public double of(@Nullable Truth truth) throws TruthRefusedException {
    return switch (quality.metric()) {
      case ACCURACY -> wrong(truth);
      case LOG_LOSS -> logLoss(truth);
      case BRIER -> brier(truth);
      case ABSOLUTE_ERROR -> absoluteError(truth);
      case REWARD -> 1 - reward(truth);
    };
  }

  private double wrong(@Nullable Truth truth) throws TruthRefusedException {
    if (!(summary instanceof Summary.Classes classes)
        || classes.index(row) == Summary.Classes.NONE) {
      throw unjudged();
    }
    return index(truth, classes.count()) == classes.index(row) ? 0 : 1;
  }

  /** Whether the prediction is not one of the classes. */
  public boolean outside() {
    return summary instanceof Summary.Classes known
        && known.count() > 0
        && known.index(row) >= known.count();
  }

  private double logLoss(@Nullable Truth truth) throws TruthRefusedException {
    var scores = probabilities();
    double probability = scores.score(row, index(truth, scores.classes()));
    return Math.min(Math.max(-Math.log(probability), 0), quality.clip()) / quality.clip();
  }

  private double brier(@Nullable Truth truth) throws TruthRefusedException {
    var scores = probabilities();
    int index = index(truth, scores.classes());
    double sum = 0;
    for (int i = 0; i < scores.classes(); i++) {
      double distance = scores.score(row, i) - (i == index ? 1 : 0);
      sum += distance * distance;
    }
    return Math.min(sum / 2, 1);
  }

  private double absoluteError(@Nullable Truth truth) throws TruthRefusedException {
    if (!(summary instanceof Summary.Numbers numbers) || !Float.isFinite(numbers.value(row))) {
      throw unjudged();
    }
    return Math.min(Math.abs(numbers.value(row) - number(truth)), quality.clip()) / quality.clip();
  }

  private Summary.Scores probabilities() throws TruthRefusedException {
    if (!(summary instanceof Summary.Scores scores)) {
      throw unjudged();
    }
    double sum = 0;
    boolean valid = true;
    for (int i = 0; i < scores.classes(); i++) {
      double score = scores.score(row, i);
      valid &= score >= 0 && score <= 1 + SUM_TOLERANCE;
      sum += score;
    }
    if (!valid || Math.abs(sum - 1) > SUM_TOLERANCE) {
      throw new TruthRefusedException("prediction: scores that sum to " + sum
          + " (expected: probabilities, for " + quality.metric().configName() + ")");
    }
    return scores;
  }

  private int index(@Nullable Truth truth, int count) throws TruthRefusedException {
    long index = -1;
    if (truth instanceof Truth.ClassIndex given) {
      index = given.index();
    } else if (truth instanceof Truth.Label label) {
      index = classes.indexOf(label.text());
      if (index < 0 && !quality.byValue() && INDEX.matcher(label.text()).matches()) {
        index = Long.parseLong(label.text());
      }
    }
    if (index < 0 || index >= (count == 0 ? Integer.MAX_VALUE : count)) {
      throw new OutsideClassesException(
          show(truth) + " (expected: " + expected(count) + likely(truth) + ")");
    }
    return (int) index;
  }

  /** Returns a hint at the class that was likely meant: another spelling of the same. */
  private String likely(@Nullable Truth truth) {
    if (!(truth instanceof Truth.Label label)) {
      return "";
    }
    return classes.stream()
        .filter(name -> name.strip().equalsIgnoreCase(label.text().strip())
            || parse(name) == parse(label.text()))
        .findFirst()
        .map(name -> "; did you mean " + name + "?")
        .orElse("");
  }

  private String expected(int count) {
    if (classes.isEmpty()) {
      return "a class index" + (count == 0 ? "" : " from 0 to " + (count - 1));
    }
    return "a class, one of " + Mismatches.text(classes);
  }

  private static double number(@Nullable Truth truth) throws TruthRefusedException {
    double number = Double.NaN;
    if (truth instanceof Truth.Quantity quantity) {
      number = quantity.value();
    } else if (truth instanceof Truth.Label label) {
      number = parse(label.text());
    }
    if (!Double.isFinite(number)) {
      throw unexpected(truth, "a number");
    }
    return number;
  }

  private static double parse(String text) {
    try {
      return Double.parseDouble(text);
    } catch (NumberFormatException e) {
      return Double.NaN;
    }
  }

  private static double reward(@Nullable Truth truth) throws TruthRefusedException {
    if (truth instanceof Truth.Reward reward && reward.value() >= 0 && reward.value() <= 1) {
      return reward.value();
    }
    throw unexpected(truth, "a reward from 0 to 1");
  }

  private TruthRefusedException unjudged() {
    return new TruthRefusedException(
        "prediction: no value for " + quality.metric().configName()
            + " (expected: one in the output " + quality.output() + ")");
  }

  private static TruthRefusedException unexpected(@Nullable Truth truth, String expected) {
    return new TruthRefusedException(show(truth) + " (expected: " + expected + ")");
  }

  private static String show(@Nullable Truth truth) {
    if (truth instanceof Truth.Label label) {
      var text = label.text();
      return "label: "
          + (text.length() <= SHOWN_CHARACTERS
              ? text
              : text.substring(0, SHOWN_CHARACTERS) + "...");
    }
    if (truth instanceof Truth.ClassIndex given) {
      return "class_index: " + given.index();
    }
    if (truth instanceof Truth.Quantity quantity) {
      return "number: " + quantity.value();
    }
    return truth instanceof Truth.Reward reward ? "reward: " + reward.value() : "truth: none";
  }
}
