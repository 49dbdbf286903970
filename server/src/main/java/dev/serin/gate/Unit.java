package dev.serin.gate;

import java.math.BigDecimal;
import java.time.Duration;

/** The unit of a gate's two rates: how often something happened, or how large a loss is. */
public sealed interface Unit {
  /** The share of calls with an error. */
  record Errors() implements Unit {}

  /** The share of calls that their callers gave up. */
  record Abandoned() implements Unit {}

  /**
   * The share of calls that take longer than a quantile of stable's latency.
   *
   * @param maxRatio what the canary's may take, as a multiple of that
   */
  record SlowerThanStable(BigDecimal quantile, double maxRatio) implements Unit {}

  /** The share of calls that take longer than a limit. */
  record Longer(Duration limit) implements Unit {}

  /**
   * The share of stable's calls that take longer than before the canary.
   *
   * @param ratio how much slower they may be
   */
  record StableLonger(Duration limit, double ratio) implements Unit {}

  /** The share of calls that are slow as they were while the canary was compared. */
  record Slow() implements Unit {}

  /** The share of predictions that got their label, by age. */
  record Labelled() implements Unit {}

  /** The share of the users of a step. */
  record Users() implements Unit {}

  /** The mean loss of the labels that came within a time. */
  record Loss(Duration within) implements Unit {}

  /** The mean loss of both answers to one call. */
  record PairedLoss() implements Unit {}

  /** Whether it is a share, of which the parts can be counted; else it is a mean. */
  default boolean isShare() {
    return !(this instanceof Loss || this instanceof PairedLoss);
  }
}
