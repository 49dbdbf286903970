package dev.serin.gate;

/**
 * On what terms a model is judged.
 *
 * @param binary whether each loss is 0 or 1
 */
public record Terms(GateSettings gates, boolean binary) {
  /** What tells these terms from others: evidence found on other terms counts for nothing. */
  long fingerprint() {
    return toString().hashCode();
  }
}
