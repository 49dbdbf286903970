package dev.serin.cli.demo;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Console.Style;
import dev.serin.cli.console.Figures;
import dev.serin.cli.console.Json;
import dev.serin.cli.console.Table;
import dev.serin.cli.rollout.RolloutWords;
import dev.serin.client.Rollout;
import dev.serin.demo.Act;
import dev.serin.demo.Calibration;
import dev.serin.demo.Performance;
import dev.serin.demo.Played;
import dev.serin.demo.Side;
import dev.serin.demo.Venue;
import dev.serin.demo.report.Written;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;

/** Prints what the demo measured: the closing table. */
final class DemoReport {
  private static final double PERCENT = 100;
  private static final double MILLIS_PER_SECOND = 1000;

  private final Console console;
  private final boolean json;

  DemoReport(Console console, boolean json) {
    this.console = console;
    this.json = json;
  }

  void print(Performance performance) {
    if (json) {
      console.print(Json.line(object(performance)));
      return;
    }
    console.print("");
    table(performance).print(console);
    performance
        .acts()
        .forEach(played -> console.print("act " + played.act().number() + "  "
            + console.styled(played.right() ? Style.GREEN : Style.RED, outcome(played))));
    console.print("");
    console.print(format(
        "%s, in %.0f s with seed %d",
        performance.right() ? "all acts ended as expected" : "not all acts ended as expected",
        seconds(performance.took().toMillis()),
        performance.seed()));
    next();
  }

  private static Table table(Performance performance) {
    var table = new Table(
        "ACT",
        "VERSION",
        "CALLS",
        "VIEWERS",
        "LABELS",
        "WATCHED TO THE END [95 %]",
        "TRUE RATE",
        "P95");
    for (var played : performance.acts()) {
      row(table, played.act().number() + "", "stable", played.stable());
      row(table, "", "canary", played.canary());
    }
    return table;
  }

  private static void row(Table table, String act, String role, Side side) {
    table.add(
        act,
        "v" + side.version() + " " + role,
        side.calls() + "",
        side.users() + "",
        side.labels() + "",
        side.reward().isEmpty()
            ? Figures.NONE
            : percent(side.reward())
                + format(" [%.1f, %.1f]", PERCENT * side.low(), PERCENT * side.high()),
        percent(side.truth()),
        side.p95Millis().isEmpty()
            ? Figures.NONE
            : format("%.2f ms", side.p95Millis().getAsDouble()));
  }

  private static String percent(OptionalDouble value) {
    return value.isEmpty() ? Figures.NONE : format("%.1f %%", PERCENT * value.getAsDouble());
  }

  /** Returns in one line how an act ended, and what was expected if that differs. */
  static String outcome(Played played) {
    var line = format(
        "%s after %.1f s, %s at %s",
        end(played.rollout()),
        seconds(played.after().toMillis()),
        played.rollout().state().over() ? "decided" : "given up",
        Figures.percent(played.share()));
    var more = new StringBuilder(line);
    if (played.resumes() > 0) {
      more.append("; resumed ").append(played.resumes()).append(" times");
    }
    if (played.failures() > 0) {
      more.append("; ").append(played.failures()).append(" calls got no answer");
    }
    if (!played.right()) {
      more.append("; expected: ").append(expected(played.act()));
    }
    return more.toString();
  }

  private static String end(Rollout rollout) {
    return switch (rollout.state()) {
      case COMPLETED -> "v" + rollout.candidate() + " has all viewers";
      case ROLLED_BACK, REJECTED ->
        RolloutWords.state(rollout) + " to v" + rollout.stable()
            + (rollout.detail().isEmpty() ? "" : ", " + rollout.detail() + ",");
      case PREFLIGHT, SHADOW, RAMPING, PAUSED, PROMOTED, UNKNOWN -> RolloutWords.state(rollout);
    };
  }

  private static String expected(Act act) {
    return act.expected()
        + (act.causes().isEmpty() ? "" : " by " + String.join(" or ", act.causes()));
  }

  private void next() {
    console.print("next     ./serin demo --report DIR   these rollouts as a page with charts");
    console.print("         ./serin demo --stay         keep the gateway running, to look around");
    console.print("         ./serin serve               serve your own models: README.md");
    console.print(
        "         server/docs/gates.md        how gates judge; server/docs/rollouts.md: what follows");
  }

  /** Lists the files written; with JSON on standard error, so that standard output is one line. */
  void written(Written written) {
    var said = json ? console.err() : console.out();
    written.files().forEach(file -> said.println("wrote " + file));
    written.missing().forEach(missing -> console.err().println("serin: " + missing));
  }

  /** Says how to look around while the gateway is running. */
  void stays(Venue venue) {
    var said = json ? console.err() : console.out();
    said.println();
    said.println("the gateway runs until Ctrl-C; in another terminal:");
    said.println("  export SERIN_SERVER=" + venue.data() + " SERIN_ADMIN=" + venue.admin());
    said.println("  ./serin rollout history watch-next");
    said.println("  ./serin status watch-next");
    said.println("  http://" + venue.http() + "/metrics");
  }

  private static Map<String, Object> object(Performance performance) {
    return Json.object(
        "right", performance.right(),
        "seed", performance.seed(),
        "speed", performance.pace().speed(),
        "seconds", seconds(performance.took().toMillis()),
        "calibration", performance.calibration().map(DemoReport::object),
        "acts", performance.acts().stream().map(DemoReport::object).toList());
  }

  private static Map<String, Object> object(Calibration fit) {
    return Json.object(
        "version", fit.version(),
        "p95Ms", fit.p95Millis(),
        "limitMs", fit.limitMillis(),
        "callMs", fit.callMillis(),
        "lookMs", fit.lookMillis(),
        "looks", fit.looks(),
        "callsPerSecond", fit.callsPerSecond());
  }

  private static Map<String, Object> object(Played played) {
    return Json.object(
        "act", played.act().number(),
        "right", played.right(),
        "state", played.rollout().state().name(),
        "expected", played.act().expected().name(),
        "gate", played.gate(),
        "detail", played.rollout().detail(),
        "cause", played.cause(),
        "seconds", seconds(played.after().toMillis()),
        "share", played.share(),
        "resumes", played.resumes(),
        "failures", played.failures(),
        "stable", object(played.stable()),
        "canary", object(played.canary()));
  }

  private static Map<String, Object> object(Side side) {
    return Json.object(
        "version", side.version(),
        "calls", side.calls(),
        "users", side.users(),
        "labels", side.labels(),
        "reward", side.reward(),
        "low", side.low(),
        "high", side.high(),
        "truth", side.truth(),
        "p95Ms", side.p95Millis());
  }

  private static double seconds(long millis) {
    return millis / MILLIS_PER_SECOND;
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
