package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * What a gate says about a canary, with its numbers.
 *
 * @param gate such as errors, latency.q95, quality, coverage or srm
 * @param reason what was found, in words; empty without harm
 * @param found when it was found; absent without harm
 * @param harm the evidence for harm
 * @param ok the evidence for the absence of harm; absent where the gate cannot prove that
 * @param unit what the numbers of the roles are, in words: a share, or the mean of losses from 0 to
 *     1
 * @param stable the numbers of stable; those of the canary for a gate that is about all calls
 * @param remarks what somebody should know
 * @param needs what a decision waits for
 * @param limit a call of the canary that takes longer is slow to this gate; absent where the gate
 *     is not about latency, and before stable has had enough calls to tell
 * @param cause what was found; absent without harm
 * @param measure what the means of the two roles are
 * @param ofService whether it is about the service as a whole: both roles have the same numbers
 */
public record GateVerdict(
    String gate,
    Verdict verdict,
    Consequence consequence,
    String reason,
    Optional<Instant> found,
    Evidence harm,
    Optional<Evidence> ok,
    String unit,
    Numbers stable,
    Numbers canary,
    List<String> remarks,
    List<Need> needs,
    Optional<Duration> limit,
    Optional<Cause> cause,
    Measure measure,
    boolean ofService) {
  public GateVerdict {
    requireNonNull(gate, "gate");
    requireNonNull(verdict, "verdict");
    requireNonNull(consequence, "consequence");
    requireNonNull(reason, "reason");
    requireNonNull(found, "found");
    requireNonNull(harm, "harm");
    requireNonNull(ok, "ok");
    requireNonNull(unit, "unit");
    requireNonNull(stable, "stable");
    requireNonNull(canary, "canary");
    remarks = List.copyOf(remarks);
    needs = List.copyOf(needs);
    requireNonNull(limit, "limit");
    requireNonNull(cause, "cause");
    requireNonNull(measure, "measure");
  }

  /** What was found. */
  public enum Verdict {
    /** What the gate has to rule out is ruled out. */
    OK,
    /** The canary is worse than what is allowed, or cannot be judged fairly. */
    HARM,
    /** Neither. Some gates can only find harm, and stay so while there is none. */
    UNDECIDED,
    /** The gateway told none, or one that this library is too old to know. */
    UNKNOWN
  }

  /** What a gate found. */
  public enum Cause {
    /** The canary fails more often than stable. */
    MORE_ERRORS,
    /** The canary fails more often than anything may. */
    TOO_MANY_ERRORS,
    /** Both versions fail more often than anything may. */
    BOTH_FAIL,
    /** A quantile of the canary's latency is higher than stable's. */
    SLOWER,
    /** The canary is slower than anything may be. */
    TOO_SLOW,
    /** Stable is slower still than the canary, which is too slow. */
    BOTH_SLOW,
    /** Callers give up on the canary more often than on stable. */
    MORE_ABANDONED,
    /** The canary's mean loss is higher than stable's. */
    WORSE,
    /** The labels of one version come more often or faster. */
    LABELS_DIFFER,
    /** Labels are none of the model's classes. */
    LABELS_OUTSIDE,
    /** Stable predicts what is none of the model's classes. */
    PREDICTIONS_OUTSIDE,
    /** The versions have other users than the split gives them. */
    USERS_DIFFER,
    /** A user was served by a version that the split does not give it. */
    USER_MISPLACED,
    /** The service is slower than it may be. */
    SERVICE_TOO_SLOW,
    /** Stable is slower than before the canary. */
    STABLE_SLOWED,
    /** Since the promotion, calls are slow more often than before. */
    SLOW_MORE_OFTEN,
    /** Since the promotion, calls fail more often than before. */
    FAILS_MORE_OFTEN,
    /** One that this library is too old to know. */
    UNKNOWN
  }

  /** What the means of the two roles are. */
  public enum Measure {
    /** The part of the observations of which something holds. */
    SHARE,
    /** The mean of losses from 0 to 1. */
    MEAN,
    /** The gateway told none, or one that this library is too old to know. */
    UNKNOWN
  }

  /** What harm leads to. */
  public enum Consequence {
    /** All users go back to stable. */
    ROLLBACK,
    /** The canary's share goes back by a step, to see whether that ends it. */
    LOWER,
    /** The canary's share is not raised until somebody has looked. */
    PAUSE,
    /** There is no harm, or it is only shown. */
    NONE,
    /** The gateway told none, or one that this library is too old to know. */
    UNKNOWN
  }

  /**
   * Evidence E. It begins at 1 and, if there is nothing to find, ever reaches the threshold with a
   * probability of at most 1/threshold: so it may be looked at at any time.
   *
   * @param log10E the decimal logarithm of E
   * @param log10Threshold at which it is found
   */
  public record Evidence(double log10E, double log10Threshold) {}

  /**
   * What a gate has seen of one role.
   *
   * @param mean from 0 to 1; absent without observations
   * @param low the low end of an interval that holds the true mean with 95 % probability at all
   *     times at once
   * @param high its high end
   * @param labels absent where the gate is not about labels
   */
  public record Numbers(
      long observations, OptionalDouble mean, double low, double high, Optional<Labels> labels) {
    public Numbers {
      requireNonNull(mean, "mean");
      requireNonNull(labels, "labels");
    }
  }

  /**
   * The labels of one role.
   *
   * @param inTime that arrived within the horizon
   * @param late that arrived after it, and count for nothing
   * @param matured predictions whose horizon has passed, of those that label coverage counts
   * @param missing those of them without a label
   */
  public record Labels(long inTime, long late, long matured, long missing) {}

  /**
   * What a decision waits for.
   *
   * @param what in words, with the number that is missing
   * @param expected how long it takes at the rate of this step, in whole seconds; absent if that
   *     cannot be said
   */
  public record Need(String what, Optional<Duration> expected) {
    public Need {
      requireNonNull(what, "what");
      requireNonNull(expected, "expected");
    }
  }
}
