package dev.serin.cli.admin;

import static java.util.stream.Collectors.groupingBy;
import static java.util.stream.Collectors.joining;
import static java.util.stream.Collectors.mapping;

import dev.serin.cli.console.Console;
import dev.serin.cli.console.Console.Style;
import dev.serin.cli.console.Figures;
import dev.serin.cli.console.Revisions;
import dev.serin.cli.console.Table;
import dev.serin.client.Comparison;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Consequence;
import dev.serin.client.GateVerdict.Labels;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.Rollout;
import dev.serin.client.SplitRevision;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/** Prints how canaries compare with stable. */
final class Comparisons {
  private final Console console;
  private final Comparison comparison;
  private final List<GateVerdict> gates;

  private record Line(String gate, String text) {}

  private Comparisons(Console console, Comparison comparison) {
    this.console = console;
    this.comparison = comparison;
    this.gates = comparison.gates().stream()
        .sorted(Comparator.comparing(gate -> gate.verdict() != Verdict.HARM))
        .toList();
  }

  /** Prints a comparison: harm, a row for each gate, what is missing, and a blank line. */
  static void print(
      Console console,
      Comparison comparison,
      Optional<SplitRevision> revision,
      Optional<Rollout> rollout) {
    var printed = new Comparisons(console, comparison);
    printed.title();
    printed.harm(revision, rollout);
    printed.table();
    printed.needs();
    printed.remarks();
    printed.labels();
    printed.units();
    console.print("");
  }

  private void title() {
    var pair = "canary version " + comparison.canary() + ", stable version " + comparison.stable();
    var total = comparison.step() == 1 ? "" : ", compared for " + age(comparison.since());
    console.print(console.styled(Style.BOLD, pair) + ": the canary has "
        + Figures.percent(comparison.share()) + " of their users; step " + comparison.step()
        + " for " + age(comparison.stepSince())
        + total);
  }

  private String age(Instant since) {
    return Figures.duration(Duration.between(since, comparison.time()));
  }

  private void harm(Optional<SplitRevision> revision, Optional<Rollout> rollout) {
    var harms = gates.stream().filter(gate -> gate.verdict() == Verdict.HARM).toList();
    for (var gate : harms) {
      var found = gate.found().map(time -> ", found " + time).orElse("");
      console.print(console.styled(Style.RED, "HARM: " + consequence(gate.consequence())) + " ("
          + gate.gate() + found + "): " + gate.reason());
    }
    if (!harms.isEmpty()) {
      console.print(rollout
          .map(Comparisons::acting)
          .orElseGet(() ->
              "no rollout is running, so the gateway does not act on this" + takeBack(revision)));
    }
  }

  private static String acting(Rollout rollout) {
    return "rollout #" + rollout.number() + " is " + rollout.state()
        + " and acts on its verdicts: ./serin rollout status " + rollout.model();
  }

  private static String consequence(Consequence consequence) {
    return switch (consequence) {
      case ROLLBACK -> "rolls back";
      case LOWER -> "lowers the share by a step";
      case PAUSE -> "pauses";
      case NONE -> "is reported only";
      case UNKNOWN -> "has an unknown consequence";
    };
  }

  /** The command that moves the canary's users to stable, if the harm calls for a rollback. */
  private String takeBack(Optional<SplitRevision> revision) {
    if (comparison.consequence() != Consequence.ROLLBACK || revision.isEmpty()) {
      return "";
    }
    var shares = new TreeMap<>(revision.get().split());
    var share = shares.remove(comparison.canary());
    if (share == null) {
      return "";
    }
    shares.merge(comparison.stable(), share, Comparisons::sum);
    return "; to move the users of version " + comparison.canary()
        + " to stable: ./serin split set " + revision.get().model() + " " + Revisions.split(shares);
  }

  private static String sum(String share, String other) {
    var sum = new BigDecimal(share).add(new BigDecimal(other));
    return sum.stripTrailingZeros().toPlainString();
  }

  private void table() {
    var table = new Table("GATE", "VERDICT", "E FOR HARM", "E FOR OK", "STABLE", "CANARY");
    for (var gate : gates) {
      table.add(
          gate.gate(),
          verdict(gate.verdict()),
          Figures.evidence(gate.harm()),
          gate.ok().map(Figures::evidence).orElse(Figures.NONE),
          Figures.numbers(gate.measure(), gate.stable()),
          gate.ofService() ? "" : Figures.numbers(gate.measure(), gate.canary()));
    }
    table.print(console);
  }

  private static String verdict(Verdict verdict) {
    return switch (verdict) {
      case OK -> "ok";
      case HARM -> "HARM";
      case UNDECIDED -> "undecided";
      case UNKNOWN -> "unknown";
    };
  }

  private void needs() {
    for (var gate : gates) {
      for (var need : gate.needs()) {
        var expected = need.expected()
            .map(time -> ", " + Figures.duration(time) + " at this rate")
            .orElse("");
        console.print(gate.gate() + " is undecided; missing: " + need.what() + expected);
      }
    }
  }

  private void remarks() {
    var remarks = gates.stream()
        .flatMap(gate -> gate.remarks().stream().map(text -> new Line(gate.gate(), text)));
    lines(remarks).forEach(console::print);
  }

  /** What the columns STABLE and CANARY measure. */
  private void units() {
    var units = gates.stream().map(gate -> new Line(gate.gate(), gate.unit()));
    lines(units).forEach(line -> console.print(console.styled(Style.FAINT, line)));
  }

  /** A line for each text, with the gates that it applies to. */
  private static List<String> lines(Stream<Line> lines) {
    var gates = lines.collect(
        groupingBy(Line::text, LinkedHashMap::new, mapping(Line::gate, joining(", "))));
    return gates.entrySet().stream()
        .map(line -> line.getValue() + ": " + line.getKey())
        .toList();
  }

  /** Several gates may count the same labels. */
  private void labels() {
    gates.stream()
        .filter(gate -> gate.stable().labels().isPresent())
        .map(gate -> "labels: stable " + labels(gate.stable().labels()) + "; canary "
            + labels(gate.canary().labels()))
        .distinct()
        .forEach(console::print);
  }

  private static String labels(Optional<Labels> labels) {
    return labels
        .map(numbers -> numbers.inTime() + " in time, " + numbers.late() + " late, "
            + numbers.missing() + " of " + numbers.matured() + " missing")
        .orElse(Figures.NONE);
  }
}
