package dev.serin.control;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Moment;
import dev.serin.gate.Terms;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.split.Share;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class PhaseClockTest {
  private static final String MODEL = "digits";
  private static final Rollout RAMPING = rollout(new Ramping(1, false), 7);
  private static final Rollout PAUSED = rollout(new Paused(PauseReason.MANUAL, "", 1), 7);
  private static final Rollout NEXT = rollout(new Ramping(2, false), 9);

  private final PhaseClock clock = new PhaseClock(() -> this.nanos);
  private long nanos = 12_345;

  @Test
  void time_neverLooked_isZero() {
    assertThat(clock.time(MODEL, RAMPING)).isEqualTo(time(7, 0, 0));
  }

  @Test
  void look_forTheFirstTime_begins() {
    pass(1_000);

    assertThat(clock.look(MODEL, RAMPING)).isFalse();
    assertThat(clock.time(MODEL, RAMPING)).isEqualTo(time(7, 0, 0));
  }

  @Test
  void look_again_letsTheTimeBetweenPass() {
    clock.look(MODEL, RAMPING);
    pass(1);
    clock.look(MODEL, RAMPING);
    pass(30);

    assertThat(clock.look(MODEL, RAMPING)).isFalse();
    assertThat(clock.time(MODEL, RAMPING)).isEqualTo(time(7, 31, 31));
  }

  @Test
  void look_afterALongGap_countsNothingOfIt() {
    clock.look(MODEL, RAMPING);
    nanos += Duration.ofSeconds(30).plusNanos(1).toNanos();

    assertThat(clock.look(MODEL, RAMPING)).isTrue();
    assertThat(clock.time(MODEL, RAMPING)).isEqualTo(time(7, 0, 0));
    pass(1);
    assertThat(clock.look(MODEL, RAMPING)).isFalse();
    assertThat(clock.time(MODEL, RAMPING)).isEqualTo(time(7, 1, 1));
  }

  @Test
  void look_paused_countsForTheStateOnly() {
    clock.look(MODEL, RAMPING);
    pass(5);
    clock.look(MODEL, RAMPING);
    clock.transitioned(MODEL, RAMPING, PAUSED);
    pass(7);
    clock.look(MODEL, PAUSED);

    assertThat(clock.time(MODEL, PAUSED)).isEqualTo(time(7, 5, 7));
  }

  @Test
  void moved_withinThePhase_beginsTheStateAnew() {
    clock.look(MODEL, PAUSED);
    pass(5);
    clock.look(MODEL, PAUSED);

    clock.transitioned(MODEL, PAUSED, RAMPING);

    assertThat(clock.time(MODEL, RAMPING)).isEqualTo(time(7, 0, 0));
    pass(2);
    clock.look(MODEL, RAMPING);
    assertThat(clock.time(MODEL, RAMPING)).isEqualTo(time(7, 2, 2));
  }

  @Test
  void moved_toAnotherPhase_beginsAnew() {
    clock.look(MODEL, RAMPING);
    pass(5);
    clock.look(MODEL, RAMPING);

    clock.transitioned(MODEL, RAMPING, NEXT);
    pass(3);
    clock.look(MODEL, NEXT);

    assertThat(clock.time(MODEL, NEXT)).isEqualTo(time(9, 3, 3));
  }

  @Test
  void time_ofAnotherPhase_isZero() {
    clock.look(MODEL, RAMPING);
    pass(5);
    clock.look(MODEL, RAMPING);

    assertThat(clock.time(MODEL, NEXT)).isEqualTo(time(9, 0, 0));
    assertThat(clock.time("other", RAMPING)).isEqualTo(time(7, 0, 0));
  }

  @Test
  void resume_afterACleanShutdown_goesOnWithoutTheTimeBetween() {
    clock.resume(Map.of(MODEL, time(7, 60, 90)));
    pass(1_000);

    assertThat(clock.look(MODEL, RAMPING)).isFalse();
    pass(1);
    clock.look(MODEL, RAMPING);

    assertThat(clock.times()).containsExactly(Map.entry(MODEL, time(7, 61, 91)));
  }

  private void pass(long seconds) {
    nanos += Duration.ofSeconds(seconds).toNanos();
  }

  private static PhaseTime time(long phase, long elapsed, long inState) {
    return new PhaseTime(phase, Duration.ofSeconds(elapsed), Duration.ofSeconds(inState));
  }

  private static Rollout rollout(RolloutState state, long phase) {
    return new Rollout(
        new Rollout.Identity("digits-1-x", 1, 1, 2, "abc", Instant.EPOCH),
        LivePlan.DEFAULT,
        new Terms(GateSettings.DEFAULT, LossScale.BINARY, ""),
        state,
        Share.parse("0.05"),
        Moment.of(Instant.EPOCH),
        phase,
        0,
        0,
        "",
        List.of());
  }
}
