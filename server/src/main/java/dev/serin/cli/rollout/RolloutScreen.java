package dev.serin.cli.rollout;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Console.Style;
import dev.serin.cli.console.Figures;
import dev.serin.cli.console.Table;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.ModelStatus.Latency;
import dev.serin.client.ModelStatus.Quality;
import dev.serin.client.ModelStatus.Version;
import dev.serin.client.Rollout;
import dev.serin.client.Rollout.GateState;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutStatus;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.OptionalDouble;
import java.util.Set;

/** The status of a rollout as lines of text, printed once or drawn on the live screen. */
final class RolloutScreen {
  private static final double PERCENT = 100;
  private static final String ACCURACY = "accuracy";

  /** Metrics that are shares of all labels. */
  private static final Set<String> SHARES = Set.of(ACCURACY, "reward");

  private final Console console;
  private final RolloutStatus status;
  private final Rollout rollout;
  private final List<String> lines = new ArrayList<>();

  private RolloutScreen(Console console, RolloutStatus status) {
    this.console = console;
    this.status = status;
    this.rollout = status.rollout();
  }

  static List<String> lines(Console console, RolloutStatus status) {
    var screen = new RolloutScreen(console, status);
    screen.header();
    screen.versions();
    screen.gates();
    screen.state();
    screen.next();
    status.notes().forEach(note -> screen.line(Style.YELLOW, "note", note));
    return List.copyOf(screen.lines);
  }

  private void header() {
    var state = console.styled(style(rollout.state()), RolloutWords.state(rollout));
    lines.add(console.styled(Style.BOLD, rollout.model()) + "  rollout #" + rollout.number() + "  "
        + state + "  " + RolloutWords.place(rollout, "  ") + "  actual " + actual() + "      "
        + RolloutWords.clock(status.elapsed()));
  }

  private String actual() {
    return status.versions().stream()
        .filter(version -> version.number() == rollout.candidate())
        .findFirst()
        .map(this::share)
        .orElse(Figures.NONE);
  }

  private String share(Version version) {
    return Figures.sharesMeaningful(status.versions())
        ? format("%.1f %%", PERCENT * version.shareReal())
        : Figures.NONE;
  }

  private void versions() {
    var table = new Table("", "", "", "", "", "");
    for (var version : status.versions()) {
      table.add(
          "  v" + version.number() + " " + version.role().name().toLowerCase(Locale.ROOT),
          share(version),
          "n=" + version.calls(),
          errors(version),
          latency(version.endToEnd()),
          quality(version.quality()));
    }
    lines.addAll(table.body(console));
  }

  private static String errors(Version version) {
    long errors = version.errors().values().stream().mapToLong(Long::longValue).sum();
    return version.calls() == 0
        ? "err " + Figures.NONE
        : format("err %.2f %%", PERCENT * errors / version.calls());
  }

  private static String latency(Latency latency) {
    return latency.count() == 0
        ? "p50 - p99 -"
        : format("p50 %.2f p99 %.2f ms", latency.p50Millis(), latency.p99Millis());
  }

  private static String quality(Quality quality) {
    if (quality.metric().isEmpty() || quality.mean().isEmpty()) {
      return "";
    }
    boolean share = SHARES.contains(quality.metric());
    double unit = share ? PERCENT : 1;
    var digits = share ? "%.1f" : "%.4f";
    return (quality.metric().equals(ACCURACY) ? "acc" : quality.metric()) + " "
        + format(digits, unit * quality.mean().getAsDouble())
        + (share ? " %" : "")
        + interval(digits, unit, quality.low(), quality.high());
  }

  private static String interval(
      String digits, double unit, OptionalDouble low, OptionalDouble high) {
    return low.isEmpty() || high.isEmpty()
        ? ""
        : format(
            " [" + digits + ", " + digits + "]",
            unit * low.getAsDouble(),
            unit * high.getAsDouble());
  }

  private void gates() {
    if (status.comparison().isEmpty()) {
      return;
    }
    var gates = status.comparison().get().gates();
    boolean shares = status.versions().stream()
        .anyMatch(version -> SHARES.contains(version.quality().metric()));
    lines.add("gates  " + new GateLine(console, status, shares).of(gates));
    gates.stream()
        .filter(gate -> gate.verdict() == Verdict.HARM)
        .forEach(gate -> line(Style.RED, "HARM", harm(gate)));
  }

  private static String harm(GateVerdict gate) {
    var consequence = switch (gate.consequence()) {
      case ROLLBACK -> "rolls back";
      case LOWER -> "lowers the share by a step";
      case PAUSE -> "pauses";
      case NONE -> "is reported only";
      case UNKNOWN -> "has an unknown consequence";
    };
    return gate.gate() + " " + consequence + ": " + gate.reason() + "; E "
        + Figures.evidence(gate.harm());
  }

  /** Why it is paused or over, and what the operator can do. */
  private void state() {
    var since = RolloutWords.clock(Duration.between(rollout.since(), status.time()));
    if (rollout.state() == State.PAUSED) {
      boolean byItself = rollout.pause().filter(Rollout.Pause::endsByItself).isPresent();
      line(
          Style.YELLOW,
          "paused",
          "for " + since + " by " + rollout.author() + ": " + RolloutWords.reason(rollout));
      evidence();
      lines.add("       " + (byItself ? "resumes by itself, or now with " : "resume with ")
          + verb("resume") + "; roll back with " + verb("abort"));
    } else if (rollout.state().over()) {
      line(
          style(rollout.state()),
          "ended",
          since + " ago by " + rollout.author() + ": " + RolloutWords.reason(rollout));
      evidence();
    }
  }

  /** The harm that led to this state. */
  private void evidence() {
    rollout.evidence().stream()
        .filter(gate -> gate.verdict() == Verdict.HARM)
        .forEach(gate -> line(Style.RED, "found", evidence(gate)));
  }

  private static String evidence(GateState gate) {
    return gate.gate() + ": E " + Figures.evidence(gate.harm()) + ", stable " + mean(gate.stable())
        + ", canary " + mean(gate.canary());
  }

  private static String mean(Rollout.Mean mean) {
    return mean.mean().isEmpty()
        ? Figures.NONE
        : format("%.4f of %d", mean.mean().getAsDouble(), mean.observations());
  }

  private String verb(String name) {
    return "./serin rollout " + name + " " + rollout.model();
  }

  private void next() {
    RolloutWords.next(status).ifPresent(next -> line(Style.BOLD, "next", next));
    RolloutWords.needs(status).forEach(need -> line(Style.YELLOW, "needs", need));
  }

  private void line(Style style, String name, String text) {
    lines.add(console.styled(style, name) + " ".repeat(Math.max(1, 7 - name.length())) + text);
  }

  private static Style style(State state) {
    return switch (state) {
      case PREFLIGHT, SHADOW, RAMPING, UNKNOWN -> Style.BOLD;
      case PAUSED -> Style.YELLOW;
      case PROMOTED, COMPLETED -> Style.GREEN;
      case ROLLED_BACK, REJECTED -> Style.RED;
    };
  }

  private static String format(String format, Object... values) {
    return String.format(Locale.ROOT, format, values);
  }
}
