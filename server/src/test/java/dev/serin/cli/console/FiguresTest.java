package dev.serin.cli.console;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.GateVerdict.Evidence;
import dev.serin.client.GateVerdict.Measure;
import dev.serin.client.GateVerdict.Numbers;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FiguresTest {
  private static final double LOG10_OF_20 = Math.log(20) / Math.log(10);

  @ParameterizedTest
  @CsvSource({
    "-400,   <0.01 of 20",
    "-2.001, <0.01 of 20",
    "-1,     0.10 of 20",
    "0,      1.00 of 20",
    "0.999,  9.98 of 20",
    "1,      10 of 20",
    "5.9999, 999770 of 20",
    "6,      1e6 of 20",
    "12.7,   5e12 of 20",
    "5000.5, 3e5000 of 20"
  })
  void evidence_hasFewDigits(double log10E, String text) {
    assertThat(Figures.evidence(new Evidence(log10E, LOG10_OF_20))).isEqualTo(text);
  }

  @Test
  void numbers_ofAShare_areInPercent() {
    assertThat(Figures.numbers(Measure.SHARE, numbers(0.0102, 0.008, 0.013)))
        .isEqualTo("1.02 % [0.80, 1.30] of 7");
  }

  @Test
  void numbers_ofASmallShare_haveMoreDigits() {
    assertThat(Figures.numbers(Measure.SHARE, numbers(0, 0, 0.0009)))
        .isEqualTo("0.0000 % [0.0000, 0.0900] of 7");
  }

  @Test
  void numbers_ofALoss_areAsTheyAre() {
    assertThat(Figures.numbers(Measure.MEAN, numbers(0.098, 0.09, 0.105)))
        .isEqualTo("0.0980 [0.0900, 0.1050] of 7");
  }

  @Test
  void numbers_withoutObservations_areNone() {
    var none = new Numbers(0, OptionalDouble.empty(), 0, 1, Optional.empty());

    assertThat(Figures.numbers(Measure.SHARE, none)).isEqualTo("-");
  }

  @ParameterizedTest
  @CsvSource({"1, 100 %", "0.1, 10 %", "0.10, 10 %", "0.0005, 0.05 %", "0.333, 33.3 %", "0, 0 %"})
  void percent_isExact(String share, String text) {
    assertThat(Figures.percent(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({
    "-5,       0s",
    "0,        0s",
    "59,       59s",
    "60,       1m",
    "760,      12m40s",
    "3599,     59m59s",
    "3600,     1h",
    "11119,    3h05m",
    "86399,    23h59m",
    "86400,    1d",
    "187200,   2d04h",
    "31535999, 364d23h",
    "31536000, more than a year"
  })
  void duration_hasTwoUnits(long seconds, String text) {
    assertThat(Figures.duration(Duration.ofSeconds(seconds))).isEqualTo(text);
  }

  private static Numbers numbers(double mean, double low, double high) {
    return new Numbers(7, OptionalDouble.of(mean), low, high, Optional.empty());
  }
}
