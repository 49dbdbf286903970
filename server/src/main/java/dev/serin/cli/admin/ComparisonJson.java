package dev.serin.cli.admin;

import dev.serin.cli.console.Json;
import dev.serin.client.Comparison;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Evidence;
import dev.serin.client.GateVerdict.Labels;
import dev.serin.client.GateVerdict.Need;
import dev.serin.client.GateVerdict.Numbers;
import java.time.Duration;
import java.util.Map;

/** Comparisons as JSON, with all fields. */
public final class ComparisonJson {
  private ComparisonJson() {}

  public static Map<String, Object> object(Comparison comparison) {
    return Json.object(
        "stable", comparison.stable(),
        "canary", comparison.canary(),
        "share", comparison.share(),
        "step", comparison.step(),
        "stepSince", comparison.stepSince(),
        "since", comparison.since(),
        "time", comparison.time(),
        "consequence", comparison.consequence(),
        "gates", comparison.gates().stream().map(ComparisonJson::object).toList());
  }

  private static Map<String, Object> object(GateVerdict gate) {
    return Json.object(
        "gate", gate.gate(),
        "verdict", gate.verdict(),
        "consequence", gate.consequence(),
        "reason", gate.reason(),
        "cause", gate.cause(),
        "found", gate.found(),
        "log10E", gate.harm().log10E(),
        "log10Threshold", gate.harm().log10Threshold(),
        "okLog10E", gate.ok().map(Evidence::log10E),
        "okLog10Threshold", gate.ok().map(Evidence::log10Threshold),
        "unit", gate.unit(),
        "limitMs", gate.limit().map(limit -> limit.toNanos() / 1e6),
        "stable", object(gate.stable()),
        "canary", object(gate.canary()),
        "remarks", gate.remarks(),
        "needs", gate.needs().stream().map(ComparisonJson::object).toList());
  }

  private static Map<String, Object> object(Numbers numbers) {
    return Json.object(
        "observations", numbers.observations(),
        "mean", numbers.mean(),
        "low", numbers.low(),
        "high", numbers.high(),
        "labels", numbers.labels().map(ComparisonJson::object));
  }

  private static Map<String, Object> object(Labels labels) {
    return Json.object(
        "inTime", labels.inTime(),
        "late", labels.late(),
        "matured", labels.matured(),
        "missing", labels.missing());
  }

  public static Map<String, Object> object(Need need) {
    return Json.object(
        "what", need.what(), "expectedSeconds", need.expected().map(Duration::toSeconds));
  }
}
