package dev.serin.rollout;

import static java.util.stream.Collectors.joining;

import dev.serin.gate.Need;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Share;
import java.util.List;

/**
 * The transitions that operators ask for. A command that does not fit the rollout's state is
 * refused with a {@link RolloutRefusedException}.
 */
final class RolloutCommands {
  private RolloutCommands() {}

  /** Pauses the rollout. */
  static Transition pause(Rollout rollout, String why) {
    boolean again =
        rollout.state() instanceof Paused paused && paused.reason() == PauseReason.MANUAL;
    expect(
        rollout,
        running(rollout) || (rollout.state() instanceof Paused && !again),
        "SHADOW, RAMPING, or paused for another reason");
    return Pauses.paused(rollout, PauseReason.MANUAL, why);
  }

  /** Ends a pause. */
  static Transition resume(Rollout rollout, String why) {
    if (!(rollout.state() instanceof Paused paused)) {
      throw refused(rollout, "PAUSED");
    }
    return RolloutRules.resumed(rollout, paused, why);
  }

  /**
   * Goes to the next step.
   *
   * @param skip whether to ignore what is missing
   */
  static Transition advance(Rollout rollout, Observation observation, boolean skip, String why) {
    expect(
        rollout,
        raisable(rollout) && !RolloutRules.lowered(rollout),
        "SHADOW, RAMPING, or PAUSED with the share of its step; resume it first");
    checkNothingMissing(rollout, observation, skip, "--skip-evidence");
    return RolloutRules.raise(rollout, observation, skip ? why + " (evidence skipped)" : why);
  }

  /**
   * Gives the candidate all users.
   *
   * @param full whether the rollout need not be in its last step
   * @param force whether to ignore what is missing
   */
  static Transition promote(
      Rollout rollout, Observation observation, boolean full, boolean force, String why) {
    expect(rollout, raisable(rollout), "SHADOW, RAMPING or PAUSED");
    int last = rollout.plan().plan().steps().size() - 1;
    if (!full && rollout.step() < last) {
      throw new RolloutRefusedException("rollout #" + rollout.identity().number() + ": step "
          + rollout.step() + " of " + (last + 1) + " (expected: step " + last
          + ", or --full to leave out those in between)");
    }
    checkNothingMissing(rollout, observation, force, "--force");
    return RolloutRules.promoted(rollout, observation, force ? why + " (forced)" : why);
  }

  /** Takes all users back. */
  static Transition abort(Rollout rollout, String why) {
    expect(rollout, rollout.active(), "one that is not over");
    return RolloutRules.back(RollbackCause.Act.ABORTED, why);
  }

  /** Takes all users back, for another rollout. */
  static Transition replace(Rollout rollout, String why) {
    expect(rollout, rollout.active(), "one that is not over");
    return RolloutRules.back(RollbackCause.Act.REPLACED, why);
  }

  /** Gives the candidate another share. Lowering it pauses the rollout; raising must be forced. */
  static Transition split(Rollout rollout, Share share, boolean force, String why) {
    if (rollout.state() instanceof Promoted) {
      if (!share.isZero()) {
        throw refused(
            rollout,
            "0 for version " + rollout.identity().candidate()
                + ", which takes it back, or an end of the watch");
      }
      return new Transition(new RolledBack(RollbackCause.Act.SPLIT, why), share, why);
    }
    expect(rollout, raisable(rollout), "past its preflight");
    if (share.equals(Share.ONE)) {
      throw refused(rollout, "a share below 1; `rollout promote` gives it all users");
    }
    if (share.compareTo(rollout.share()) > 0 && !force) {
      throw refused(
          rollout,
          "at most " + rollout.share() + " for version " + rollout.identity().candidate() + ", not "
              + share + "; `rollout advance` raises it by the plan, --force whatever that says");
    }
    return new Transition(
        new Paused(PauseReason.MANUAL_SPLIT, why, snap(rollout, share)),
        share,
        PauseReason.MANUAL_SPLIT + ": " + why);
  }

  /** The highest step with a share of at most this one, which is below 1; else the first. */
  private static int snap(Rollout rollout, Share share) {
    if (rollout.step() == 0 && share.isZero()) {
      return 0;
    }
    var steps = rollout.plan().plan().steps();
    int step = 1;
    while (steps.get(step).compareTo(share) <= 0) {
      step++;
    }
    return step;
  }

  private static void checkNothingMissing(
      Rollout rollout, Observation observation, boolean skip, String option) {
    List<Need> missing = skip ? List.of() : RolloutRules.missing(rollout, observation);
    if (!missing.isEmpty()) {
      throw new RolloutRefusedException("rollout #" + rollout.identity().number() + ": missing "
          + missing.stream().map(Need::what).collect(joining("; ")) + " (expected: nothing, or "
          + option + ")");
    }
  }

  static boolean running(Rollout rollout) {
    return rollout.state() instanceof Shadow || rollout.state() instanceof Ramping;
  }

  private static boolean raisable(Rollout rollout) {
    return running(rollout) || (rollout.state() instanceof Paused && !unchecked(rollout));
  }

  /** Whether it may not have passed its preflight, which a resume starts again. */
  static boolean unchecked(Rollout rollout) {
    return rollout.state() instanceof Paused paused
        && paused.reason() == PauseReason.STATE_IN_DOUBT
        && paused.step() == 0;
  }

  static void expect(Rollout rollout, boolean fits, String expected) {
    if (!fits) {
      throw refused(rollout, expected);
    }
  }

  private static RolloutRefusedException refused(Rollout rollout, String expected) {
    return new RolloutRefusedException("rollout #" + rollout.identity().number() + ": "
        + rollout.state().label() + " (expected: " + expected + ")");
  }
}
