package dev.serin.feedback.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.Signature;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class SummariesTest {
  private static final List<String> NAMES = List.of("a", "b", "c");

  @Test
  void of_scores_isTheGreatestFirstOfEquals() {
    var scores = Tensor.ofFloats(
        Shape.of(4, 3), 0, 1, 2, 5, 5, 1, -3, -2, -9, 1, Float.NaN, Float.POSITIVE_INFINITY);

    assertThat(classes(NAMES, scores)).containsExactly(2, 0, 1, -1);
  }

  @Test
  void of_classIndexes_areThose() {
    assertThat(classes(NAMES, longs(Shape.of(4), 0, 2, 3, -1))).containsExactly(0, 2, 3, 3);
    assertThat(classes(List.of(), longs(Shape.of(2, 1), 7, Long.MIN_VALUE))).containsExactly(7, -1);
  }

  @Test
  void of_classNames_areTheirIndexes() {
    var names = Tensor.ofStrings(Shape.of(3), List.of("c", "z", "a"));

    assertThat(classes(NAMES, names)).containsExactly(2, 3, 0);
  }

  /** A value taken for an index would count right answers as wrong. */
  @Test
  void of_numbersThatNameClasses_areTheirIndexes() {
    var names = List.of("1", "2", "3");

    assertThat(classes(names, longs(Shape.of(5, 1), 1, 3, 0, 4, -1)))
        .containsExactly(0, 2, 3, 3, 3);
    assertThat(classes(List.of("-1", "1"), longs(Shape.of(3), -1, 1, 0))).containsExactly(0, 1, 2);
  }

  @Test
  void of_truths_areTheirIndexesInAnyOrder() {
    var truths = Tensor.of(DataType.BOOL, Shape.of(2), ByteBuffer.wrap(new byte[] {0, 1}));

    assertThat(classes(List.of("True", "False"), truths)).containsExactly(1, 0);
    assertThat(classes(List.of("1", "0"), truths)).containsExactly(1, 0);
    assertThat(classes(List.of("no", "yes"), truths)).containsExactly(0, 1);
    assertThat(classes(List.of("true", "false"), longs(Shape.of(2), 1, 2))).containsExactly(0, 2);
  }

  @Test
  void of_realNumbersThatNameClasses_areTheirIndexes() {
    var quality = quality(List.of("1", "2"), OutputIs.VALUE);

    var summary =
        (Summary.Classes) of(quality, Tensor.ofFloats(Shape.of(4, 1), 2, 1.5f, Float.NaN, 7));

    assertThat(IntStream.range(0, 4).map(summary::index)).containsExactly(1, 2, -1, 2);
  }

  @Test
  void of_indexesOfClassesNamedByNumbers_areThoseIfSaid() {
    var quality = quality(List.of("1", "2"), OutputIs.INDEX);

    var summary = (Summary.Classes) of(quality, longs(Shape.of(3), 0, 1, 2));

    assertThat(IntStream.range(0, 3).map(summary::index)).containsExactly(0, 1, 2);
  }

  @Test
  void of_numbers_areThose() {
    var quality = quality(Metric.ABSOLUTE_ERROR, List.of());

    var summary = (Summary.Numbers) of(quality, Tensor.ofFloats(Shape.of(2, 1), 3, -4));

    assertThat(List.of(summary.value(0), summary.value(1))).containsExactly(3f, -4f);
  }

  @Test
  void of_probabilities_areThose() {
    var quality = quality(Metric.BRIER, List.of());

    var summary = (Summary.Scores) of(quality, Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4));

    assertThat(summary.classes()).isEqualTo(2);
    assertThat(summary.score(1, 0)).isEqualTo(3);
  }

  @Test
  void of_oneProbability_isThatOfTheSecondOfTwo() {
    var quality = quality(Metric.LOG_LOSS, List.of());

    var summary = (Summary.Scores) of(quality, Tensor.ofFloats(Shape.of(1), 0.25f));

    assertThat(summary.classes()).isEqualTo(2);
    assertThat(summary.score(0, 0)).isEqualTo(0.75);
    assertThat(summary.score(0, 1)).isEqualTo(0.25);
  }

  @Test
  void of_unfitOutput_isNothing() {
    var quality = quality(Metric.ACCURACY, NAMES);
    var scores = Tensor.ofFloats(Shape.of(2, 3), 0, 1, 2, 0, 1, 2);

    assertThat(Summaries.of(quality, Map.of(), 2)).isEqualTo(new Summary.None());
    assertThat(Summaries.of(quality, Map.of("other", scores), 2)).isEqualTo(new Summary.None());
    assertThat(Summaries.of(quality, Map.of("out", scores), 3)).isEqualTo(new Summary.None());
    assertThat(of(quality, Tensor.ofFloats(Shape.of(2), 0, 1))).isEqualTo(new Summary.None());
    assertThat(of(quality, Tensor.ofFloats(Shape.of(1L << 40, 0)))).isEqualTo(new Summary.None());
  }

  @Test
  void problems_fitOutputs_areNone() {
    assertThat(problems(Metric.ACCURACY, NAMES, DataType.FP32, -1, 3)).isEmpty();
    assertThat(problems(Metric.ACCURACY, NAMES, DataType.FP16, -1, -1)).isEmpty();
    assertThat(problems(Metric.ACCURACY, List.of(), DataType.INT64, -1)).isEmpty();
    assertThat(problems(Metric.ACCURACY, NAMES, DataType.STRING, -1, 1)).isEmpty();
    assertThat(problems(Metric.LOG_LOSS, List.of("no", "yes"), DataType.FP32, -1))
        .isEmpty();
    assertThat(problems(Metric.BRIER, NAMES, DataType.FP64, -1, 3)).isEmpty();
    assertThat(problems(Metric.ABSOLUTE_ERROR, List.of(), DataType.FP32, -1, 1)).isEmpty();
    assertThat(problems(Metric.REWARD, List.of(), DataType.BOOL)).isEmpty();
  }

  @Test
  void problems_realNumbersThatNameClasses_areNoneIfSaid() {
    var output = new TensorSpec("out", DataType.FP32, Shape.of(-1, 1));
    var signature = new Signature(List.of(), List.of(output));

    assertThat(quality(List.of("1", "2", "3"), OutputIs.VALUE).problems(signature))
        .isEmpty();
  }

  @Test
  void problems_unfitOutputs_sayWhatIsExpected() {
    assertThat(problems(Metric.ACCURACY, NAMES, DataType.FP32, -1))
        .containsExactly("output: out FP32 [-1] (expected: scores [rows,classes] of a"
            + " floating-point type, or one class per row: its name or its index, which need"
            + " `outputIs: value` or `outputIs: index` where they are given in a floating-point"
            + " type; one score per row is for logLoss and brier)");
    assertThat(problems(Metric.BRIER, NAMES, DataType.INT64, -1, 3)).hasSize(1);
    assertThat(problems(Metric.ABSOLUTE_ERROR, List.of(), DataType.FP32, -1, 4)).hasSize(1);
    assertThat(problems(Metric.ACCURACY, List.of(), DataType.STRING, -1))
        .containsExactly("classes: none (expected: the names that out STRING [-1] gives)");
    assertThat(problems(Metric.LOG_LOSS, NAMES, DataType.FP32, -1, 10))
        .containsExactly("classes: 3 names (expected: 10, as many as out FP32 [-1,10] has)");
    assertThat(problems(Metric.LOG_LOSS, NAMES, DataType.FP32, -1)).hasSize(1);
  }

  @Test
  void problems_noSuchOutput_namesThoseThereAre() {
    var signature =
        new Signature(List.of(), List.of(new TensorSpec("label", DataType.INT64, Shape.of(-1))));

    assertThat(quality(Metric.ACCURACY, NAMES).problems(signature))
        .containsExactly("output: out (expected: one of [label])");
  }

  private static List<String> problems(
      Metric metric, List<String> names, DataType type, long... sizes) {
    var signature = new Signature(List.of(), List.of(new TensorSpec("out", type, Shape.of(sizes))));
    return quality(metric, names).problems(signature);
  }

  private static int[] classes(List<String> names, Tensor tensor) {
    var summary = (Summary.Classes) of(quality(Metric.ACCURACY, names), tensor);
    return IntStream.range(0, summary.rows()).map(summary::index).toArray();
  }

  private static Summary of(QualitySettings quality, Tensor tensor) {
    return Summaries.of(quality, Map.of("out", tensor), tensor.shape().rows());
  }

  private static QualitySettings quality(Metric metric, List<String> names) {
    return QualitySettings.of(
        metric,
        metric == Metric.REWARD ? "" : "out",
        names,
        metric == Metric.ABSOLUTE_ERROR ? OptionalDouble.of(1) : OptionalDouble.empty());
  }

  private static QualitySettings quality(List<String> names, OutputIs outputIs) {
    return QualitySettings.of(
        Metric.ACCURACY, "out", names, Optional.of(outputIs), OptionalDouble.empty());
  }

  private static Tensor longs(Shape shape, long... values) {
    var data = ByteBuffer.allocate(values.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asLongBuffer().put(values);
    return Tensor.of(DataType.INT64, shape, data);
  }
}
