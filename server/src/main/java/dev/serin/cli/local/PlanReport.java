package dev.serin.cli.local;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Console.Style;
import dev.serin.cli.console.Figures;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Table;
import dev.serin.forecast.PlanNeeds;
import dev.serin.forecast.PlannedPhase;
import dev.serin.forecast.Rates;
import dev.serin.gate.GateSettings;
import dev.serin.rollout.LivePlan;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What the plan of a model needs at a given rate of calls, as JSON or as text. */
final class PlanReport {
  private final String model;
  private final LivePlan live;
  private final Rates rates;
  private final boolean slo;
  private final List<PlannedPhase> phases;
  private final List<String> notes;

  PlanReport(String model, LivePlan live, GateSettings gates, Rates rates) {
    this.model = model;
    this.live = live;
    this.rates = rates;
    this.slo = gates.latency().slo().isPresent();
    this.phases = new PlanNeeds(live, gates, rates).phases();
    this.notes = new PlanNotes(live, gates, rates).notes(phases);
  }

  /** Returns all fields. */
  Map<String, Object> object() {
    return Json.object(
        "model", model,
        "callsPerSecond", rates.callsPerSecond(),
        "labels", rates.labels(),
        "errors", rates.errors(),
        "loss", rates.loss(),
        "phases", phases.stream().map(PlanReport::object).toList(),
        "secondsToPromotion", PlannedPhase.together(phases).map(Duration::toSeconds),
        "notes", notes);
  }

  private static Map<String, Object> object(PlannedPhase phase) {
    return Json.object(
        "share", phase.share(),
        "evidence", phase.need(),
        "calls", phase.calls(),
        "users", phase.users(),
        "labels", phase.labels(),
        "seconds", phase.longest().time().map(Duration::toSeconds),
        "longest", phase.longest().cause());
  }

  void print(Console console) {
    console.print("");
    console.print(console.styled(Style.BOLD, model) + ": needs at " + number(rates.callsPerSecond())
        + " calls/s, " + percent(rates.labels())
        + " of them labelled, if the candidate is as good as stable,");
    console.print("with " + percent(rates.errors()) + " errors and a mean loss of "
        + number(rates.loss()) + (slo ? ", and half the slow calls that the slo allows" : ""));
    table().print(console);
    console.print(PlannedPhase.together(phases)
        .map(time -> "promoted after " + Figures.duration(time) + ", then watched for "
            + Figures.duration(live.promotion().watch()))
        .orElse("never promoted"));
    notes.forEach(note -> console.print(console.styled(Style.YELLOW, "note: ") + note));
  }

  private Table table() {
    var table = new Table("SHARE", "EVIDENCE", "CALLS", "USERS", "LABELS", "TIME", "LONGEST");
    phases.forEach(phase -> table.add(
        phase.shadow() ? "shadow" : Figures.percent(phase.share().toString()),
        phase.need().map(need -> need.name().toLowerCase(Locale.ROOT)).orElse(Figures.NONE),
        count(phase.calls()),
        count(phase.users()),
        count(phase.labels()),
        phase.longest().time().map(Figures::duration).orElse("never"),
        phase.longest().cause().name().toLowerCase(Locale.ROOT)));
    return table;
  }

  private static String count(long number) {
    return number == 0 || number == Long.MAX_VALUE ? Figures.NONE : Long.toString(number);
  }

  private static String percent(double share) {
    return number(BigDecimal.valueOf(share).movePointRight(2)) + " %";
  }

  private static String number(double number) {
    return number(BigDecimal.valueOf(number));
  }

  private static String number(BigDecimal number) {
    return number.stripTrailingZeros().toPlainString();
  }
}
