package dev.serin.demo.report;

import dev.serin.demo.Played;
import dev.serin.demo.chart.Figure;
import dev.serin.demo.chart.Figure.Mark;
import dev.serin.demo.chart.Ink;
import dev.serin.demo.chart.Pen.Stroke;
import java.util.ArrayList;
import java.util.List;

/** The charts of one act. */
final class ActFigure {
  private static final double HAIR = 0.8;
  private static final double CLEAR = 1.2;

  private ActFigure() {}

  static Figure of(Played played) {
    var timeline = Timeline.of(played);
    var marks = new ArrayList<Mark>();
    timeline.phases().stream()
        .skip(1)
        .forEach(phase -> marks.add(new Mark(phase.from(), Stroke.plain(Ink.GRID, HAIR))));
    marks.add(new Mark(timeline.decided(), Stroke.plain(new Outcome(played).ink(), CLEAR)));
    return new Figure(
        timeline.end(),
        marks,
        List.of(
            new ShareChart(played, timeline).chart(),
            new LatencyChart(played, timeline).chart(),
            new QualityChart(played, timeline).chart(),
            new EvidenceChart(played, timeline).chart()));
  }
}
