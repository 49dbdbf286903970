package dev.serin.feedback.quality;

import dev.serin.model.Signature;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Elements;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Extracts predictions from a model's outputs. */
public final class Summaries {
  private static final Summary NONE = new Summary.None();

  private Summaries() {}

  /** Returns the predictions of a call, or {@link Summary.None} if the outputs have none. */
  public static Summary of(QualitySettings quality, Map<String, Tensor> outputs, long rows) {
    var tensor = outputs.get(quality.output());
    if (tensor == null
        || !readable(quality, tensor.type(), tensor.shape())
        || tensor.shape().rows() != rows) {
      return NONE;
    }
    return switch (quality.metric()) {
      case ACCURACY -> classes(quality, tensor);
      case ABSOLUTE_ERROR -> new Summary.Numbers(reals(tensor));
      case LOG_LOSS, BRIER -> new Summary.Scores(columns(tensor), reals(tensor));
      case REWARD -> NONE;
    };
  }

  /** Returns why this metric cannot be computed from such outputs; empty if it can. */
  static List<String> problems(QualitySettings quality, Signature signature) {
    if (quality.metric() == Metric.REWARD) {
      return List.of();
    }
    return signature.outputs().stream()
        .filter(spec -> spec.name().equals(quality.output()))
        .findFirst()
        .map(spec -> problems(quality, spec))
        .orElseGet(() -> List.of("output: " + quality.output() + " (expected: one of "
            + signature.outputs().stream().map(TensorSpec::name).toList() + ")"));
  }

  /** Returns which of the model's own class names are not configured. */
  static List<String> doubts(QualitySettings quality, Signature signature) {
    var own = signature.classes(quality.output());
    boolean scores = signature.outputs().stream()
        .anyMatch(spec -> spec.name().equals(quality.output()) && Elements.real(spec.type()));
    if (quality.metric() == Metric.REWARD
        || quality.classes().isEmpty()
        || (scores && own.equals(quality.classes()))) {
      return List.of();
    }
    if (scores && !own.isEmpty()) {
      return List.of("classes: " + Mismatches.text(quality.classes()) + " (expected: "
          + Mismatches.text(own) + ", as the model names the columns of " + quality.output() + ")");
    }
    return own.stream()
        .filter(name -> !knows(quality, name))
        .findFirst()
        .map(name -> "classes: " + Mismatches.text(quality.classes()) + " (expected: one for "
            + name + ", which " + quality.output() + " may return)"
            + Mismatches.likely(quality, name))
        .stream()
        .toList();
  }

  /** Whether a class, as the model's output names it, is configured. */
  private static boolean knows(QualitySettings quality, String name) {
    if (quality.classes().contains(name) && !name.matches("-?[0-9]+")) {
      return true;
    }
    long index = name.matches("-?[0-9]{1,18}") ? quality.index(Long.parseLong(name)) : -1;
    return index >= 0 && index < quality.classes().size();
  }

  private static List<String> problems(QualitySettings quality, TensorSpec spec) {
    var problems = new ArrayList<String>();
    if (!readable(quality, spec.type(), spec.shape())) {
      problems.add("output: " + spec + " (expected: " + expected(quality.metric()) + ")");
      return problems;
    }
    int names = quality.classes().size();
    if (names == 0 && spec.type() == DataType.STRING) {
      problems.add("classes: none (expected: the names that " + spec + " gives)");
    }
    long classes = classes(quality.metric(), spec);
    if (names > 0 && classes > 0 && names != classes) {
      problems.add(
          "classes: " + names + " names (expected: " + classes + ", as many as " + spec + " has)");
    }
    return problems;
  }

  /** Returns the number of classes of an output; 0 if unknown. */
  private static long classes(Metric metric, TensorSpec spec) {
    var shape = spec.shape();
    if (metric == Metric.ABSOLUTE_ERROR
        || !Elements.real(spec.type())
        || (metric == Metric.ACCURACY && !matrix(shape))) {
      return 0;
    }
    long columns = shape.rank() == 1 ? 1 : shape.size(1);
    return columns == Shape.ANY ? 0 : Math.max(columns, 2);
  }

