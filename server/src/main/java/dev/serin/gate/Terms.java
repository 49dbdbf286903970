package dev.serin.gate;

import static java.util.Objects.requireNonNull;

/**
 * On what terms a model is judged.
 *
 * @param binary whether each loss is 0 or 1
 * @param quality how losses are measured, as text that is equal as long as that is; empty if it is
 *     not said
 */
public record Terms(GateSettings gates, boolean binary, String quality) {
  /** Checks that the parts are there. */
  public Terms {
    requireNonNull(gates, "gates");
    requireNonNull(quality, "quality");
  }

  /** Whether they say the same as these, though a former release may have written them. */
  public boolean stillAre(Terms now) {
    return equals(now) || new Terms(gates.today(), binary, quality).equals(now);
  }
}
