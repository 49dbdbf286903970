package dev.serin.gate;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.util.Optional;

/**
 * Identifies a gate.
 *
 * @param quantile of the latency that it compares; empty unless it is {@link Kind#LATENCY_RELATIVE}
 */
public record GateId(Kind kind, Optional<BigDecimal> quantile) {
  /** The question that a gate answers. */
  public enum Kind {
    /** Does the canary fail more often than stable? */
    ERRORS("errors"),
    /** Does the canary fail more often than anything may? */
    ERRORS_SLO("errors.slo"),
    /** Is a quantile of the canary's latency higher than stable's? */
    LATENCY_RELATIVE("latency.q"),
    /** Is the canary slower than anything may be? */
    LATENCY_SLO("latency.slo"),
    /** Do callers give up on the canary more often than on stable? */
    ABANDONED("abandoned"),
    /** Is the canary wrong more often than stable? */
    QUALITY("quality"),
    /** Do both get their labels equally often and fast? */
    COVERAGE("coverage"),
    /** Have both the users that the split gives them? */
    SRM("srm"),
    /** Is the service slower than it may be? */
    SERVICE_SLO("service.slo"),
    /** Is stable slower than before the canary? */
    SERVICE_STABLE("service.stable"),
    /** {@link #ERRORS} of copies of calls. */
    SHADOW_ERRORS("shadow.errors"),
    /** {@link #ERRORS_SLO} of copies of calls. */
    SHADOW_ERRORS_SLO("shadow.errors.slo"),
    /** {@link #ERRORS_SLO} after the promotion. */
    WATCH_ERRORS("watch.errors"),
    /** {@link #LATENCY_SLO} after the promotion. */
    WATCH_LATENCY("watch.latency"),
    /** Have calls become worse since the promotion? */
    WATCH_CHANGE("watch.change");

    private final String text;

    Kind(String text) {
      this.text = text;
    }
  }

  /** Checks that there is a quantile where one belongs. */
  public GateId {
    requireNonNull(kind, "kind");
    quantile = quantile.map(BigDecimal::stripTrailingZeros);
    if (quantile.isPresent() != (kind == Kind.LATENCY_RELATIVE)) {
      throw new IllegalArgumentException(
          "quantile: " + quantile + " of " + kind + " (expected: one for LATENCY_RELATIVE only)");
    }
  }

  /** Returns a gate that is not about a quantile. */
  public static GateId of(Kind kind) {
    return new GateId(kind, Optional.empty());
  }

  /** Returns the gate that compares this quantile of the latency. */
  public static GateId latency(BigDecimal quantile) {
    return new GateId(Kind.LATENCY_RELATIVE, Optional.of(quantile));
  }

  /** Whether it is about the service as a whole, so that both roles have the same numbers. */
  public boolean ofService() {
    return kind == Kind.SERVICE_SLO || kind == Kind.SERVICE_STABLE;
  }

  /** Whether it compares how long calls take, from arrival to answer. */
  public boolean ofLatency() {
    return kind == Kind.LATENCY_RELATIVE || kind == Kind.LATENCY_SLO;
  }

  /** The name that people and metrics know, such as {@code errors} or {@code latency.q95}. */
  @Override
  public String toString() {
    return kind.text
        + quantile
            .map(q -> q.movePointRight(2).stripTrailingZeros().toPlainString())
            .orElse("");
  }
}
