package dev.serin.rollout;

import static java.util.stream.Collectors.joining;

import dev.serin.gate.Need;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Share;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * What becomes of a rollout when somebody asks for it, or something happens to it. Decides only.
 * What does not fit the rollout's state is a {@link RolloutRefusedException}.
 */
public final class RolloutCommands {
  private RolloutCommands() {}

  /**
   * The candidate was checked. Without a problem it goes on; empty if it has to wait for a window
   * in which it may get its first users.
   */
  public static Optional<Move> checked(
      Rollout rollout, Observation observation, int calls, @Nullable String problem) {
    expect(rollout, rollout.state() instanceof Preflight, "PREFLIGHT");
    if (problem != null) {
      return Optional.of(
          new Move(new Rejected(problem), Share.ZERO, "refused before it had users: " + problem));
    }
    var why = calls == 0
        ? "the candidate loads and runs; there were no recent calls to try it on"
        : "the candidate answers like stable on " + calls + " recent calls";
    if (rollout.plan().shadow().isPresent()) {
      return Optional.of(new Move(new Shadow(), Share.ZERO, why));
    }
    return rollout.plan().open(observation.now())
        ? Optional.of(RolloutRules.raise(rollout, observation, why))
        : Optional.empty();
  }

  /** Somebody pauses. */
  public static Move pause(Rollout rollout, String why) {
    boolean again =
        rollout.state() instanceof Paused paused && paused.reason() == PauseReason.MANUAL;
    expect(
        rollout,
        running(rollout) || (rollout.state() instanceof Paused && !again),
        "SHADOW, RAMPING, or paused for another reason");
    return Pauses.paused(rollout, PauseReason.MANUAL, why);
  }

  /** Somebody has looked, and lets it go on. */
  public static Move resume(Rollout rollout, String why) {
    if (!(rollout.state() instanceof Paused paused)) {
      throw refused(rollout, "PAUSED");
    }
    return RolloutRules.resumed(rollout, paused, why);
  }

  /**
   * Somebody wants the next step now.
   *
   * @param skip whether what is missing does not matter
   */
  public static Move advance(Rollout rollout, Observation observation, boolean skip, String why) {
    expect(
        rollout,
        raisable(rollout) && !RolloutRules.lowered(rollout),
        "SHADOW, RAMPING, or PAUSED with the share of its step; resume it first");
    checkNothingMissing(rollout, observation, skip, "--skip-evidence");
    return RolloutRules.raise(rollout, observation, skip ? why + " (evidence skipped)" : why);
  }

  /**
   * Somebody wants all users to have the candidate now.
   *
   * @param full whether it need not be in its last step
   * @param force whether what is missing does not matter
   */
  public static Move promote(
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

  /** Somebody takes all users back. */
  public static Move abort(Rollout rollout, String why) {
    expect(rollout, rollout.active(), "one that is not over");
    return RolloutRules.back(RollbackCause.Act.ABORTED, why);
  }

  /** Somebody starts another rollout in its place. */
  public static Move replace(Rollout rollout, String why) {
    expect(rollout, rollout.active(), "one that is not over");
    return RolloutRules.back(RollbackCause.Act.REPLACED, why);
  }

  /**
   * Somebody, or the file, wants the candidate to have another share. Lowering pauses; raising must
   * be forced.
   */
  public static Move split(Rollout rollout, Share share, boolean force, String why) {
    if (rollout.state() instanceof Promoted) {
      if (!share.isZero()) {
        throw refused(
            rollout,
            "0 for version " + rollout.identity().candidate()
                + ", which takes it back, or an end of the watch");
      }
      return new Move(new RolledBack(RollbackCause.Act.SPLIT, why), share, why);
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
    return new Move(
        new Paused(PauseReason.MANUAL_SPLIT, why, snap(rollout, share)),
        share,
        PauseReason.MANUAL_SPLIT + ": " + why);
  }

  /**
   * The gateway died, and the candidate may be why. Users go back first; empty if it had none. What
   * somebody has to look at stays paused for that.
   */
  public static Optional<Move> crashed(Rollout rollout) {
    if (!rollout.active() || rollout.share().isZero()) {
      return Optional.empty();
    }
    var why = "the gateway ended without closing while the candidate had " + rollout.share()
        + " of the users";
    if (rollout.crashed().crashedTooOften()) {
      return Optional.of(RolloutRules.back(RollbackCause.Act.CRASHED, why + ", again"));
    }
    int step = Math.min(rollout.step(), rollout.plan().plan().steps().size() - 1);
    var paused = rollout.state() instanceof Paused before && !before.endsByItself()
        ? new Paused(before.reason(), why + "; paused before: " + before.detail(), step)
        : new Paused(PauseReason.UNCLEAN_RESTART, why, step);
    return Optional.of(new Move(paused, Share.ZERO, PauseReason.UNCLEAN_RESTART + ": " + why));
  }

  /**
   * It is not known for sure what was decided or found before the start. Users go back first, and
   * somebody has to look.
   */
  public static Optional<Move> doubted(Rollout rollout, String why) {
    if (!rollout.active()) {
      return Optional.empty();
    }
    int step = Math.min(rollout.step(), rollout.plan().plan().steps().size() - 1);
    return Optional.of(new Move(
        new Paused(PauseReason.STATE_IN_DOUBT, why, step),
        Share.ZERO,
        PauseReason.STATE_IN_DOUBT + ": " + why));
  }

  /**
   * The files of a version are lost, and others are in their place: what the gates found is about
   * files that are no more. A candidate that has all users keeps them if only the way back is gone.
   *
   * @param version the one whose files are lost
   */
  public static Optional<Move> filesLost(Rollout rollout, long version) {
    if (!rollout.active()) {
      return Optional.empty();
    }
    boolean wayBack = version == rollout.identity().stable();
    var why = "the files of version " + version + " are lost, and others are in their place";
    return Optional.of(
        wayBack && rollout.state() instanceof Promoted
            ? new Move(new Completed(), rollout.share(), why + ": there is no way back any more")
            : RolloutRules.back(RollbackCause.Act.FILES_LOST, why));
  }

  /** The configuration says other terms than the rollout was started with. */
  public static Optional<Move> configChanged(Rollout rollout) {
    boolean raises =
        running(rollout) || (rollout.state() instanceof Paused paused && paused.endsByItself());
    return raises
        ? Optional.of(Pauses.paused(
            rollout,
            PauseReason.CONFIG_CHANGED,
            "the file says other gates or another quality; this rollout keeps those of its start"))
        : Optional.empty();
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

  private static boolean running(Rollout rollout) {
    return rollout.state() instanceof Shadow || rollout.state() instanceof Ramping;
  }

  private static boolean raisable(Rollout rollout) {
    return running(rollout) || (rollout.state() instanceof Paused && !unchecked(rollout));
  }

  /** Whether it may not have passed its preflight, which a resume begins again. */
  static boolean unchecked(Rollout rollout) {
    return rollout.state() instanceof Paused paused
        && paused.reason() == PauseReason.STATE_IN_DOUBT
        && paused.step() == 0;
  }

  private static void expect(Rollout rollout, boolean fits, String expected) {
    if (!fits) {
      throw refused(rollout, expected);
    }
  }

  private static RolloutRefusedException refused(Rollout rollout, String expected) {
    return new RolloutRefusedException("rollout #" + rollout.identity().number() + ": "
        + rollout.state().label() + " (expected: " + expected + ")");
  }
}
