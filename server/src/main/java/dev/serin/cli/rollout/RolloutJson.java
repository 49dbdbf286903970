package dev.serin.cli.rollout;

import dev.serin.cli.admin.ComparisonJson;
import dev.serin.cli.admin.StatusReport;
import dev.serin.cli.console.Json;
import dev.serin.client.Rollout;
import dev.serin.client.Rollout.GateState;
import dev.serin.client.RolloutStatus;
import dev.serin.client.RolloutStatus.Limits;
import java.time.Duration;
import java.util.Map;

/** Rollouts as JSON, with all fields. */
final class RolloutJson {
  private static final double MILLIS_PER_SECOND = 1000;

  private RolloutJson() {}

  static Map<String, Object> object(RolloutStatus status) {
    var object = object(status.rollout());
    object.putAll(Json.object(
        "revisionInForce", status.revision(),
        "time", status.time(),
        "elapsedSeconds", seconds(status.elapsed()),
        "bakeSeconds", seconds(status.bake()),
        "nextShare", status.nextShare(),
        "missing", status.missing().stream().map(ComparisonJson::object).toList(),
        "comparison", status.comparison().map(ComparisonJson::object),
        "versions", status.versions().stream().map(StatusReport::object).toList(),
        "limits", object(status.limits()),
        "notes", status.notes()));
    return object;
  }

  static Map<String, Object> object(Rollout rollout) {
    return Json.object(
        "model", rollout.model(),
        "rollout", rollout.number(),
        "id", rollout.id(),
        "state", rollout.state().name(),
        "pauseReason", rollout.pause().map(Rollout.Pause::reason),
        "endsByItself", rollout.pause().map(Rollout.Pause::endsByItself),
        "detail", rollout.detail(),
        "rollback",
            rollout
                .rollback()
                .map(back ->
                    Json.object("act", back.act(), "gate", back.gate(), "cause", back.cause())),
        "step", rollout.step(),
        "steps", rollout.steps(),
        "share", rollout.share(),
        "stable", rollout.stable(),
        "candidate", rollout.candidate(),
        "started", rollout.started(),
        "since", rollout.since(),
        "revision", rollout.revision(),
        "author", rollout.author(),
        "reason", rollout.reason(),
        "evidence", rollout.evidence().stream().map(RolloutJson::object).toList());
  }

  private static Map<String, Object> object(GateState gate) {
    return Json.object(
        "gate", gate.gate(),
        "verdict", gate.verdict(),
        "log10E", gate.harm().log10E(),
        "log10Threshold", gate.harm().log10Threshold(),
        "okLog10E", gate.okLog10E(),
        "stable", object(gate.stable()),
        "canary", object(gate.canary()));
  }

  private static Map<String, Object> object(Rollout.Mean mean) {
    return Json.object("observations", mean.observations(), "mean", mean.mean());
  }

  private static Map<String, Object> object(Limits limits) {
    return Json.object(
        "latency",
            limits.latency().stream()
                .map(limit ->
                    Json.object("quantile", limit.quantile(), "maxRatio", limit.maxRatio()))
                .toList(),
        "latencyFloorMs", limits.latencyFloor().toNanos() / 1e6,
        "qualityMargin", limits.qualityMargin(),
        "qualityRequired", limits.qualityRequired());
  }

  private static double seconds(Duration duration) {
    return duration.toMillis() / MILLIS_PER_SECOND;
  }
}
