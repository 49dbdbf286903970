package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A rollout as it stands after a revision.
 *
 * @param id the unique id, which user ids are hashed with
 * @param number the number of the rollout of its model, from 1
 * @param stable the version that had all users at the start
 * @param pause why it is paused; absent unless it is
 * @param detail what happened, in words; may be empty
 * @param step the step in force or to resume with, from 1; 0 before the first one
 * @param steps the candidate's shares: exact decimals, the last of which is 1
 * @param share the candidate's share in force: an exact decimal from 0 to 1
 * @param since when the state began
 * @param revision the revision that led to the state, with its author and reason
 * @param evidence the verdicts of the gates at that revision
 * @param rollback why it was rolled back; absent unless it was
 */
public record Rollout(
    String model,
    String id,
    long number,
    long stable,
    long candidate,
    State state,
    Optional<Pause> pause,
    String detail,
    int step,
    List<String> steps,
    String share,
    Instant started,
    Instant since,
    long revision,
    String author,
    String reason,
    List<GateState> evidence,
    Optional<Rollback> rollback) {
  public Rollout {
    requireNonNull(model, "model");
    requireNonNull(id, "id");
    requireNonNull(state, "state");
    requireNonNull(pause, "pause");
    requireNonNull(detail, "detail");
    steps = List.copyOf(steps);
    requireNonNull(share, "share");
    requireNonNull(started, "started");
    requireNonNull(since, "since");
    requireNonNull(author, "author");
    requireNonNull(reason, "reason");
    evidence = List.copyOf(evidence);
    requireNonNull(rollback, "rollback");
  }

  /**
   * Why a rollout was rolled back.
   *
   * @param gate the gate that found harm, such as errors or latency.q95; absent without one
   * @param cause the harm that the gate found
   */
  public record Rollback(Act act, Optional<String> gate, Optional<GateVerdict.Cause> cause) {
    public Rollback {
      requireNonNull(act, "act");
      requireNonNull(gate, "gate");
      requireNonNull(cause, "cause");
    }
  }

  /** The event that rolled a rollout back. */
  public enum Act {
    /** A gate found harm. */
    HARM,
    /** An operator aborted the rollout. */
    ABORTED,
    /** An operator started another rollout in its place. */
    REPLACED,
    /** An operator or the configuration file set the split. */
    SPLIT,
    /**
     * The candidate ended its own process, or the gateway ended too often while the candidate had
     * users; the detail says which.
     */
    CRASHED,
    /** The files of a version were lost and replaced by others. */
    FILES_LOST,
    /** Unknown to the gateway, or to this release of the library. */
    UNKNOWN
  }

  /** The state of a rollout. */
  public enum State {
    /** The candidate is checked with past calls. */
    PREFLIGHT,
    /** The candidate answers copies of calls; its answers are discarded. */
    SHADOW,
    /** The candidate serves the users of a step. */
    RAMPING,
    /** The share is not raised until an operator resumes it, or the reason is gone. */
    PAUSED,
    /** The candidate is stable and watched; the former stable stays loaded. */
    PROMOTED,
    /** Final: the candidate is stable. */
    COMPLETED,
    /** Final: the former stable has all users again. */
    ROLLED_BACK,
    /** Final: the candidate never had users. */
    REJECTED,
    /** Not set by the gateway, or unknown to this release of the library. */
    UNKNOWN;

    /** Whether the state is final. */
    public boolean over() {
      return switch (this) {
        case COMPLETED, ROLLED_BACK, REJECTED -> true;
        case PREFLIGHT, SHADOW, RAMPING, PAUSED, PROMOTED, UNKNOWN -> false;
      };
    }
  }

  /**
   * Why a rollout is paused.
   *
   * @param reason its name, such as MANUAL, APPROVAL, NO_LABELS or SRM
   * @param endsByItself whether it ends without an operator
   */
  public record Pause(String reason, boolean endsByItself) {
    public Pause {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * The verdict of a gate at a transition of a rollout.
   *
   * @param harm the evidence for harm
   * @param okLog10E the decimal logarithm of the evidence for the absence of harm; absent where the
   *     gate cannot prove that
   */
  public record GateState(
      String gate,
      GateVerdict.Verdict verdict,
      GateVerdict.Evidence harm,
      OptionalDouble okLog10E,
      Mean stable,
      Mean canary) {
    public GateState {
      requireNonNull(gate, "gate");
      requireNonNull(verdict, "verdict");
      requireNonNull(harm, "harm");
      requireNonNull(okLog10E, "okLog10E");
      requireNonNull(stable, "stable");
      requireNonNull(canary, "canary");
    }
  }

  /**
   * The observations of one role by a gate.
   *
   * @param mean from 0 to 1; absent without observations
   */
  public record Mean(long observations, OptionalDouble mean) {
    public Mean {
      requireNonNull(mean, "mean");
    }
  }
}
