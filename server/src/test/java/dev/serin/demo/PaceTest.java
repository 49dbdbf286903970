package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PaceTest {
  @Test
  void seconds_twiceAsFast_areHalfAsLong() {
    assertThat(new Pace(2).seconds(3)).isEqualTo(Duration.ofMillis(1500));
    assertThat(new Pace(2).scaled(Duration.ofSeconds(3))).isEqualTo(Duration.ofMillis(1500));
    assertThat(new Pace(2).text(3)).isEqualTo("1500ms");
  }

  @Test
  void callsPerSecond_twiceAsFast_areTwiceAsMany() {
    assertThat(new Pace(2).callsPerSecond()).isEqualTo(2 * new Pace(1).callsPerSecond());
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 0.09, -1, 10.5, Double.NaN, Double.POSITIVE_INFINITY})
  void pace_outsideTheBounds_isRefused(double speed) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Pace(speed))
        .withMessage("speed: " + speed + " (expected: 0.1 to 10.0)");
  }
}
