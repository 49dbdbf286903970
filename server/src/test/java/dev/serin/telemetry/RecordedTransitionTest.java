package dev.serin.telemetry;

import static dev.serin.telemetry.TestRollouts.revision;
import static dev.serin.telemetry.TestRollouts.rollout;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.control.Revision;
import dev.serin.gate.GateIds;
import dev.serin.gate.HarmCause;
import dev.serin.gate.Rate;
import dev.serin.rollout.GateState;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.RollbackCause;
import dev.serin.rollout.RollbackCause.Act;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class RecordedTransitionTest {
  private static final Rollout SECOND_STEP = rollout(new Ramping(2, false), "0.1");

  @Test
  void between_noRollout_isNone() {
    assertThat(RecordedTransition.between(Optional.empty(), revision(Optional.empty())))
        .isEmpty();
  }

  @Test
  void between_sameState_isNone() {
    assertThat(between(SECOND_STEP, rollout(new Ramping(2, false), "0.10"))).isEmpty();
  }

  @Test
  void between_firstRollout_comesFromNone() {
    assertThat(
            RecordedTransition.between(Optional.empty(), revision(rollout(new Preflight(), "0"))))
        .hasValueSatisfying(found -> assertThat(found.from()).isEqualTo("NONE"));
  }

  @Test
  void between_otherRollout_comesFromNone() {
    var over = rollout(new Completed(), "1");
    var next = rollout("r-2", new Preflight(), "0", 0, "", List.of());

    assertThat(between(over, next))
        .hasValueSatisfying(found -> assertThat(found.from()).isEqualTo("NONE"));
  }

  @Test
  void between_nextStep_isOne() {
    assertThat(between(SECOND_STEP, rollout(new Ramping(3, false), "0.25")))
        .hasValueSatisfying(found -> {
          assertThat(found.from()).isEqualTo("RAMPING");
          assertThat(found.to()).isEqualTo("RAMPING");
        });
  }

  @Test
  void between_otherPauseReason_isOne() {
    var manual = rollout(new Paused(PauseReason.MANUAL, "", 2), "0.1");
    var noLabels = rollout(new Paused(PauseReason.NO_LABELS, "", 2), "0.1");

    assertThat(between(manual, noLabels)).isPresent();
  }

  @Test
  void between_lowerShareInTheSameState_isOne() {
    var paused = new Paused(PauseReason.MANUAL_SPLIT, "", 2);

    assertThat(between(rollout(paused, "0.1"), rollout(paused, "0.05"))).isPresent();
  }

  @Test
  void cause_paused_isTheReason() {
    assertThat(cause(new Paused(PauseReason.SRM, "", 2), 0, "c-1")).isEqualTo("SRM");
  }

  @Test
  void cause_harm_isTheGateThatIsNamed() {
    assertThat(cause(
            new RolledBack(
                new RollbackCause.Harm(GateIds.gate("latency.q95"), HarmCause.SLOWER), "so"),
            0,
            ""))
        .isEqualTo("latency.q95");
  }

  @Test
  void cause_abort_isTheCommand() {
    assertThat(cause(new RolledBack(Act.ABORTED, "by ann: latency is bad"), 0, "c-1"))
        .isEqualTo("COMMAND");
    assertThat(cause(new RolledBack(Act.REPLACED, "so"), 0, "c-1")).isEqualTo("COMMAND");
    assertThat(cause(new RolledBack(Act.SPLIT, "so"), 0, "")).isEqualTo("COMMAND");
  }

  @Test
  void cause_secondCrash_isTheRestart() {
    assertThat(cause(new RolledBack(Act.CRASHED, "the gateway ended"), 2, ""))
        .isEqualTo("UNCLEAN_RESTART");
  }

  @Test
  void cause_candidatesCrash_isThat() {
    assertThat(cause(new RolledBack(Act.CRASHED, "version 2 ended its process"), 0, ""))
        .isEqualTo("CRASHED");
  }

  @Test
  void cause_rejected_isThePreflight() {
    assertThat(cause(new Rejected("other outputs"), 0, "")).isEqualTo("PREFLIGHT");
  }

  @Test
  void cause_raise_isThePlanOrWhoAskedForIt() {
    assertThat(cause(new Ramping(2, false), 0, "")).isEqualTo("PLAN");
    assertThat(cause(new Ramping(2, false), 0, "c-1")).isEqualTo("COMMAND");
  }

  private static Optional<RecordedTransition> between(Rollout before, Rollout after) {
    Optional<Revision> former = Optional.of(revision(before));
    return RecordedTransition.between(former, revision(after));
  }

  private static String cause(RolloutState state, int crashes, String requestId) {
    var evidence = List.of(gate("errors"), gate("latency.q95"));
    return RecordedTransition.cause(rollout("r-1", state, "0", crashes, requestId, evidence));
  }

  private static GateState gate(String name) {
    var rate = new Rate(1, 0);
    return new GateState(
        GateIds.gate(name), GateState.Answer.HARM, 1, 1, OptionalDouble.empty(), rate, rate);
  }
}
