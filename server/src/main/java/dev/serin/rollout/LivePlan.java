package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

import dev.serin.split.Share;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.SortedSet;
import java.util.TreeSet;

/**
 * How a rollout raises a canary: the plan, and the settings that apply to live calls only.
 *
 * @param plan the steps and what each of them needs
 * @param candidate the version that is to become stable; empty if the start command names it
 * @param windows when the canary may be raised; always if there is none
 * @param approvals steps that are left only with an approval
 * @param shadow how copies of calls are tried before users get the canary; empty: they are not
 * @param fallback when stable answers a call that failed in the canary; empty: never
 * @param cooldown how long after a rollback nothing is started, and after a crash nothing resumed
 */
public record LivePlan(
    Plan plan,
    OptionalLong candidate,
    List<AdvanceWindow> windows,
    SortedSet<Share> approvals,
    Optional<Shadowing> shadow,
    Optional<Fallback> fallback,
    Promotion promotion,
    Duration cooldown) {
  /** The plan where nothing is configured. */
  public static final LivePlan DEFAULT = new LivePlan(
      Plan.DEFAULT,
      OptionalLong.empty(),
      List.of(),
      Collections.emptySortedSet(),
      Optional.empty(),
      Optional.empty(),
      Promotion.DEFAULT,
      Duration.ofMinutes(30));

  /** Checks that there is a step to compare in, and that approvals are about steps. */
  public LivePlan {
    requireNonNull(plan, "plan");
    windows = List.copyOf(windows);
    approvals = Collections.unmodifiableSortedSet(new TreeSet<>(approvals));
    if (plan.steps().size() < 2) {
      throw new IllegalArgumentException("steps: " + plan.steps()
          + " (expected: at least one below 1, where the canary can be compared)");
    }
    for (var share : approvals) {
      if (!plan.steps().contains(share) || share.equals(Share.ONE)) {
        throw new IllegalArgumentException("requireApproval: " + share
            + " (expected: one of the steps "
            + plan.steps().subList(0, plan.steps().size() - 1)
            + ")");
      }
    }
    Check.notNegative("cooldownAfterRollback", cooldown);
  }

  /**
   * Returns this plan with another share in the first step; see {@link Plan#startingAt}. It awaits
   * approval if a step that it replaces did.
   */
  public LivePlan startingAt(Share first) {
    var started = plan.startingAt(first);
    var awaited = new TreeSet<>(approvals);
    awaited.retainAll(plan.stepsAfter(first));
    if (awaited.size() < approvals.size()) {
      awaited.add(first);
    }
    return new LivePlan(
        started, candidate, windows, awaited, shadow, fallback, promotion, cooldown);
  }

  /** Whether the canary may be raised at this time. */
  public boolean open(Instant time) {
    return windows.isEmpty() || windows.stream().anyMatch(window -> window.contains(time));
  }

  /**
   * How copies of calls are tried.
   *
   * @param fraction of the calls, from 0 to 1
   * @param minCalls how many copies must have been answered
   * @param maxCpu the load of the machine, from 0 to 1, above which no copies are made
   * @param pairLabels whether labels are compared for both answers to one call
   * @param duration how long it lasts at least
   */
  public record Shadowing(
      BigDecimal fraction, long minCalls, double maxCpu, boolean pairLabels, Duration duration) {
    /** What holds for what is left out. */
    public static final Shadowing DEFAULT =
        new Shadowing(new BigDecimal("0.02"), 200, 0.7, true, Duration.ofMinutes(5));

    /** Checks the bounds. */
    public Shadowing {
      if (fraction.signum() <= 0 || fraction.compareTo(BigDecimal.ONE) > 0) {
        throw new IllegalArgumentException(
            "fraction: " + fraction + " (expected: above 0, at most 1)");
      }
      if (maxCpu <= 0 || maxCpu > 1) {
        throw new IllegalArgumentException("maxCpu: " + maxCpu + " (expected: above 0, at most 1)");
      }
      Check.notNegative("duration", duration);
    }
  }

  /**
   * When stable answers a call that failed in the canary.
   *
   * @param budget how old a call may be for that
   * @param maxRate the share of the canary's calls, from 0 to 1, up to which it is done
   */
  public record Fallback(Duration budget, double maxRate) {
    /** What holds for what is left out. */
    public static final Fallback DEFAULT = new Fallback(Duration.ofMillis(50), 0.2);

    /** Checks the bounds. */
    public Fallback {
      Check.notNegative("budget", budget);
      if (maxRate <= 0 || maxRate > 1) {
        throw new IllegalArgumentException(
            "maxRate: " + maxRate + " (expected: above 0, at most 1)");
      }
    }
  }

  /**
   * What follows when the canary has become stable.
   *
   * @param watch how long it is watched and goes back by itself
   * @param keepOldFor how long the former stable stays loaded after the watch
   * @param arl after how many calls without a change a false notice of one may come; empty: 20
   *     times the calls that are expected in the watch
   */
  public record Promotion(Duration watch, Duration keepOldFor, OptionalDouble arl) {
    /** What holds for what is left out. */
    public static final Promotion DEFAULT =
        new Promotion(Duration.ofHours(1), Duration.ofHours(24), OptionalDouble.empty());

    /** Checks the bounds. */
    public Promotion {
      Check.notNegative("watch", watch);
      Check.notNegative("keepOldFor", keepOldFor);
      double calls = arl.orElse(1);
      if (!(calls >= 1 && calls < Double.POSITIVE_INFINITY)) {
        throw new IllegalArgumentException("arl: " + calls + " (expected: at least 1, finite)");
      }
    }
  }
}
