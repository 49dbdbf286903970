package dev.serin.demo.report;

import dev.serin.client.Rollout.GateState;
import dev.serin.client.RolloutStatus.Limits;
import dev.serin.demo.Played;
import dev.serin.demo.chart.Chart;
import dev.serin.demo.chart.Chart.Label;
import dev.serin.demo.chart.Chart.Layer;
import dev.serin.demo.chart.Chart.Layer.Band;
import dev.serin.demo.chart.Chart.Layer.Level;
import dev.serin.demo.chart.Chart.Layer.Line;
import dev.serin.demo.chart.Ink;
import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.Pen.Stroke;
import dev.serin.demo.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.DoubleStream;

/** How much better the candidate's choices are than stable's, by the numbers of the gate. */
final class QualityChart {
  private static final double TINT = 0.16;
  private static final double THIN = 1;
  private static final double THICK = 2;
  private static final double ROOM = 1.25;
  private static final double LEAST = 1;
  private static final double MOST = 100;
  private static final int TICKS = 5;

  private final Played played;
  private final Timeline timeline;

  /** A difference at a time, in percentage points. */
  private record Difference(double second, double low, double mean, double high) {}

  QualityChart(Played played, Timeline timeline) {
    this.played = played;
    this.timeline = timeline;
  }

  Chart chart() {
    var differences = differences();
    double margin = Seen.limits(played).map(Limits::qualityMargin).orElse(0.0) * Numbers.PERCENT;
    var layers = new ArrayList<Layer>();
    if (!differences.isEmpty()) {
      layers.add(band(differences));
      layers.add(new Level(
          Stroke.plain(Ink.STABLE, THIN),
          0,
          Label.of(Ink.STABLE, "as good as stable", "as stable")));
      layers.add(new Level(
          Stroke.dashed(Ink.TEXT, THIN),
          -margin,
          Label.of(
              Ink.TEXT,
              "margin −" + Numbers.plain(margin) + " pp",
              "margin −" + Numbers.plain(margin),
              "margin")));
      layers.add(line(differences));
    }
    return new Chart(
        "Watched to the end",
        List.of(
            "candidate − stable, percentage points; band: the intervals of both, valid at all times",
            "candidate − stable, pp",
            "pp"),
        scale(differences, margin),
        layers);
  }

  /** Stable's loss minus the candidate's, because a lower loss is better. */
  private List<Difference> differences() {
    var differences = new ArrayList<Difference>();
    for (var status : played.statuses()) {
      Seen.quality(status).ifPresent(gate -> {
        var stable = gate.stable();
        var canary = gate.canary();
        if (stable.mean().isPresent() && canary.mean().isPresent()) {
          differences.add(new Difference(
              timeline.second(status),
              Numbers.PERCENT * (stable.low() - canary.high()),
              Numbers.PERCENT * (stable.mean().getAsDouble() - canary.mean().getAsDouble()),
              Numbers.PERCENT * (stable.high() - canary.low())));
        }
      });
    }
    return differences;
  }

  private static Band band(List<Difference> differences) {
    var known = differences.stream()
        .filter(at -> Double.isFinite(at.low()) && Double.isFinite(at.high()))
        .toList();
    return new Band(
        Ink.CANDIDATE,
        TINT,
        known.stream().map(at -> new Point(at.second(), at.low())).toList(),
        known.stream().map(at -> new Point(at.second(), at.high())).toList());
  }

  /** The last point is the gate's when the rollout was decided. */
  private Line line(List<Difference> differences) {
    var points = new ArrayList<>(
        differences.stream().map(at -> new Point(at.second(), at.mean())).toList());
    played.rollout().evidence().stream()
        .filter(gate -> gate.gate().equals(Seen.QUALITY))
        .filter(gate -> gate.stable().mean().isPresent() && gate.canary().mean().isPresent())
        .forEach(gate -> points.add(new Point(timeline.decided(), mean(gate))));
    points.removeIf(point -> !Double.isFinite(point.y()));
    var label =
        points.isEmpty() ? Label.NONE : label(points.get(points.size() - 1).y());
    return new Line(Stroke.plain(Ink.CANDIDATE, THICK), points, label);
  }

  private static Label label(double difference) {
    var text = Numbers.points(difference / Numbers.PERCENT);
    return Label.bold(Ink.CANDIDATE, "candidate " + text, text);
  }

  private static double mean(GateState gate) {
    return Numbers.PERCENT
        * (gate.stable().mean().orElse(Double.NaN) - gate.canary().mean().orElse(Double.NaN));
  }

  /** Covers the last band; the first ones are too wide. */
  private static Scale scale(List<Difference> differences, double margin) {
    var last = differences.isEmpty()
        ? DoubleStream.of()
        : DoubleStream.of(
            differences.get(differences.size() - 1).low(),
            differences.get(differences.size() - 1).mean(),
            differences.get(differences.size() - 1).high());
    double reach = DoubleStream.concat(last, DoubleStream.of(LEAST, 2 * margin))
        .filter(Double::isFinite)
        .map(Math::abs)
        .max()
        .orElse(LEAST);
    double end = Math.min(ROOM * reach, MOST);
    return Scale.linear(-end, end, TICKS, QualityChart::signed);
  }

  private static String signed(double points) {
    var digits = Numbers.plain(Math.abs(points));
    return points == 0 ? "0" : String.format(Locale.ROOT, "%s%s", points < 0 ? "−" : "+", digits);
  }
}
