package dev.serin.feedback.quality;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class QualitySettingsTest {
  private static final OptionalDouble UNSET = OptionalDouble.empty();

  @Test
  void of_logLossWithoutClip_hasTheDefault() {
    assertThat(QualitySettings.of(Metric.LOG_LOSS, "out", List.of(), UNSET).clip())
        .isEqualTo(Math.log(1_000));
  }

  @Test
  void of_absoluteErrorWithoutClip_isRefused() {
    assertThatThrownBy(() -> QualitySettings.of(Metric.ABSOLUTE_ERROR, "out", List.of(), UNSET))
        .hasMessage("clip: none (expected: the error that counts as the worst)");
  }

  @Test
  void of_clipThatMeansNothing_isRefused() {
    assertThatThrownBy(
            () -> QualitySettings.of(Metric.ACCURACY, "out", List.of(), OptionalDouble.of(2)))
        .hasMessage("clip: 2.0 (expected: none for accuracy)");
  }

  @Test
  void new_clipNotAboveZero_isRefused() {
    assertThatThrownBy(() -> new QualitySettings(Metric.LOG_LOSS, "out", List.of(), 0))
        .hasMessage("clip: 0.0 (expected: a number above 0)");
    assertThatThrownBy(() -> new QualitySettings(Metric.LOG_LOSS, "out", List.of(), Double.NaN))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void new_classTwice_isRefused() {
    assertThatThrownBy(() -> new QualitySettings(Metric.BRIER, "out", List.of("a", "a"), 1))
        .hasMessage("classes: [a, a] (expected: each name once)");
  }

  @Test
  void new_outputMissingOrUnneeded_isRefused() {
    assertThatThrownBy(() -> new QualitySettings(Metric.BRIER, "", List.of(), 1))
        .hasMessageStartingWith("output: '' for brier (expected: ");
    assertThatThrownBy(() -> new QualitySettings(Metric.REWARD, "out", List.of(), 1))
        .hasMessageStartingWith("output: 'out' for reward (expected: ");
  }

  @Test
  void value_eachMetric_isInItsOwnUnit() {
    assertThat(new QualitySettings(Metric.ACCURACY, "out", List.of(), 1).value(0.25))
        .isEqualTo(0.75);
    assertThat(new QualitySettings(Metric.LOG_LOSS, "out", List.of(), 8).value(0.25))
        .isEqualTo(2);
    assertThat(new QualitySettings(Metric.BRIER, "out", List.of(), 1).value(0.25))
        .isEqualTo(0.25);
    assertThat(new QualitySettings(Metric.ABSOLUTE_ERROR, "out", List.of(), 40).value(0.25))
        .isEqualTo(10);
    assertThat(new QualitySettings(Metric.REWARD, "", List.of(), 1).value(0.25)).isEqualTo(0.75);
  }

  @Test
  void metricOf_configNames_areFound() {
    assertThat(List.of("accuracy", "logLoss", "brier", "absoluteError", "reward"))
        .allSatisfy(
            name -> assertThat(Metric.of(name).orElseThrow().configName()).isEqualTo(name));
    assertThat(Metric.of("LOG_LOSS")).isEmpty();
  }

  /** The text is stored with rollouts, so settings that measure as before keep their text. */
  @Test
  void terms_classesNamedByNumbers_sayWhatIsNew() {
    var before = "metric=ACCURACY, output=out, classes=[0, 1], clip=1.0";
    assertThat(new QualitySettings(Metric.ACCURACY, "out", List.of("0", "1"), 1).terms())
        .isEqualTo(before);
    assertThat(new QualitySettings(Metric.ACCURACY, "out", List.of("1", "2"), 1).terms())
        .isEqualTo("metric=ACCURACY, output=out, classes=[1, 2], clip=1.0, outputIs=value");
    assertThat(new QualitySettings(Metric.BRIER, "out", List.of("1", "2"), 1).terms())
        .isEqualTo("metric=BRIER, output=out, classes=[1, 2], clip=1.0");
    var index = Optional.of(OutputIs.INDEX);
    assertThat(new QualitySettings(Metric.ACCURACY, "out", List.of("1", "2"), index, 1).terms())
        .isEqualTo("metric=ACCURACY, output=out, classes=[1, 2], clip=1.0");
  }

  @Test
  void new_outputIsThatMeansNothing_isRefused() {
    var value = Optional.of(OutputIs.VALUE);
    assertThatThrownBy(
            () -> new QualitySettings(Metric.ACCURACY, "out", List.of("a", "b"), value, 1))
        .hasMessage(
            "outputIs: value with the classes [a, b] (expected: names that are whole numbers,"
                + " or true and false)");
    assertThatThrownBy(() -> new QualitySettings(Metric.ACCURACY, "out", List.of(), value, 1))
        .hasMessage("outputIs: value for accuracy without classes (expected: only for accuracy of"
            + " named classes)");
    assertThatThrownBy(() -> new QualitySettings(Metric.BRIER, "out", List.of("0", "1"), value, 1))
        .hasMessage("outputIs: value for brier (expected: only for accuracy of named classes)");
  }
}
