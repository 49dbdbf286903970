package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;
import org.junit.jupiter.api.Test;

class BatchChoiceTest {
  private static final Duration MILLI = Duration.ofMillis(1);

  @Test
  void settings_nothingSaid_areTheDefaults() {
    assertThat(BatchChoice.NONE.settings()).isEqualTo(BatchSettings.DEFAULT);
    assertThat(BatchChoice.NONE.over(BatchChoice.NONE)).isEqualTo(BatchSettings.DEFAULT);
  }

  @Test
  void over_bothSaid_firstCounts() {
    var first = new BatchChoice(
        Optional.of(OptionalInt.empty()),
        Optional.of(MILLI),
        Optional.of(Duration.ofSeconds(2)),
        OptionalInt.of(2),
        OptionalInt.of(3));
    var second = new BatchChoice(
        Optional.of(OptionalInt.of(8)),
        Optional.of(Duration.ZERO),
        Optional.of(MILLI),
        OptionalInt.of(4),
        OptionalInt.of(5));

    assertThat(first.over(second)).isEqualTo(first.settings());
    assertThat(BatchChoice.NONE.over(second)).isEqualTo(second.settings());
  }

  @Test
  void over_eachSaysAPart_bothCount() {
    var rows = new BatchChoice(
        Optional.of(OptionalInt.of(8)),
        Optional.empty(),
        Optional.empty(),
        OptionalInt.empty(),
        OptionalInt.empty());

    assertThat(rows.over(times(MILLI, Duration.ofSeconds(5))))
        .isEqualTo(new BatchSettings(OptionalInt.of(8), MILLI, Duration.ofSeconds(5), 1));
  }

  /** Neither is wrong by itself, so neither can be refused. */
  @Test
  void over_timesContradictEachOther_thoseOfTheOtherAreLeftOut() {
    var wait = new BatchChoice(
        Optional.empty(),
        Optional.empty(),
        Optional.of(MILLI),
        OptionalInt.empty(),
        OptionalInt.empty());

    assertThat(wait.over(times(Duration.ofMillis(5), Duration.ofSeconds(5))))
        .isEqualTo(new BatchSettings(OptionalInt.empty(), Duration.ZERO, MILLI, 1));
  }

  @Test
  void settings_delayAsLongAsTheWait_areRefused() {
    assertThatThrownBy(times(MILLI, MILLI)::settings)
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("maxBatchDelay: 1 ms (expected: from 0 to less than maxQueueWait, 1 ms)");
  }

  private static BatchChoice times(Duration delay, Duration wait) {
    return new BatchChoice(
        Optional.empty(),
        Optional.of(delay),
        Optional.of(wait),
        OptionalInt.empty(),
        OptionalInt.empty());
  }
}
