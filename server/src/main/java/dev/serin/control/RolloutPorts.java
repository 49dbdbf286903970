package dev.serin.control;

import static java.util.Objects.requireNonNull;

import java.util.function.LongSupplier;
import java.util.function.Supplier;

/**
 * The ports that rollouts need.
 *
 * @param ids unguessable texts, a new one each time
 * @param ticker nanoseconds of a clock that only goes forward
 */
public record RolloutPorts(
    Plans plans,
    Trials trials,
    SlowerCalls slower,
    Preflights preflights,
    Supplier<String> ids,
    LongSupplier ticker) {
  /** For gateways without rollouts. */
  public static final RolloutPorts NONE = new RolloutPorts(
      Plans.NONE, Trials.NONE, SlowerCalls.NONE, Preflights.NONE, () -> "", () -> 0);

  /** Checks that the parts are there. */
  public RolloutPorts {
    requireNonNull(plans, "plans");
    requireNonNull(trials, "trials");
    requireNonNull(slower, "slower");
    requireNonNull(preflights, "preflights");
  }
}
