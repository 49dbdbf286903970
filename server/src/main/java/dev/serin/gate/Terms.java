package dev.serin.gate;

import static java.util.Objects.requireNonNull;

/**
 * The terms on which a model is judged.
 *
 * @param losses the values that a loss can have
 * @param quality how losses are measured, as text that is equal as long as that is; empty if it is
 *     not said
 */
public record Terms(GateSettings gates, LossScale losses, String quality) {
  /** Checks that the parts are there. */
  public Terms {
    requireNonNull(gates, "gates");
    requireNonNull(losses, "losses");
    requireNonNull(quality, "quality");
  }

  /** Whether they say the same as these, though a former release may have written them. */
  public boolean stillAre(Terms now) {
    return equals(now) || new Terms(gates.today(), losses, quality).equals(now);
  }
}
