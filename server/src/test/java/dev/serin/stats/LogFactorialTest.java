package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LogFactorialTest {

  @Test
  void of_zeroAndOne_isZero() {
    assertThat(LogFactorial.of(0)).isZero();
    assertThat(LogFactorial.of(1)).isZero();
  }

  @Test
  void of_exactProducts_isTheirLogarithm() {
    assertThat(LogFactorial.of(5)).isEqualTo(Math.log(120));
    assertThat(LogFactorial.of(20)).isCloseTo(Math.log(2_432_902_008_176_640_000L), within(1e-14));
  }

  @ParameterizedTest
  @ValueSource(ints = {2, 13, 14, 15, 16, 100, 20_000, 65_535, 65_536, 65_537, 200_000})
  void of_anyNumber_isTheSumOfLogarithms(int n) {
    double exact = sumOfLogarithms(n);

    assertThat(LogFactorial.of(n)).isCloseTo(exact, within(4 * Math.ulp(exact)));
  }

  @Test
  void of_moreThanAnInt_agreesWithTheBetaFunction() {
    long n = 5_000_000_000L;

    // B(n + 1, 2) = n! / (n + 2)!
    double ratio = LogFactorial.of(n) - LogFactorial.of(n + 2);
    assertThat(ratio).isCloseTo(BetaFunction.log(n + 1.0, 2), within(1e-4));
  }

  private static double sumOfLogarithms(int n) {
    var sum = BigDecimal.ZERO;
    for (int i = 2; i <= n; i++) {
      sum = sum.add(new BigDecimal(Math.log(i)));
    }
    return sum.doubleValue();
  }
}
