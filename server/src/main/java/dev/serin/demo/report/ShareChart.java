package dev.serin.demo.report;

import dev.serin.client.Rollout;
import dev.serin.demo.Played;
import dev.serin.demo.chart.Chart;
import dev.serin.demo.chart.Chart.Label;
import dev.serin.demo.chart.Chart.Layer;
import dev.serin.demo.chart.Chart.Layer.Band;
import dev.serin.demo.chart.Chart.Layer.Line;
import dev.serin.demo.chart.Chart.Layer.Remark;
import dev.serin.demo.chart.Chart.Span;
import dev.serin.demo.chart.Ink;
import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.Pen.Stroke;
import dev.serin.demo.chart.Scale;
import java.util.ArrayList;
import java.util.List;

/** The share of the viewers that the candidate had. */
final class ShareChart {
  private static final double PERCENT = 100;
  private static final double BELOW_FROM = 60;
  private static final double TINT = 0.14;
  private static final double WIDTH = 2;
  private static final double HEADROOM = 4;
  private static final int TICKS = 3;

  private final Played played;
  private final Timeline timeline;
  private final Outcome outcome;

  ShareChart(Played played, Timeline timeline) {
    this.played = played;
    this.timeline = timeline;
    this.outcome = new Outcome(played);
  }

  Chart chart() {
    var scale = Scale.linear(-1, PERCENT + HEADROOM, TICKS, Numbers::plain);
    var steps = steps();
    var layers = new ArrayList<Layer>();
    var ground = steps.stream().map(point -> new Point(point.x(), 0)).toList();
    layers.add(new Band(outcome.ink(), TINT, ground, steps));
    layers.add(new Line(Stroke.plain(outcome.ink(), WIDTH), steps, end()));
    timeline.phases().forEach(phase -> layers.add(remark(phase)));
    return new Chart("Share of the candidate", List.of("% of all viewers"), scale, layers);
  }

  private List<Point> steps() {
    var points = new ArrayList<Point>();
    if (timeline.phases().get(0).from() > 0) {
      points.add(new Point(0, 0));
      points.add(new Point(timeline.phases().get(0).from(), 0));
    }
    for (var phase : timeline.phases()) {
      points.add(new Point(phase.from(), PERCENT * phase.share()));
      points.add(new Point(phase.to(), PERCENT * phase.share()));
    }
    return points;
  }

  private Label end() {
    return Label.bold(
        outcome.ink(),
        outcome.word() + " after " + Numbers.duration(played.after()),
        outcome.word());
  }

  private Remark remark(Timeline.Phase phase) {
    double value = PERCENT * phase.share();
    var label = new Label(Ink.TEXT, false, texts(phase.rollout()));
    return new Remark(new Span(phase.from(), phase.to()), value, value < BELOW_FROM, label);
  }

  /** The names of a phase; the end is named beside the line. */
  private static List<String> texts(Rollout rollout) {
    var share = Numbers.percent(rollout.share());
    return switch (rollout.state()) {
      case PREFLIGHT -> List.of("Preflight");
      case SHADOW -> List.of("Shadow");
      case RAMPING ->
        List.of("step " + rollout.step() + "/" + rollout.steps().size() + ": " + share, share);
      case PAUSED ->
        List.of(
            rollout.pause().map(pause -> "Paused: " + pause.reason()).orElse("Paused"), "Paused");
      case PROMOTED -> List.of("Promoted, watched", "Promoted");
      case COMPLETED, ROLLED_BACK, REJECTED, UNKNOWN -> List.of();
    };
  }
}
