package dev.serin.rollout;

import static dev.serin.rollout.Samples.NOW;
import static dev.serin.rollout.Samples.PLAN;
import static dev.serin.rollout.Samples.TERMS;
import static dev.serin.rollout.Samples.paused;
import static dev.serin.rollout.Samples.promoted;
import static dev.serin.rollout.Samples.ramping;
import static dev.serin.rollout.Samples.rollout;
import static dev.serin.rollout.Samples.shadow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Moment;
import dev.serin.gate.Trial;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.Verdict.Ok;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutTest {
  private static final Rollout PREFLIGHT = rollout(PLAN, new Preflight(), "0");
  private static final Rollout COMPLETED = rollout(PLAN, new Completed(), "1");
  private static final Rollout ROLLED_BACK =
      rollout(PLAN, new RolledBack(RollbackCause.Act.ABORTED, "ann"), "0");
  private static final Rollout REJECTED = rollout(PLAN, new Rejected("NaN"), "0");

  static Stream<Arguments> phases() {
    return Stream.of(
        Arguments.of(shadow(), Phase.SHADOW, OptionalDouble.empty()),
        Arguments.of(paused(PauseReason.MANUAL, 0), Phase.SHADOW, OptionalDouble.empty()),
        Arguments.of(ramping(1), Phase.SPLIT, OptionalDouble.empty()),
        Arguments.of(
            paused(PLAN, PauseReason.UNCLEAN_RESTART, 3, "0"), Phase.SPLIT, OptionalDouble.empty()),
        Arguments.of(promoted(), Phase.WATCH, OptionalDouble.of(1_000)));
  }

  @ParameterizedTest
  @MethodSource("phases")
  void trial_meetsCalls_isWhatTheGatesSee(Rollout rollout, Phase phase, OptionalDouble length) {
    assertThat(rollout.trial()).contains(new Trial("digits-3-x", 1, 2, phase, TERMS, length));
  }

  static Stream<Rollout> unseen() {
    return Stream.of(PREFLIGHT, COMPLETED, ROLLED_BACK, REJECTED);
  }

  @ParameterizedTest
  @MethodSource("unseen")
  void trial_meetsNoCalls_isNone(Rollout rollout) {
    assertThat(rollout.trial()).isEmpty();
  }

  static Stream<Arguments> steps() {
    return Stream.of(
        Arguments.of(PREFLIGHT, 0),
        Arguments.of(shadow(), 0),
        Arguments.of(ramping(3), 3),
        Arguments.of(paused(PauseReason.MANUAL, 2), 2),
        Arguments.of(promoted(), 5),
        Arguments.of(COMPLETED, 5),
        Arguments.of(ROLLED_BACK, 0),
        Arguments.of(REJECTED, 0));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void step_eachState_isThatToGoOnWith(Rollout rollout, int step) {
    assertThat(rollout.step()).isEqualTo(step);
    assertThat(rollout.promoted()).isEqualTo(step == 5);
  }

  @Test
  void after_aMove_isTheSameRolloutInAnotherState() {
    var evidence = List.of(GateState.of(new Ok(Seen.findings("errors"))));
    var later = Moment.of(NOW.plusSeconds(5));

    var after = ramping(1)
        .crashed()
        .after(
            new Transition(new Ramping(2, false), Share.parse("0.1"), "no harm"),
            later,
            9,
            "q",
            evidence);

    assertThat(after)
        .isEqualTo(new Rollout(
            ramping(1).identity(),
            PLAN,
            TERMS,
            new Ramping(2, false),
            Share.parse("0.1"),
            later,
            9,
            1,
            0,
            "q",
            evidence));
  }

  static Stream<Arguments> transitions() {
    return Stream.of(
        Arguments.of(ramping(1), ramping(2), true),
        Arguments.of(ramping(3), paused(PauseReason.MANUAL, 3), false),
        Arguments.of(paused(PauseReason.MANUAL, 3), ramping(3), false),
        Arguments.of(paused(PLAN, PauseReason.UNCLEAN_RESTART, 3, "0"), ramping(3), true),
        Arguments.of(ramping(3), paused(PLAN, PauseReason.MANUAL_SPLIT, 2, "0.2"), true),
        Arguments.of(PREFLIGHT, shadow(), true),
        Arguments.of(shadow(), paused(PauseReason.MANUAL, 0), false),
        Arguments.of(ramping(4), promoted(), true),
        Arguments.of(promoted(), COMPLETED, true));
  }

  @ParameterizedTest
  @MethodSource("transitions")
  void after_anotherShareOrPhase_beginsAPhase(Rollout before, Rollout next, boolean begins) {
    var transition = new Transition(next.state(), next.share(), "so");

    assertThat(before.after(transition, Moment.of(NOW), 9, "", List.of()).phase())
        .isEqualTo(begins ? 9 : 7);
  }

  static Stream<Rollout> active() {
    return Stream.of(PREFLIGHT, shadow(), ramping(1), paused(PauseReason.SRM, 1), promoted());
  }

  /** Law 5. */
  @ParameterizedTest
  @MethodSource("active")
  void keeps_active_keepsStableAndCandidate(Rollout rollout) {
    long later = NOW.plus(Duration.ofDays(1_000)).toEpochMilli();

    assertThat(rollout.active()).isTrue();
    assertThat(rollout.keeps(1, later)).isTrue();
    assertThat(rollout.keeps(2, later)).isTrue();
    assertThat(rollout.keeps(3, later)).isFalse();
  }

  @Test
  void keeps_completed_keepsTheFormerStableForAWhile() {
    long end = NOW.plus(Duration.ofHours(24)).toEpochMilli();

    assertThat(COMPLETED.keeps(1, end - 1)).isTrue();
    assertThat(COMPLETED.keeps(1, end)).isFalse();
    assertThat(COMPLETED.keeps(2, NOW.toEpochMilli())).isFalse();
    assertThat(COMPLETED.keeps(3, NOW.toEpochMilli())).isFalse();
  }

  @Test
  void keeps_rolledBackOrRejected_keepsNothing() {
    assertThat(ROLLED_BACK.keeps(1, NOW.toEpochMilli())).isFalse();
    assertThat(ROLLED_BACK.keeps(2, NOW.toEpochMilli())).isFalse();
    assertThat(REJECTED.keeps(2, NOW.toEpochMilli())).isFalse();
  }
}
