package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * The verdict of a gate about a canary, with its numbers.
 *
 * @param gate its name, such as errors, latency.q95, quality, coverage or srm
 * @param reason the harm in words; empty without harm
 * @param found when the harm was found; absent without harm
 * @param harm the evidence for harm
 * @param ok the evidence for the absence of harm; absent where the gate cannot prove that
 * @param unit the unit of the roles' numbers, in words: a share, or the mean of losses from 0 to 1
 * @param stable the numbers of stable; those of the canary for a gate that is about all calls
 * @param remarks what an operator should know
 * @param needs the conditions that a decision waits for
 * @param limit a call of the canary that takes longer counts as slow; absent where the gate is not
 *     about latency, and before stable has had enough calls to set it
 * @param cause the kind of harm; absent without harm
 * @param measure the kind of the two roles' means
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

  /** The answer of a gate. */
  public enum Verdict {
    /** The harm that the gate looks for is ruled out. */
    OK,
    /** The canary is worse than allowed, or cannot be judged fairly. */
    HARM,
    /** Neither. Some gates can only find harm, and stay undecided without it. */
    UNDECIDED,
    /** Not set by the gateway, or unknown to this release of the library. */
    UNKNOWN
  }

  /** The harm that a gate found. */
  public enum Cause {
    /** The canary fails more often than stable. */
    MORE_ERRORS,
    /** The canary fails more often than any version may. */
    TOO_MANY_ERRORS,
    /** Both versions fail more often than any version may. */
    BOTH_FAIL,
    /** A quantile of the canary's latency is higher than stable's. */
    SLOWER,
    /** The canary is slower than any version may be. */
    TOO_SLOW,
    /** The canary is too slow, and stable is even slower. */
    BOTH_SLOW,
    /** Callers give up on the canary more often than on stable. */
    MORE_ABANDONED,
    /** The canary's mean loss is higher than stable's. */
    WORSE,
    /** The labels of one version come more often or faster. */
    LABELS_DIFFER,
    /** Some labels are not among the model's classes. */
    LABELS_OUTSIDE,
    /** Stable predicts values that are not among the model's classes. */
    PREDICTIONS_OUTSIDE,
    /** The versions' shares of users differ from the split. */
    USERS_DIFFER,
    /** A user was served by a version other than the split's. */
    USER_MISPLACED,
    /** The service is slower than it may be. */
    SERVICE_TOO_SLOW,
    /** Stable is slower than before the canary. */
    STABLE_SLOWED,
    /** Since the promotion, calls are slow more often than before. */
    SLOW_MORE_OFTEN,
    /** Since the promotion, calls fail more often than before. */
    FAILS_MORE_OFTEN,
    /** Unknown to this release of the library. */
    UNKNOWN
  }

  /** The kind of the two roles' means. */
  public enum Measure {
    /** A share of the observations, such as of failed or slow calls. */
    SHARE,
    /** The mean of losses from 0 to 1. */
    MEAN,
    /** Not set by the gateway, or unknown to this release of the library. */
    UNKNOWN
  }

  /** The consequence of harm. */
  public enum Consequence {
    /** All users go back to stable. */
    ROLLBACK,
    /** The canary's share goes back by one step, to see whether that ends the harm. */
    LOWER,
    /** The canary's share is not raised until an operator resumes the rollout. */
    PAUSE,
    /** There is no harm, or it is only shown. */
    NONE,
    /** Not set by the gateway, or unknown to this release of the library. */
    UNKNOWN
  }

  /**
   * Evidence E. It begins at 1 and, if there is nothing to find, ever reaches the threshold with a
   * probability of at most 1/threshold: so it is valid at any time.
   *
   * @param log10E the decimal logarithm of E
   * @param log10Threshold the decimal logarithm of the threshold
   */
  public record Evidence(double log10E, double log10Threshold) {}

  /**
   * The observations of one role by a gate.
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
   * @param inTime labels that arrived within the horizon
   * @param late labels that arrived after it and do not count
   * @param matured the predictions counted for label coverage whose horizon has passed
   * @param missing those of them without a label
   */
  public record Labels(long inTime, long late, long matured, long missing) {}

  /**
   * A condition that a decision waits for.
   *
   * @param what the condition in words, with the missing number
   * @param expected how long it takes at the rate of this step, in whole seconds; absent if unknown
   */
  public record Need(String what, Optional<Duration> expected) {
    public Need {
      requireNonNull(what, "what");
      requireNonNull(expected, "expected");
    }
  }
}
