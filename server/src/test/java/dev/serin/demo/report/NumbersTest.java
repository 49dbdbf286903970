package dev.serin.demo.report;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class NumbersTest {
  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "0 | 1.0",
        "0.7 | 5.0",
        "2.5229 | 333",
        "3.61 | 4,074",
        "7.4 | 10⁷",
        "-1 | 0.10",
        "-12 | less than 0.01",
        "NaN | –",
        "Infinity | ∞",
        "-Infinity | 0"
      })
  void evidence_logarithm_isReadable(double log10, String text) {
    assertThat(Numbers.evidence(log10)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0, 1", "1, 10", "2, 100", "3, 10³", "-1, 10⁻¹", "-12, 10⁻¹²"})
  void power_exponent_isRaised(int exponent, String text) {
    assertThat(Numbers.power(exponent)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.05, 5 %", "0.125, 12.5 %", "1, 100 %", "0, 0 %", "0.0, 0 %"})
  void percent_exactDecimal_isExact(String share, String text) {
    assertThat(Numbers.percent(share)).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"9512, 9.5 s", "99940, 99.9 s", "125400, 2 min 05 s"})
  void duration_millis_isInSecondsOrMinutes(long millis, String text) {
    assertThat(Numbers.duration(Duration.ofMillis(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.614, 0.61 ms", "1.31, 1.3 ms", "14.66, 14.7 ms", "140.4, 140 ms", "NaN, –"})
  void millis_value_hasThreeDigitsAtMost(double millis, String text) {
    assertThat(Numbers.millis(OptionalDouble.of(millis))).isEqualTo(text);
  }

  @ParameterizedTest
  @CsvSource({"0.06, +6.0 pp", "-0.1204, −12.0 pp", "0, +0.0 pp"})
  void points_difference_hasItsSign(double difference, String text) {
    assertThat(Numbers.points(difference)).isEqualTo(text);
  }
}
