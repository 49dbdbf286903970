package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateSettings.Quality;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AgesTest {
  private static final long MINUTE = 60_000;

  private final Ages ages = new Ages(quality(Duration.ofMinutes(30), false));

  @Test
  void end_halfAnHour_isAtItsParts() {
    assertThat(IntStream.range(0, ages.count()).mapToLong(ages::end).toArray())
        .containsExactly(MINUTE, 2 * MINUTE, 5 * MINUTE, 10 * MINUTE, 20 * MINUTE, 30 * MINUTE);
    assertThat(ages.last()).isEqualTo(5);
  }

  @ParameterizedTest
  @CsvSource({
    "-1, 0",
    "0, 0",
    "60000, 0",
    "60001, 1",
    "120000, 1",
    "120001, 2",
    "1800000, 5",
    "1800001, 6"
  })
  void bucket_age_isClosedAbove(long millis, int bucket) {
    assertThat(ages.bucket(millis)).isEqualTo(bucket);
  }

  @Test
  void end_oddHorizon_isNeverLate() {
    var odd = new Ages(quality(Duration.ofMillis(100), false));

    assertThat(IntStream.range(0, odd.count()).mapToLong(odd::end).toArray())
        .containsExactly(3, 6, 16, 33, 66, 100);
  }

  @Test
  void closes_strict_isAtTheHorizonForAllAges() {
    var strict = new Ages(quality(Duration.ofMinutes(30), true));

    assertThat(IntStream.range(0, strict.count()).mapToLong(strict::closes))
        .containsOnly(30 * MINUTE);
    assertThat(strict.bucket(2 * MINUTE)).isEqualTo(1);
  }

  @Test
  void closes_notStrict_isAtTheEndOfTheAge() {
    assertThat(ages.closes(1)).isEqualTo(2 * MINUTE);
  }

  private static Quality quality(Duration horizon, boolean strict) {
    return new Quality(
        new BigDecimal("0.25"),
        0,
        0.02,
        true,
        horizon,
        Duration.ofMinutes(5),
        Duration.ofHours(2),
        strict);
  }
}
