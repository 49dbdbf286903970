package dev.serin.telemetry;

import dev.serin.control.Revision;
import dev.serin.gate.Findings;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Verdict;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.StateName;
import dev.serin.status.ComparisonStatus;
import dev.serin.status.ModelStatus;
import dev.serin.telemetry.Gauges.Rows;
import io.micrometer.core.instrument.Tags;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The gauges of rollouts and of the evidence of their gates. Thread-safe. */
final class RolloutGauges {
  static final Map<String, String> NAMES = Map.of(
      "serin.rollout.state", "1 for the state the last rollout is in.",
      "serin.rollout.since.seconds", "When the rollout entered its state, in seconds since 1970.",
      "serin.rollout.step", "The step of a rollout, from 1; 0 before the first.",
      "serin.rollout.paused", "1 while a rollout is paused for this reason.",
      "serin.gate.log10.e", "The evidence of a gate, for harm or for its absence.",
      "serin.gate.log10.threshold", "The evidence at which a gate decides.",
      "serin.gate.harm", "1 for a gate that has found harm.",
      "serin.shadow.copies", "The calls whose copies both versions answered.",
      "serin.shadow.agreement", "The share of the copies on which both versions agree.");

  private static final double LN_10 = Math.log(10);

  private RolloutGauges() {}

  static void read(ModelStatus model, Rows rows) {
    var name = Tags.of("model", model.model().name());
    model.revision().flatMap(Revision::rollout).ifPresent(rollout -> rollout(name, rollout, rows));
    var verdicts = new TreeMap<Long, List<Verdict>>();
    for (var comparison : model.comparisons()) {
      verdicts.put(
          comparison.canary(),
          comparison.gates().stream().map(ComparisonStatus.Gate::verdict).toList());
    }
    model
        .trial()
        .ifPresent(
            report -> verdicts.put(report.trial().canary(), report.judgement().verdicts()));
    verdicts.forEach((canary, found) ->
        found.forEach(verdict -> gate(name.and("canary", Long.toString(canary)), verdict, rows)));
    model.trial().ifPresent(report -> shadow(name, report, rows));
  }

  private static void rollout(Tags name, Rollout rollout, Rows rows) {
    var state = rollout.state();
    for (var each : StateName.values()) {
      int value = each == state.name() ? 1 : 0;
      rows.add("serin.rollout.state", name.and("state", each.name()), value);
    }
    var why = name.and("state", state.label(), "reason", RecordedTransition.cause(rollout));
    rows.add("serin.rollout.since.seconds", why, rollout.since().time().toEpochMilli() / 1e3);
    rows.add("serin.rollout.step", name, rollout.step());
    if (state instanceof Paused paused) {
      var person = Boolean.toString(!paused.endsByItself());
      rows.add(
          "serin.rollout.paused", name.and("reason", paused.reason().name(), "person", person), 1);
    }
  }

  private static void gate(Tags canary, Verdict verdict, Rows rows) {
    Findings found = verdict.findings();
    var tags = canary.and("gate", verdict.gate().toString());
    side(tags.and("side", "harm"), found.logE(), found.logThreshold(), rows);
    found
        .okLogE()
        .ifPresent(logE -> side(tags.and("side", "ok"), logE, found.okLogThreshold(), rows));
    rows.add("serin.gate.harm", tags, verdict instanceof Verdict.Harm ? 1 : 0);
  }

  private static void side(Tags tags, double logE, double logThreshold, Rows rows) {
    rows.add("serin.gate.log10.e", tags, logE / LN_10);
    rows.add("serin.gate.log10.threshold", tags, logThreshold / LN_10);
  }

  private static void shadow(Tags name, TrialReport report, Rows rows) {
    long copies = report.agreement().observations();
    if (copies > 0) {
      rows.add("serin.shadow.copies", name, copies);
      rows.add("serin.shadow.agreement", name, report.agreement().mean());
    }
  }
}
