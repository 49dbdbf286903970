package dev.serin.journal;

import dev.serin.gate.Terms;
import dev.serin.rollout.GateState;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Share;
import java.time.Instant;
import java.util.List;

/** The fields of a rollout as JSON. The plan and the terms have those of their records. */
record RolloutJson(
    String id,
    long number,
    long stable,
    long candidate,
    String sha256,
    Instant started,
    LivePlan plan,
    Terms terms,
    StateJson state,
    Share share,
    Instant since,
    long phase,
    int crashes,
    String requestId,
    List<GateState> evidence) {

  static RolloutJson of(Rollout rollout) {
    var identity = rollout.identity();
    return new RolloutJson(
        identity.id(),
        identity.number(),
        identity.stable(),
        identity.candidate(),
        identity.sha256(),
        identity.started(),
        rollout.plan(),
        rollout.terms(),
        StateJson.of(rollout.state()),
        rollout.share(),
        rollout.since(),
        rollout.phase(),
        rollout.crashes(),
        rollout.requestId(),
        rollout.evidence());
  }

  Rollout toRollout() {
    return new Rollout(
        new Rollout.Identity(id, number, stable, candidate, sha256, started),
        plan,
        terms,
        state.toState(),
        share,
        since,
        phase,
        crashes,
        requestId,
        evidence);
  }

  /**
   * A state.
   *
   * @param pause the reason of a pause; else empty
   * @param step 0 where there is none
   * @param averageRunLength 0 where there is none
   */
  record StateJson(
      String name,
      String pause,
      String detail,
      int step,
      boolean approved,
      double averageRunLength) {
    static StateJson of(RolloutState state) {
      var pause = state instanceof Paused paused ? paused.reason().name() : "";
      int step = state instanceof Paused paused
          ? paused.step()
          : state instanceof Ramping ramping ? ramping.step() : 0;
      boolean approved = state instanceof Ramping ramping && ramping.approved();
      double length = state instanceof Promoted promoted ? promoted.averageRunLength() : 0;
      return new StateJson(state.label(), pause, state.detail(), step, approved, length);
    }

    RolloutState toState() {
      return switch (name) {
        case "PREFLIGHT" -> new Preflight();
        case "SHADOW" -> new Shadow();
        case "RAMPING" -> new Ramping(step, approved);
        case "PAUSED" -> new Paused(PauseReason.valueOf(pause), detail, step);
        case "PROMOTED" -> new Promoted(averageRunLength);
        case "COMPLETED" -> new Completed();
        case "ROLLED_BACK" -> new RolledBack(detail);
        case "REJECTED" -> new Rejected(detail);
        default ->
          throw new IllegalArgumentException(
              "state: " + name + " (expected: one that this release knows)");
      };
    }
  }
}
