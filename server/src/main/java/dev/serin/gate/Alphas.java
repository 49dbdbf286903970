package dev.serin.gate;

import dev.serin.gate.GateSettings.Abandoned;
import dev.serin.gate.Trial.Phase;
import java.math.BigDecimal;

/** How the probability of a false rollback is divided among the gates: by weight, never by look. */
final class Alphas {
  /** The probability with which a gate that only pauses is ever wrong. */
  static final double PAUSE = 0.001;

  private static final BigDecimal RELATIVE_ERRORS = new BigDecimal("0.75");

  private static final double HALF = 0.5;
  private static final double WATCH_PARTS = 10;

  private Alphas() {}

  /** Errors in comparison with stable's. */
  static double errors(GateSettings settings, Evidence evidence) {
    return part(evidence) * settings.alpha(settings.errors().weight().multiply(RELATIVE_ERRORS));
  }

  /** Errors as such. */
  static double errorsSlo(GateSettings settings, Evidence evidence) {
    return part(evidence)
        * settings.alpha(
            settings.errors().weight().multiply(BigDecimal.ONE.subtract(RELATIVE_ERRORS)));
  }

  /** A trial that begins with a shadow looks at errors twice, and each has half of the chance. */
  private static double part(Evidence evidence) {
    return PhaseMarks.start(evidence, Phase.SHADOW).isPresent() ? HALF : 1;
  }

  /** Calls given up in comparison with stable's. */
  static double abandoned(GateSettings settings, Abandoned abandoned) {
    return abandoned.weight().signum() == 0 ? PAUSE : settings.alpha(abandoned.weight());
  }

  /** A part of latency's. */
  static double latency(GateSettings settings, BigDecimal share) {
    return settings.alpha(settings.latency().weight().multiply(share));
  }

  /** Each limit of the watch after a promotion: beside the rest, not a part of it. */
  static double watch(GateSettings settings) {
    return settings.alphaRollback() / WATCH_PARTS;
  }

  static double quality(GateSettings settings) {
    return settings.alpha(settings.quality().weight());
  }
}
