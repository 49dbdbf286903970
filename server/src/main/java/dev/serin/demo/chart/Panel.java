package dev.serin.demo.chart;

import dev.serin.demo.chart.Chart.Label;
import dev.serin.demo.chart.Chart.Layer;
import dev.serin.demo.chart.Chart.Layer.Band;
import dev.serin.demo.chart.Chart.Layer.Level;
import dev.serin.demo.chart.Chart.Layer.Line;
import dev.serin.demo.chart.Chart.Layer.Remark;
import dev.serin.demo.chart.Pen.Anchor;
import dev.serin.demo.chart.Pen.Box;
import dev.serin.demo.chart.Pen.Lettering;
import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.Pen.Stroke;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Stream;

/** Draws one chart into a box: title above, values to the left, names of lines to the right. */
final class Panel {
  private static final double SMALL = 11;
  private static final double TITLE = 12.5;
  private static final double TITLE_ABOVE = 9;
  private static final double GAP = 6;
  private static final double HALF_LETTER = 4;
  /** How far a text may reach beyond its span. */
  private static final double SLACK = 2;

  private static final double CLEAR = 3;

  private static final double HAIR = 0.7;
  private static final double DOT = 1.8;

  private final Pen pen;
  private final Box box;
  private final Scale times;
  private final Scale values;
  private final double margin;

  /**
   * Draws into the box.
   *
   * @param times from the left of the box to its right
   * @param margin the space to the right of the box
   */
  Panel(Pen pen, Box box, Scale times, Scale values, double margin) {
    this.pen = pen;
    this.box = box;
    this.times = times;
    this.values = values;
    this.margin = margin;
  }

  void draw(Chart chart) {
    grid();
    title(chart);
    pen.inside(box, () -> chart.layers().forEach(this::layer));
    chart.layers().forEach(this::remark);
    if (chart.layers().isEmpty()) {
      var centre = new Point(box.left() + box.width() / 2, box.top() + box.height() / 2);
      pen.text(
          new Lettering(Ink.MUTED, SMALL, false, Anchor.MIDDLE), centre, "nothing was measured");
    }
    new LineNames(pen, box, margin)
        .draw(chart.layers().stream().flatMap(this::name).toList());
  }

  private void grid() {
    for (var tick : values.ticks()) {
      double y = y(tick.value());
      pen.line(
          Stroke.plain(Ink.GRID, HAIR),
          List.of(new Point(box.left(), y), new Point(box.right(), y)));
      pen.text(
          new Lettering(Ink.MUTED, SMALL, false, Anchor.END),
          new Point(box.left() - GAP, y + HALF_LETTER),
          tick.text());
    }
  }

  private void title(Chart chart) {
    double y = box.top() - TITLE_ABOVE;
    pen.text(new Lettering(Ink.TEXT, TITLE, true, Anchor.START), new Point(0, y), chart.title());
    double from = TextWidth.of(chart.title(), TITLE, true) + GAP;
    var note =
        new Label(Ink.MUTED, false, chart.notes()).fitting(box.right() + margin - from, SMALL);
    if (!note.isEmpty()) {
      pen.text(new Lettering(Ink.MUTED, SMALL, false, Anchor.START), new Point(from, y), note);
    }
  }

  private void layer(Layer layer) {
    if (layer instanceof Line line) {
      pieces(line.points()).forEach(piece -> piece(line.stroke(), piece));
    } else if (layer instanceof Band band) {
      band(band);
    } else if (layer instanceof Level level && Double.isFinite(level.value())) {
      double y = y(level.value());
      pen.line(level.stroke(), List.of(new Point(box.left(), y), new Point(box.right(), y)));
    }
  }

  private void piece(Stroke stroke, List<Point> piece) {
    if (piece.size() > 1) {
      pen.line(stroke, piece);
    } else {
      pen.dot(stroke.ink(), piece.get(0), DOT);
    }
  }

  private void band(Band band) {
    var outline = new ArrayList<>(band.high());
    var back = new ArrayList<>(band.low());
    Collections.reverse(back);
    outline.addAll(back);
    var points = outline.stream().map(this::place).filter(Panel::drawable).toList();
    if (points.size() > 2) {
      pen.area(band.ink(), band.opacity(), points);
    }
  }

  private void remark(Layer layer) {
    if (layer instanceof Remark remark && Double.isFinite(remark.value())) {
      double room = x(remark.span().to()) - x(remark.span().from()) + SLACK;
      var text = remark.label().fitting(room, SMALL);
      if (!text.isEmpty()) {
        double y = y(remark.value()) + (remark.above() ? -GAP : GAP + 2 * HALF_LETTER);
        var label = remark.label();
        var letters = new Lettering(label.ink(), SMALL, label.bold(), Anchor.MIDDLE);
        pen.text(letters, new Point(centre(remark, text), y), text);
      }
    }
  }

  /** In the middle, but clear of a line that rises at the end or fell at the start. */
  private double centre(Remark remark, String text) {
    double from = x(remark.span().from());
    double to = x(remark.span().to());
    double half = TextWidth.of(text, SMALL, remark.label().bold()) / 2 + CLEAR;
    double middle = (from + to) / 2;
    return remark.above() ? Math.min(middle, to - half) : Math.max(middle, from + half);
  }

  private Stream<LineNames.Name> name(Layer layer) {
    if (layer instanceof Line line) {
      var points =
          line.points().stream().map(this::place).filter(Panel::drawable).toList();
      return points.isEmpty()
          ? Stream.of()
          : Stream.of(new LineNames.Name(line.label(), points.get(points.size() - 1)));
    }
    if (layer instanceof Level level && Double.isFinite(level.value())) {
      return Stream.of(new LineNames.Name(level.label(), new Point(box.right(), y(level.value()))));
    }
    return Stream.of();
  }

  /** The points on the paper, split where a value is missing. */
  private List<List<Point>> pieces(List<Point> points) {
    var pieces = new ArrayList<List<Point>>();
    List<Point> piece = new ArrayList<>();
    for (var point : points) {
      var place = place(point);
      if (drawable(place)) {
        piece.add(place);
      } else {
        pieces.add(piece);
        piece = new ArrayList<>();
      }
    }
    pieces.add(piece);
    pieces.removeIf(List::isEmpty);
    return pieces;
  }

  private Point place(Point point) {
    return new Point(x(point.x()), y(point.y()));
  }

  private static boolean drawable(Point point) {
    return Double.isFinite(point.x()) && Double.isFinite(point.y());
  }

  private double x(double time) {
    return box.left() + times.place(time) * box.width();
  }

  private double y(double value) {
    return box.bottom() - values.place(value) * box.height();
  }
}