  private static boolean readable(QualitySettings quality, DataType type, Shape shape) {
    boolean real = Elements.real(type);
    return switch (quality.metric()) {
      case ACCURACY ->
        real ? matrix(shape) || (quality.outputIs().isPresent() && vector(shape)) : vector(shape);
      case ABSOLUTE_ERROR -> real && vector(shape);
      case LOG_LOSS, BRIER -> real && (vector(shape) || matrix(shape));
      case REWARD -> true;
    };
  }

  private static String expected(Metric metric) {
    return switch (metric) {
      case ACCURACY ->
        "scores [rows,classes] of a floating-point type, or one class per row: its"
            + " name or its index, which need `outputIs: value` or `outputIs: index` where they are"
            + " given in a floating-point type; one score per row is for logLoss and brier";
      case ABSOLUTE_ERROR -> "one number of a floating-point type per row";
      case LOG_LOSS, BRIER ->
        "probabilities [rows,classes] of a floating-point type, or one per"
            + " row: that of the second of two classes";
      case REWARD -> "none";
    };
  }

  private static boolean vector(Shape shape) {
    return shape.rank() == 1
        || (shape.rank() == 2 && (shape.size(1) == 1 || shape.size(1) == Shape.ANY));
  }

  private static boolean matrix(Shape shape) {
    return shape.rank() == 2 && (shape.size(1) > 1 || shape.size(1) == Shape.ANY);
  }

  private static int columns(Tensor tensor) {
    return tensor.shape().rank() == 1 ? 1 : Math.toIntExact(tensor.shape().size(1));
  }

  private static float[] reals(Tensor tensor) {
    var elements = new Elements(tensor);
    var values = new float[Math.toIntExact(tensor.shape().elements())];
    for (int i = 0; i < values.length; i++) {
      values[i] = elements.real(i);
    }
    return values;
  }

  private static Summary classes(QualitySettings quality, Tensor tensor) {
    int names = quality.classes().size();
    if (Elements.real(tensor.type()) && matrix(tensor.shape())) {
      return new Summary.Classes(columns(tensor), greatest(tensor));
    }
    return new Summary.Classes(
        names,
        tensor.type() == DataType.STRING
            ? tensor.strings().stream()
                .mapToInt(name -> known(quality.classes().indexOf(name), names))
                .toArray()
            : indexes(quality, tensor));
  }

  /**
   * Returns the column of the greatest score per row, the first of equals; none in a row with a
   * NaN.
   */
  private static int[] greatest(Tensor tensor) {
    var elements = new Elements(tensor);
    int columns = columns(tensor);
    var indexes = new int[Math.toIntExact(tensor.shape().rows())];
    var scores = new float[columns];
    for (int row = 0; row < indexes.length; row++) {
      elements.reals(row * columns, scores);
      indexes[row] = greatest(scores);
    }
    return indexes;
  }

  private static int greatest(float[] scores) {
    int best = 0;
    boolean comparable = true;
    for (int column = 0; column < scores.length; column++) {
      comparable &= !Float.isNaN(scores[column]);
      best = scores[column] > scores[best] ? column : best;
    }
    return comparable ? best : Summary.Classes.NONE;
  }

  private static int[] indexes(QualitySettings quality, Tensor tensor) {
    var elements = new Elements(tensor);
    int names = quality.classes().size();
    var indexes = new int[Math.toIntExact(tensor.shape().rows())];
    for (int row = 0; row < indexes.length; row++) {
      if (Elements.real(tensor.type())) {
        indexes[row] = id(quality, elements.real(row));
      } else {
        indexes[row] = known(quality.index(elements.whole(row)), names);
      }
    }
    return indexes;
  }

  /** Returns the index of a class whose number is floating-point; none for NaN. */
  private static int id(QualitySettings quality, float value) {
    int names = quality.classes().size();
    if (Float.isNaN(value)) {
      return Summary.Classes.NONE;
    }
    return value == Math.rint(value) ? known(quality.index((long) value), names) : names;
  }

  /**
   * Returns the index if a class has it, else the one after the last; without names every index is
   * valid.
   */
  private static int known(long index, int names) {
    if (names == 0) {
      return index >= 0 && index < Integer.MAX_VALUE ? (int) index : Summary.Classes.NONE;
    }
    return index >= 0 && index < names ? (int) index : names;
  }
}
