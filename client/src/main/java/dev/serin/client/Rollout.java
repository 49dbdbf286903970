package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * A rollout as it stands after a revision.
 *
 * @param id unique, and what user ids are hashed with
 * @param number counts the rollouts of a model, from 1
 * @param stable the version that had all users when it was started
 * @param pause why and how it is paused; absent unless it is
 * @param detail what happened, in words; empty where there is nothing to say
 * @param step the one in force or to go on with, from 1; 0 before the first one
 * @param steps the candidate's shares: exact decimals, of which the last one is 1
 * @param share the candidate's share in force: an exact decimal from 0 to 1
 * @param since when the state began
 * @param revision the one that brought it here, made by the author for the reason
 * @param evidence what the gates said then
 * @param rollback why users were taken back; absent unless rolled back
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
   * Why users were taken back.
   *
   * @param gate such as errors or latency.q95; absent unless a gate found harm
   * @param cause what the gate found
   */
  public record Rollback(Act act, Optional<String> gate, Optional<GateVerdict.Cause> cause) {
    public Rollback {
      requireNonNull(act, "act");
      requireNonNull(gate, "gate");
      requireNonNull(cause, "cause");
    }
  }

  /** What took users back. */
  public enum Act {
    /** A gate found harm. */
    HARM,
    /** Somebody aborted the rollout. */
    ABORTED,
    /** Somebody started another one in its place. */
    REPLACED,
    /** Somebody, or the file, set the split. */
    SPLIT,
    /** The gateway died too often while the candidate had users. */
    CRASHED,
    /** The files of a version were lost, and others are in their place. */
    FILES_LOST,
    /** The gateway does not know, or told one that this library is too old to know. */
    UNKNOWN
  }

  /** Where a rollout is. */
  public enum State {
    /** The candidate is checked with calls of the past. */
    PREFLIGHT,
    /** The candidate answers copies of calls, which nobody sees. */
    SHADOW,
    /** The candidate has the users of a step. */
    RAMPING,
    /** It is not raised until somebody has looked, or the reason is gone. */
    PAUSED,
    /** The candidate is stable and is watched; the former stable is kept. */
    PROMOTED,
    /** The candidate is stable. For ever. */
    COMPLETED,
    /** The former stable has all users again. For ever. */
    ROLLED_BACK,
    /** The candidate never had users. For ever. */
    REJECTED,
    /** The gateway told none, or one that this library is too old to know. */
    UNKNOWN;

    /** Whether nothing follows. */
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
   * @param reason such as MANUAL, APPROVAL, NO_LABELS or SRM
   * @param endsByItself whether nobody has to resume it
   */
  public record Pause(String reason, boolean endsByItself) {
    public Pause {
      requireNonNull(reason, "reason");
    }
  }

  /**
   * What a gate said when a rollout went from one state to another.
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
   * What a gate had seen of one role.
   *
   * @param mean from 0 to 1; absent without observations
   */
  public record Mean(long observations, OptionalDouble mean) {
    public Mean {
      requireNonNull(mean, "mean");
    }
  }
}
