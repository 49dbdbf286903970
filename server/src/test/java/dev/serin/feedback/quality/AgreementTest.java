package dev.serin.feedback.quality;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class AgreementTest {
  @Test
  void of_classes_areThoseOfTheGreatestScores() {
    var one = matrix(0.6f, 0.4f, 0.1f, 0.9f);

    assertThat(of(Metric.ACCURACY, one, matrix(0.9f, 0.1f, 0.4f, 0.6f))).isTrue();
    assertThat(of(Metric.ACCURACY, one, matrix(0.9f, 0.1f, 0.6f, 0.4f))).isFalse();
  }

  @Test
  void of_probabilities_areTheLikeliestClasses() {
    var one = matrix(0.6f, 0.4f, 0.1f, 0.9f);

    assertThat(of(Metric.BRIER, one, matrix(0.9f, 0.1f, 0.4f, 0.6f))).isTrue();
    assertThat(of(Metric.BRIER, one, matrix(0.9f, 0.1f, 0.6f, 0.4f))).isFalse();
  }

  @Test
  void of_probabilitiesOfTheSecondClass_areTheLikeliestClasses() {
    assertThat(of(Metric.LOG_LOSS, vector(0.4f, 0.6f), vector(0.1f, 0.9f))).isTrue();
    assertThat(of(Metric.LOG_LOSS, vector(0.4f, 0.6f), vector(0.1f, 0.4f))).isFalse();
  }

  @Test
  void of_numbers_areEqualButForTheTolerance() {
    assertThat(of(Metric.ABSOLUTE_ERROR, vector(1, 2), vector(1, 2.0001f))).isTrue();
    assertThat(of(Metric.ABSOLUTE_ERROR, vector(1, 2), vector(1, 2.001f))).isFalse();
    assertThat(of(Metric.ABSOLUTE_ERROR, vector(0, 2), vector(0.0002f, 2))).isFalse();
    assertThat(of(Metric.ABSOLUTE_ERROR, vector(1e6f, 2), vector(1e6f + 50, 2))).isTrue();
  }

  @Test
  void of_notNumbers_doNotAgreeButInfinityDoes() {
    float infinity = Float.POSITIVE_INFINITY;

    assertThat(of(Metric.ABSOLUTE_ERROR, vector(Float.NaN), vector(Float.NaN))).isFalse();
    assertThat(of(Metric.ABSOLUTE_ERROR, vector(infinity), vector(infinity))).isTrue();
    assertThat(of(Metric.ABSOLUTE_ERROR, vector(infinity), vector(-infinity))).isFalse();
    assertThat(of(Metric.ABSOLUTE_ERROR, vector(infinity), vector(1))).isFalse();
  }

  @Test
  void of_outputWithoutClasses_areAllOutputs() {
    var wrong = Tensor.ofFloats(Shape.of(2), 1, 2);

    assertThat(of(Metric.ACCURACY, wrong, wrong)).isTrue();
    assertThat(of(Metric.ACCURACY, wrong, Tensor.ofFloats(Shape.of(2), 1, 3))).isFalse();
  }

  @Test
  void of_allOutputs_haveTheSameNamesTypesAndShapes() {
    var numbers = vector(0);
    var bytes = Tensor.of(DataType.INT32, Shape.of(1), ByteBuffer.allocate(4));

    assertThat(Agreement.of(Map.of("y", numbers), Map.of("y", vector(0)))).isTrue();
    assertThat(Agreement.of(Map.of("y", numbers), Map.of("z", numbers))).isFalse();
    assertThat(Agreement.of(Map.of("y", numbers), Map.of("y", bytes))).isFalse();
    assertThat(Agreement.of(Map.of("y", numbers), Map.of("y", vector(0, 0)))).isFalse();
  }

  @Test
  void of_textsAndWholeNumbers_areTheSame() {
    var one = Map.of("y", Tensor.ofStrings(Shape.of(2), List.of("a", "b")));

    assertThat(Agreement.of(one, Map.of("y", Tensor.ofStrings(Shape.of(2), List.of("a", "b")))))
        .isTrue();
    assertThat(Agreement.of(one, Map.of("y", Tensor.ofStrings(Shape.of(2), List.of("a", "c")))))
        .isFalse();
  }

  private static boolean of(Metric metric, Tensor one, Tensor other) {
    var clip = metric == Metric.ABSOLUTE_ERROR ? OptionalDouble.of(10) : OptionalDouble.empty();
    var quality = QualitySettings.of(metric, "y", List.of(), clip);
    return Agreement.of(
        quality, Map.of("y", one), Map.of("y", other), one.shape().rows());
  }

  /** Rows of two columns. */
  private static Tensor matrix(float... values) {
    return Tensor.ofFloats(Shape.of(values.length / 2, 2), values);
  }

  private static Tensor vector(float... values) {
    return Tensor.ofFloats(Shape.of(values.length, 1), values);
  }
}
