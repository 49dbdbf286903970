package dev.serin.gate;

import java.math.BigDecimal;
import java.util.Arrays;

/** Gates for tests, by the names that people know. */
public final class GateIds {
  private static final String QUANTILE = "latency.q";

  private GateIds() {}

  /** Returns the gate of a name such as {@code errors} or {@code latency.q95}. */
  public static GateId gate(String name) {
    return name.startsWith(QUANTILE)
        ? GateId.latency(new BigDecimal(name.substring(QUANTILE.length())).movePointLeft(2))
        : Arrays.stream(GateId.Kind.values())
            .filter(kind -> kind != GateId.Kind.LATENCY_RELATIVE)
            .map(GateId::of)
            .filter(gate -> gate.toString().equals(name))
            .findFirst()
            .orElseThrow();
  }
}
