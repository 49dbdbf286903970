package dev.serin.telemetry;

import dev.serin.control.Revision;
import dev.serin.rollout.RollbackCause;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import java.util.Optional;

/**
 * A change of a rollout's state or share.
 *
 * @param from the label of the state before; NONE for a rollout that begins
 * @param revision the revision that made the change
 */
record RecordedTransition(String from, Rollout rollout, Revision revision) {
  private static final String NONE = "NONE";
  /** Returns the transition that a revision made in its model's rollout; empty if none. */
  static Optional<RecordedTransition> between(Optional<Revision> before, Revision after) {
    var former = before.flatMap(Revision::rollout);
    return after
        .rollout()
        .filter(rollout -> former.filter(other -> sameState(other, rollout)).isEmpty())
        .map(rollout -> new RecordedTransition(from(former, rollout), rollout, after));
  }

  /**
   * Why a rollout is in its state, as one of a closed set of words: the pause reason, the gate that
   * rolled back, PREFLIGHT, UNCLEAN_RESTART, CRASHED, FILES_LOST, UNKNOWN, COMMAND after a command,
   * else PLAN.
   */
  static String cause(Rollout rollout) {
    var state = rollout.state();
    if (state instanceof Paused paused) {
      return paused.reason().name();
    } else if (state instanceof RolledBack back) {
      return back.cause() instanceof RollbackCause.Harm harm
          ? harm.gate().toString()
          : act((RollbackCause.Act) back.cause(), rollout);
    } else if (state instanceof Rejected) {
      return "PREFLIGHT";
    }
    return rollout.requestId().isEmpty() ? "PLAN" : "COMMAND";
  }

  private static String act(RollbackCause.Act act, Rollout rollout) {
    return switch (act) {
      case CRASHED -> rollout.crashedTooOften() ? "UNCLEAN_RESTART" : "CRASHED";
      case FILES_LOST -> "FILES_LOST";
      case ABORTED, REPLACED, SPLIT -> "COMMAND";
      case UNKNOWN -> "UNKNOWN";
    };
  }

  String to() {
    return rollout.state().label();
  }

  private static String from(Optional<Rollout> former, Rollout rollout) {
    return former
        .filter(other -> other.identity().equals(rollout.identity()))
        .map(other -> other.state().label())
        .orElse(NONE);
  }

  private static boolean sameState(Rollout before, Rollout after) {
    return before.identity().equals(after.identity())
        && before.state().equals(after.state())
        && before.share().equals(after.share());
  }
}
