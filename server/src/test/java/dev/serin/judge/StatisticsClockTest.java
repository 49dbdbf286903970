package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Moment;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class StatisticsClockTest {
  private static final Instant START = Instant.parse("2025-01-02T03:04:05.678Z");

  private Instant wall = START;
  private long nanos = 17;
  private final StatisticsClock clock = new StatisticsClock(() -> nanos, () -> wall);

  @Test
  void millis_atTheStart_areTheWallClocks() {
    assertThat(clock.millis()).isEqualTo(START.toEpochMilli());
    assertThat(clock.instant()).isEqualTo(START);
    assertThat(clock.ahead()).isZero();
  }

  @Test
  void millis_wallClockSetBack_goOnAsIfNothingWas() {
    pass(Duration.ofSeconds(5));
    wall = wall.minus(Duration.ofHours(1));
    pass(Duration.ofSeconds(5));

    assertThat(clock.instant()).isEqualTo(START.plusSeconds(10));
    assertThat(clock.ahead()).isEqualTo(Duration.ofHours(1));
    assertThat(clock.wall()).isEqualTo(START.plusSeconds(10).minus(Duration.ofHours(1)));
    assertThat(clock.moment())
        .isEqualTo(new Moment(clock.wall(), START.plusSeconds(10).toEpochMilli()));
  }

  @Test
  void wall_ofATimeThatWas_isAsTheWallClockIsSetNow() {
    wall = wall.plus(Duration.ofDays(8));

    assertThat(clock.wall(clock.millis() - 1_000)).isEqualTo(wall.minusSeconds(1));
  }

  @Test
  void notBelow_aLaterTime_goesOnFromThere() {
    pass(Duration.ofSeconds(5));
    long kept = START.plus(Duration.ofDays(8)).toEpochMilli();

    clock.notBelow(kept);
    assertThat(clock.millis()).isEqualTo(kept);

    pass(Duration.ofSeconds(5));
    assertThat(clock.millis()).isEqualTo(kept + 5_000);
  }

  @Test
  void notBelow_anEarlierTime_changesNothing() {
    clock.notBelow(START.toEpochMilli() - 1);

    assertThat(clock.instant()).isEqualTo(START);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
  }
}
