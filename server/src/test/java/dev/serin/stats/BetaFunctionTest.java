package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class BetaFunctionTest {

  @Test
  void log_knownValues_areExact() {
    assertThat(BetaFunction.log(1, 1)).isCloseTo(0, within(1e-12));
    assertThat(BetaFunction.log(0.5, 0.5)).isCloseTo(Math.log(Math.PI), within(1e-12));
    assertThat(BetaFunction.log(2, 3)).isCloseTo(-Math.log(12), within(1e-12));
    assertThat(BetaFunction.log(20, 20)).isCloseTo(-Math.log(1_378_465_288_200.0), within(1e-12));
  }

  @Test
  void log_oneOfThemOne_isTheReciprocalOfTheOther() {
    assertThat(DoubleStream.of(1e-9, 0.3, 1, 14.999, 15, 200, 1e6))
        .allSatisfy(
            a -> assertThat(BetaFunction.log(a, 1) + Math.log(a)).isCloseTo(0, within(1e-12)))
        .allSatisfy(
            a -> assertThat(BetaFunction.log(1, a) + Math.log(a)).isCloseTo(0, within(1e-12)));
  }

  @Test
  void log_integers_agreesWithExactFactorials() {
    assertThat(BetaFunction.log(3, 100)).isCloseTo(-13.152116335553677, within(1e-12));
    assertThat(BetaFunction.log(17, 16)).isCloseTo(-22.98682796619347, within(1e-12));
    assertThat(BetaFunction.log(1_000, 2_000)).isCloseTo(-1911.8746142144516, within(1e-11));
  }

  @Test
  void log_swapped_isTheSame() {
    assertThat(BetaFunction.log(0.01, 700)).isCloseTo(BetaFunction.log(700, 0.01), within(1e-12));
  }
}
