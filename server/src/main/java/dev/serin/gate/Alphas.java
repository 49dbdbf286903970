package dev.serin.gate;

import java.math.BigDecimal;

/** How the probability of a false rollback is divided among the gates: by weight, never by look. */
final class Alphas {
  /** The probability with which a gate that only pauses is ever wrong. */
  static final double PAUSE = 0.001;

  private static final BigDecimal RELATIVE_ERRORS = new BigDecimal("0.75");

  private Alphas() {}

  /** Errors in comparison with stable's. */
  static double errors(GateSettings settings) {
    return settings.alpha(settings.errors().weight().multiply(RELATIVE_ERRORS));
  }

  /** Errors as such. */
  static double errorsSlo(GateSettings settings) {
    return settings.alpha(
        settings.errors().weight().multiply(BigDecimal.ONE.subtract(RELATIVE_ERRORS)));
  }

  /** A part of latency's. */
  static double latency(GateSettings settings, BigDecimal share) {
    return settings.alpha(settings.latency().weight().multiply(share));
  }

  static double quality(GateSettings settings) {
    return settings.alpha(settings.quality().weight());
  }
}
