package dev.serin.demo.report;

import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Evidence;
import dev.serin.demo.Played;
import dev.serin.demo.chart.Chart;
import dev.serin.demo.chart.Chart.Label;
import dev.serin.demo.chart.Chart.Layer;
import dev.serin.demo.chart.Chart.Layer.Level;
import dev.serin.demo.chart.Chart.Layer.Line;
import dev.serin.demo.chart.Ink;
import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.Pen.Stroke;
import dev.serin.demo.chart.Scale;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.DoubleStream;

/**
 * The evidence of each gate that can roll back, divided by its threshold, so that all share one
 * threshold at 1.
 */
final class EvidenceChart {
  private static final Set<String> TAKE_BACK = Set.of("errors", "latency", Seen.QUALITY, "watch");
  private static final double THIN = 1.1;
  private static final double THICK = 2.2;
  private static final double LOWEST = -6;
  private static final double LEAST_LOW = -3;
  private static final double LEAST_HIGH = 1;
  private static final double HIGHEST = 12;
  private static final double ROOM = 0.3;
  private static final int TICKS = 7;

  private final Played played;
  private final Timeline timeline;

  EvidenceChart(Played played, Timeline timeline) {
    this.played = played;
    this.timeline = timeline;
  }

  Chart chart() {
    var lines = new ArrayList<Line>();
    var harms = harms();
    harms.forEach((gate, points) -> {
      if (!decided(gate)) {
        lines.add(new Line(
            Stroke.plain(Ink.MUTED, THIN),
            points,
            Label.of(Ink.MUTED, gate, gate.replace("latency", "lat."))));
      }
    });
    proof().ifPresent(lines::add);
    harms.forEach((gate, points) -> {
      if (decided(gate)) {
        lines.add(new Line(
            Stroke.plain(Ink.BAD, THICK), points, Label.bold(Ink.BAD, gate + against(gate), gate)));
      }
    });
    var layers = new ArrayList<Layer>(lines);
    if (!lines.isEmpty()) {
      layers.add(new Level(Stroke.dashed(Ink.TEXT, 1), 0, Label.of(Ink.TEXT, "threshold")));
    }
    return new Chart(
        "Evidence",
        List.of("E of each gate ÷ its threshold; harm is found at 1", "E ÷ threshold"),
        scale(lines),
        layers);
  }

  private boolean decided(String gate) {
    return played.gate().filter(gate::equals).isPresent();
  }

  /** By gate, ascending in time; the last point is the evidence that decided the rollout. */
  private Map<String, List<Point>> harms() {
    var harms = new TreeMap<String, List<Point>>();
    for (var status : played.statuses()) {
      Seen.gates(status)
          .filter(gate -> takesBack(gate.gate()))
          .forEach(gate -> harms
              .computeIfAbsent(gate.gate(), name -> new ArrayList<>())
              .add(point(timeline.second(status), gate.harm())));
    }
    played.rollout().evidence().stream()
        .filter(gate -> takesBack(gate.gate()))
        .forEach(gate -> harms
            .computeIfAbsent(gate.gate(), name -> new ArrayList<>())
            .add(point(timeline.decided(), gate.harm())));
    harms.values().forEach(points -> points.sort(Comparator.comparingDouble(Point::x)));
    return harms;
  }

  private String against(String gate) {
    return Seen.decisive(played, gate)
        .map(harm -> ": " + Numbers.evidence(harm.log10E()) + " of "
            + Numbers.evidence(harm.log10Threshold()))
        .orElse("");
  }

  /** The evidence for the candidate, if it was not rolled back. */
  private Optional<Line> proof() {
    if (played.cause().isPresent()) {
      return Optional.empty();
    }
    var points = new ArrayList<Point>();
    for (var status : played.statuses()) {
      Seen.quality(status)
          .flatMap(GateVerdict::ok)
          .ifPresent(ok -> points.add(point(timeline.second(status), ok)));
    }
    return points.isEmpty()
        ? Optional.empty()
        : Optional.of(new Line(
            Stroke.plain(Ink.GOOD, THICK),
            points,
            Label.bold(Ink.GOOD, "quality: proof of no harm", "proof: OK")));
  }

  private static boolean takesBack(String gate) {
    int dot = gate.indexOf('.');
    return TAKE_BACK.contains(dot < 0 ? gate : gate.substring(0, dot));
  }

  private static Point point(double second, Evidence evidence) {
    return new Point(second, evidence.log10E() - evidence.log10Threshold());
  }

  private static Scale scale(List<Line> lines) {
    double low = values(lines).min().orElse(LEAST_LOW);
    double high = values(lines).max().orElse(LEAST_HIGH);
    return Scale.linear(
        Math.max(LOWEST, Math.min(LEAST_LOW, low - ROOM)),
        Math.min(HIGHEST, Math.max(LEAST_HIGH, high + ROOM)),
        TICKS,
        value -> Numbers.power((int) Math.round(value)));
  }

  private static DoubleStream values(List<Line> lines) {
    return lines.stream()
        .flatMapToDouble(line -> line.points().stream().mapToDouble(Point::y))
        .filter(Double::isFinite);
  }
}
