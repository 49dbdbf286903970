package dev.serin.demo.report;

import dev.serin.client.RolloutStatus.LatencyLimit;
import dev.serin.client.RolloutStatus.Limits;
import dev.serin.demo.Played;
import dev.serin.demo.Slice;
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
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** How long calls took, second by second, and what the gate for the 95 % quantile calls slow. */
final class LatencyChart {
  private static final double QUANTILE = 0.95;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double HALF = 0.5;
  private static final int LONGEST_GAP = 2;
  private static final double THIN = 1;
  private static final double THICK = 2;
  private static final int TICKS = 4;
  private static final double ROOM = 1.15;

  /** Ranges that are wider than this are shown by orders of magnitude. */
  private static final double WIDE = 8;

  private final Played played;
  private final double end;

  LatencyChart(Played played, Timeline timeline) {
    this.played = played;
    this.end = timeline.end();
  }

  Chart chart() {
    var layers = new ArrayList<Layer>();
    side(played.stable().version(), Ink.STABLE, "stable").forEach(layers::add);
    side(played.canary().version(), Ink.CANDIDATE, "candidate").forEach(layers::add);
    limit()
        .ifPresent(limit -> layers.add(new Level(
            Stroke.dashed(Ink.TEXT, THIN),
            limit,
            Label.of(Ink.TEXT, "limit " + Numbers.plain(limit) + " ms", "limit"))));
    return new Chart(
        "Latency", List.of(note(), "ms in each second", "ms"), scale(values(layers)), layers);
  }

  /** What is slow: longer than the floor and than so many times stable's quantile. */
  OptionalDouble limit() {
    return Seen.limits(played)
        .map(limits -> OptionalDouble.of(limit(limits)))
        .orElse(OptionalDouble.empty());
  }

  private double limit(Limits limits) {
    double floor = limits.latencyFloor().toNanos() / NANOS_PER_MILLI;
    var ratio = ratio(limits);
    var stable = played.stable().p95Millis();
    return ratio.isEmpty() || !Double.isFinite(stable.orElse(Double.NaN))
        ? floor
        : Math.max(floor, ratio.get().maxRatio() * stable.getAsDouble());
  }

  private static Optional<LatencyLimit> ratio(Limits limits) {
    return limits.latency().stream()
        .filter(limit -> limit.quantile() == QUANTILE)
        .findFirst();
  }

  private String note() {
    var limit = Seen.limits(played)
        .flatMap(LatencyChart::ratio)
        .map(ratio -> "; limit of p95: " + Numbers.plain(ratio.maxRatio()) + " × stable's");
    var floor = Seen.limits(played)
        .map(limits -> ", at least "
            + Numbers.plain(limits.latencyFloor().toNanos() / NANOS_PER_MILLI) + " ms");
    return "ms in each second" + limit.map(text -> text + floor.orElse("")).orElse("");
  }

  private Stream<Layer> side(long version, Ink ink, String name) {
    var slices = played.slices().stream()
        .filter(slice -> slice.version() == version && slice.second() < end)
        .toList();
    return slices.isEmpty()
        ? Stream.of()
        : Stream.of(
            line(slices, Slice::p50Millis, Stroke.plain(ink, THIN), name + " p50"),
            line(slices, Slice::p95Millis, Stroke.plain(ink, THICK), name + " p95"));
  }

  private Line line(
      List<Slice> slices, ToDoubleFunction<Slice> quantile, Stroke stroke, String name) {
    var points = new ArrayList<Point>();
    int before = slices.get(0).second();
    for (var slice : slices) {
      if (slice.second() - before > LONGEST_GAP) {
        points.add(new Point(before, Double.NaN));
      }
      before = slice.second();
      double middle = Math.min(slice.second() + HALF, end);
      points.add(new Point(middle, quantile.applyAsDouble(slice)));
    }
    var label = stroke.width() == THICK
        ? Label.bold(stroke.ink(), name, shortName(name))
        : Label.of(stroke.ink(), name, shortName(name));
    return new Line(stroke, points, label);
  }

  private static String shortName(String name) {
    return name.replace("candidate", "cand.");
  }

  private static double[] values(List<Layer> layers) {
    return layers.stream()
        .flatMapToDouble(layer -> layer instanceof Line line
            ? line.points().stream().mapToDouble(Point::y)
            : layer instanceof Level level ? DoubleStream.of(level.value()) : DoubleStream.of())
        .filter(value -> Double.isFinite(value) && value > 0)
        .toArray();
  }

  private static Scale scale(double... values) {
    double low = DoubleStream.of(values).min().orElse(1);
    double high = DoubleStream.of(values).max().orElse(1);
    return high / low > WIDE
        ? Scale.logarithmic(low / ROOM, high * ROOM, Numbers::plain)
        : Scale.linear(0, high * ROOM, TICKS, Numbers::plain);
  }
}
