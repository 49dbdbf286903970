package dev.serin.gate;

import dev.serin.gate.Verdict.Harm;
import java.math.BigDecimal;

/** What gates ask and find, in words. Nothing is ever read out of them. */
public final class GateText {
  private static final double NANOS_PER_MILLI = 1e6;

  private GateText() {}

  /** Returns what the numbers of a gate are about. */
  public static String of(Unit unit) {
    if (unit instanceof Unit.Errors) {
      return "share of calls with an error";
    } else if (unit instanceof Unit.Abandoned) {
      return "share of calls that their callers gave up";
    } else if (unit instanceof Unit.SlowerThanStable slower) {
      return "share of calls that take longer than stable's " + quantile(slower.quantile())
          + " (of the canary: times " + slower.maxRatio() + ")";
    } else if (unit instanceof Unit.Longer longer) {
      return "share of calls that take longer than " + longer.limit().toMillis() + " ms";
    } else if (unit instanceof Unit.StableLonger longer) {
      return "share of stable's calls that take longer than "
          + longer.limit().toNanos() / NANOS_PER_MILLI + " ms (" + longer.ratio()
          + " times its p95 before the canary, at least the floor)";
    } else if (unit instanceof Unit.Slow) {
      return "share of slow calls";
    } else if (unit instanceof Unit.Labelled) {
      return "share of predictions that got their label, by age";
    } else if (unit instanceof Unit.Users) {
      return "share of the users of a step";
    } else if (unit instanceof Unit.Loss loss) {
      return "mean loss of the labels that came within " + Span.text(loss.within());
    }
    return "mean loss of both answers to one call";
  }

  /** Returns what a gate found. */
  public static String of(Harm harm) {
    var unit = harm.findings().unit();
    return switch (harm.cause()) {
      case MORE_ERRORS ->
        "the canary fails more often than stable, and on more than " + percent(harm.bound())
            + " of its calls";
      case TOO_MANY_ERRORS ->
        "the canary fails on more than " + percent(harm.bound()) + " of its calls";
      case BOTH_FAIL ->
        "both versions fail on more than " + percent(harm.bound()) + " of their calls";
      case SLOWER -> slower(unit);
      case TOO_SLOW -> tooSlow(unit, harm.bound());
      case BOTH_SLOW -> "stable is slower still, and " + tooSlow(unit, harm.bound());
      case MORE_ABANDONED ->
        "callers give up on the canary more often than on stable, and on more than "
            + percent(harm.bound()) + " of its calls";
      case WORSE ->
        "the canary's mean loss is higher than stable's"
            + (harm.bound() == 0 ? "" : " by more than " + harm.bound());
      case LABELS_DIFFER -> "the labels of one version come more often or faster";
      case LABELS_OUTSIDE -> "labels are none of the model's classes";
      case PREDICTIONS_OUTSIDE ->
        "stable predicts what is none of the model's classes, so that the configuration is at fault";
      case USERS_DIFFER -> "the versions have other users than the split gives";
      case USER_MISPLACED -> "a user was served by a version that the split does not give it";
      case SERVICE_TOO_SLOW -> "too many calls take longer than " + limit(unit);
      case STABLE_SLOWED -> "too many calls of stable are slower than before the canary";
      case SLOW_MORE_OFTEN -> "calls are slow more often than while the canary was compared";
      case FAILS_MORE_OFTEN -> "calls are failing more often than while the canary was compared";
    };
  }

  private static String slower(Unit unit) {
    return unit instanceof Unit.SlowerThanStable slower
        ? "the canary's " + quantile(slower.quantile()) + " is more than " + slower.maxRatio()
            + " times stable's"
        : "the canary is slower than stable";
  }

  private static String tooSlow(Unit unit, double share) {
    return "the canary exceeds " + limit(unit) + " on more than " + percent(share)
        + " of its calls";
  }

  private static String limit(Unit unit) {
    return unit instanceof Unit.Longer longer ? longer.limit().toMillis() + " ms" : "its limit";
  }

  /** The name of a quantile, such as {@code p95}. */
  static String quantile(BigDecimal quantile) {
    return "p" + quantile.movePointRight(2).stripTrailingZeros().toPlainString();
  }

  private static String percent(double share) {
    return BigDecimal.valueOf(share).movePointRight(2).stripTrailingZeros().toPlainString() + " %";
  }
}
