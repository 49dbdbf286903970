package dev.serin.demo.report;

import dev.serin.demo.Played;
import dev.serin.demo.Slice;
import dev.serin.demo.chart.Chart;
import dev.serin.demo.chart.Chart.Label;
import dev.serin.demo.chart.Chart.Layer;
import dev.serin.demo.chart.Chart.Layer.Line;
import dev.serin.demo.chart.Ink;
import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.Pen.Stroke;
import dev.serin.demo.chart.Scale;
import java.util.ArrayList;
import java.util.List;
import java.util.function.ToDoubleFunction;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;

/** The latency of calls in each second, and the limit of the gate for the 95 % quantile. */
final class LatencyChart {
  private static final String GATE = "latency.q95";
  private static final double QUANTILE = 0.95;
  private static final double NANOS_PER_MILLI = 1e6;
  private static final double HALF = 0.5;
  private static final int LONGEST_GAP = 2;
  private static final double THIN = 1;
  private static final double THICK = 2;
  private static final int TICKS = 4;
  private static final double ROOM = 1.15;

  /** Ranges wider than this factor get a logarithmic scale. */
  private static final double WIDE = 8;

  private final Played played;
  private final Timeline timeline;
  private final double end;

  LatencyChart(Played played, Timeline timeline) {
    this.played = played;
    this.timeline = timeline;
    this.end = timeline.end();
  }

  Chart chart() {
    var layers = new ArrayList<Layer>();
    side(played.stable().version(), Ink.STABLE, "stable").forEach(layers::add);
    side(played.canary().version(), Ink.CANDIDATE, "candidate").forEach(layers::add);
    layers.addAll(limit());
    return new Chart(
        "Latency", List.of(note(), "ms in each second", "ms"), scale(values(layers)), layers);
  }

  /** The gate's limit for a call of the candidate, at each status. */
  private List<Line> limit() {
    var points = new ArrayList<Point>();
    for (var status : played.statuses()) {
      Seen.gates(status)
          .filter(gate -> gate.gate().equals(GATE))
          .flatMap(gate -> gate.limit().stream())
          .forEach(limit -> {
            double second = timeline.second(status);
            double millis = limit.toNanos() / NANOS_PER_MILLI;
            if (!points.isEmpty() && points.get(points.size() - 1).y() != millis) {
              points.add(new Point(second, points.get(points.size() - 1).y()));
            }
            points.add(new Point(second, millis));
          });
    }
    if (points.isEmpty()) {
      return List.of();
    }
    var last = Numbers.plain(points.get(points.size() - 1).y());
    var label = Label.of(Ink.TEXT, "limit " + last + " ms", "limit");
    return List.of(new Line(Stroke.dashed(Ink.TEXT, THIN), points, label));
  }

  private String note() {
    var limits = Seen.limits(played);
    var ratio = limits.flatMap(all ->
        all.latency().stream().filter(limit -> limit.quantile() == QUANTILE).findFirst());
    return "ms in each second"
        + ratio
            .map(limit -> "; limit of p95: " + Numbers.plain(limit.maxRatio())
                + " × stable's p95 before, at least "
                + Numbers.plain(limits.get().latencyFloor().toNanos() / NANOS_PER_MILLI) + " ms")
            .orElse("");
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
        .filter(Line.class::isInstance)
        .flatMapToDouble(line -> ((Line) line).points().stream().mapToDouble(Point::y))
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
