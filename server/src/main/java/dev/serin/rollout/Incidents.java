package dev.serin.rollout;

import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Share;
import java.util.Optional;

/** The transitions caused by events that no operator asked for. */
final class Incidents {
  private Incidents() {}

  /**
   * The preflight ended. Without a problem the rollout continues; empty if it must wait for a
   * window in which the candidate may get its first users.
   */
  static Optional<Transition> preflightEnded(
      Rollout rollout, Observation observation, RolloutEvent.PreflightEnded ended) {
    RolloutCommands.expect(rollout, rollout.state() instanceof Preflight, "PREFLIGHT");
    if (ended.problem().isPresent()) {
      var problem = ended.problem().get();
      return Optional.of(new Transition(
          new Rejected(problem), Share.ZERO, "refused before it had users: " + problem));
    }
    var why = ended.calls() == 0
        ? "the candidate loads and runs; there were no recent calls to try it on"
        : "the candidate had no problem with " + ended.calls() + " recent calls";
    if (rollout.plan().shadow().isPresent()) {
      return Optional.of(new Transition(new Shadow(), Share.ZERO, why));
    }
    return rollout.plan().open(observation.now())
        ? Optional.of(RolloutRules.raise(rollout, observation, why))
        : Optional.empty();
  }

  /**
   * The gateway crashed, perhaps because of the candidate. Its users go back first; empty if it had
   * none. A pause that only an operator ends keeps its reason.
   */
  static Optional<Transition> crashed(Rollout rollout) {
    if (!rollout.active() || rollout.share().isZero()) {
      return Optional.empty();
    }
    var why = "the gateway ended without closing while the candidate had " + rollout.share()
        + " of the users";
    if (rollout.crashed().crashedTooOften()) {
      return Optional.of(RolloutRules.back(RollbackCause.Act.CRASHED, why + ", again"));
    }
    int step = lastShared(rollout);
    var paused = rollout.state() instanceof Paused before && !before.endsByItself()
        ? new Paused(before.reason(), why + "; paused before: " + before.detail(), step)
        : new Paused(PauseReason.UNCLEAN_RESTART, why, step);
    return Optional.of(
        new Transition(paused, Share.ZERO, PauseReason.UNCLEAN_RESTART + ": " + why));
  }

  /** The candidate ended its own process: it would have ended the gateway's. */
  static Optional<Transition> candidateCrashed(Rollout rollout, String how) {
    return rollout.active()
        ? Optional.of(RolloutRules.back(
            RollbackCause.Act.CRASHED,
            "version " + rollout.identity().candidate() + " ended its process: " + how))
        : Optional.empty();
  }

  /**
   * A transition or evidence of before the start may be lost. The candidate's users go back first,
   * and an operator has to decide.
   */
  static Optional<Transition> inDoubt(Rollout rollout, String why) {
    if (!rollout.active()) {
      return Optional.empty();
    }
    int step = lastShared(rollout);
    return Optional.of(new Transition(
        new Paused(PauseReason.STATE_IN_DOUBT, why, step),
        Share.ZERO,
        PauseReason.STATE_IN_DOUBT + ": " + why));
  }

  /**
   * The files of a version are lost, and others are in their place: the evidence is about files
   * that no longer exist. A candidate that has all users keeps them if only the former stable is
   * lost.
   */
  static Optional<Transition> filesLost(Rollout rollout, long version) {
    if (!rollout.active()) {
      return Optional.empty();
    }
    boolean wayBack = version == rollout.identity().stable();
    var why = "the files of version " + version + " are lost, and others are in their place";
    return Optional.of(
        wayBack && rollout.state() instanceof Promoted
            ? new Transition(
                new Completed(), rollout.share(), why + ": there is no way back any more")
            : RolloutRules.back(RollbackCause.Act.FILES_LOST, why));
  }

  /** The configuration has other terms than the rollout was started with. */
  static Optional<Transition> termsChanged(Rollout rollout) {
    boolean raises = RolloutCommands.running(rollout)
        || (rollout.state() instanceof Paused paused && paused.endsByItself());
    return raises
        ? Optional.of(Pauses.paused(
            rollout,
            PauseReason.CONFIG_CHANGED,
            "the file says other gates or another quality; this rollout keeps those of its start"))
        : Optional.empty();
  }

  /** The step to continue with, below that of all users. */
  private static int lastShared(Rollout rollout) {
    return Math.min(rollout.step(), rollout.plan().plan().steps().size() - 1);
  }
}
