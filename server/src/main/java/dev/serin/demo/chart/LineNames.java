package dev.serin.demo.chart;

import dev.serin.demo.chart.Chart.Label;
import dev.serin.demo.chart.Pen.Anchor;
import dev.serin.demo.chart.Pen.Box;
import dev.serin.demo.chart.Pen.Lettering;
import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.Pen.Stroke;
import java.util.Comparator;
import java.util.List;

/** Writes the names of lines beside their ends, without overlaps. */
final class LineNames {
  private static final double SIZE = 11;
  private static final double HEIGHT = 13;
  private static final double HALF_LETTER = 4;
  private static final double BEND = 4;
  private static final double START = 11;
  private static final double GAP = 3;
  private static final double HAIR = 0.7;

  private final Pen pen;
  private final Box box;
  private final double margin;

  /** A name, and where its line ends. */
  record Name(Label label, Point end) {}

  LineNames(Pen pen, Box box, double margin) {
    this.pen = pen;
    this.box = box;
    this.margin = margin;
  }

  void draw(List<Name> names) {
    var written = names.stream()
        .filter(name -> !text(name).isEmpty())
        .sorted(Comparator.comparingDouble(this::wanted))
        .toList();
    var places = spread(written.stream().mapToDouble(this::wanted).toArray());
    for (int i = 0; i < places.length; i++) {
      write(written.get(i), places[i]);
    }
  }

  private void write(Name name, double y) {
    var ink = name.label().ink();
    var from = new Point(name.end().x(), wanted(name));
    var bend = new Point(Math.max(box.right() + BEND, from.x()), wanted(name));
    var to = new Point(box.right() + START - GAP, y);
    pen.line(Stroke.plain(ink, HAIR), List.of(from, bend, to));
    pen.text(
        new Lettering(ink, SIZE, name.label().bold(), Anchor.START),
        new Point(box.right() + START, y + HALF_LETTER),
        text(name));
  }

  private String text(Name name) {
    return name.label().fitting(margin - START, SIZE);
  }

  /** The height at which the line ends or leaves the box. */
  private double wanted(Name name) {
    return Math.max(box.top(), Math.min(box.bottom(), name.end().y()));
  }

  /** Returns places in the same order, as near as possible and at least a line of text apart. */
  private double[] spread(double[] wanted) {
    var places = wanted.clone();
    for (int i = 1; i < places.length; i++) {
      places[i] = Math.max(places[i], places[i - 1] + HEIGHT);
    }
    double most = box.bottom();
    for (int i = places.length - 1; i >= 0; i--) {
      places[i] = Math.min(places[i], most);
      most = places[i] - HEIGHT;
    }
    return places;
  }
}
