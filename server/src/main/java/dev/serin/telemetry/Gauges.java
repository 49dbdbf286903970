package dev.serin.telemetry;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.MultiGauge;
import io.micrometer.core.instrument.MultiGauge.Row;
import io.micrometer.core.instrument.Tags;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Gauges that are replaced at each scrape, so that the values of removed things disappear.
 *
 * <p>Not thread-safe: the caller must not show them on two threads at once, nor while the registry
 * is read.
 */
final class Gauges {
  private final Map<String, MultiGauge> gauges = new LinkedHashMap<>();

  /** Registers gauges of these names, each with its description. */
  Gauges(MeterRegistry registry, Map<String, String> descriptions) {
    descriptions.forEach((name, description) ->
        gauges.put(name, MultiGauge.builder(name).description(description).register(registry)));
  }

  /** Replaces all rows shown before. */
  void show(Rows rows) {
    gauges.forEach(
        (name, gauge) -> gauge.register(rows.values.getOrDefault(name, List.of()), true));
  }

  /** The values of one scrape. Confined to one thread. */
  static final class Rows {
    private final Map<String, List<Row<?>>> values = new HashMap<>();

    /** Adds a value, unless it is NaN. */
    void add(String name, Tags tags, Number value) {
      if (!Double.isNaN(value.doubleValue())) {
        values.computeIfAbsent(name, unused -> new ArrayList<>()).add(Row.of(tags, value));
      }
    }
  }
}
