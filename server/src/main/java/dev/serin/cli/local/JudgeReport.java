package dev.serin.cli.local;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Json;
import dev.serin.gate.GateText;
import dev.serin.gate.Verdict;
import dev.serin.gate.Verdict.Harm;
import dev.serin.replay.Decision;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/** Prints the verdicts and the decision on recorded calls. */
final class JudgeReport {
  private final Console console;
  private final boolean json;

  JudgeReport(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  /** Prints a change of a gate's state. */
  void changed(long millis, Verdict verdict) {
    var found = verdict.findings();
    var reason = verdict instanceof Harm harm ? Optional.of(GateText.of(harm)) : Optional.empty();
    if (json) {
      console.print(Json.line(Json.object(
          "atMs", millis,
          "gate", verdict.gate(),
          "state", state(verdict),
          "logE", found.logE(),
          "logThreshold", found.logThreshold(),
          "okLogE", found.okLogE(),
          "reason", reason)));
    } else {
      console.print(String.format(
          Locale.ROOT,
          "%s  %-14s %-9s  log E %.2f of %.2f%s",
          Instant.ofEpochMilli(millis),
          verdict.gate(),
          state(verdict),
          found.logE(),
          found.logThreshold(),
          reason.map(text -> "  " + text).orElse("")));
    }
  }

  /** Prints the decision. */
  void print(Decision decision) {
    var counts = decision.counts();
    if (json) {
      console.print(Json.line(Json.object(
          "decision", decision.outcome(),
          "gate", decision.gate(),
          "reason", decision.reason(),
          "atMs", decision.atMillis(),
          "calls",
              Json.object(
                  "stable", counts.stableCalls(),
                  "canary", counts.canaryCalls(),
                  "unassigned", counts.unassigned()),
          "labels",
              Json.object(
                  "stable", counts.stableLabels(),
                  "canary", counts.canaryLabels(),
                  "late", counts.lateLabels()),
          "logE", logE(decision))));
    } else {
      console.print(String.format(
          Locale.ROOT,
          "%s: %s%s at %s; calls: %d of stable, %d of the canary, %d without user;"
              + " labels: %d of stable, %d of the canary, %d late",
          decision.outcome().name().toLowerCase(Locale.ROOT),
          decision.gate().map(gate -> gate + ": ").orElse(""),
          decision.reason(),
          Instant.ofEpochMilli(decision.atMillis()),
          counts.stableCalls(),
          counts.canaryCalls(),
          counts.unassigned(),
          counts.stableLabels(),
          counts.canaryLabels(),
          counts.lateLabels()));
    }
  }

  private static Map<String, Double> logE(Decision decision) {
    var values = new LinkedHashMap<String, Double>();
    for (var verdict : decision.verdicts()) {
      values.put(verdict.gate().toString(), verdict.findings().logE());
    }
    return values;
  }

  private static String state(Verdict verdict) {
    return verdict.getClass().getSimpleName().toLowerCase(Locale.ROOT);
  }
}
