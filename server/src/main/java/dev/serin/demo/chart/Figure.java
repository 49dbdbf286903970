package dev.serin.demo.chart;

import dev.serin.demo.chart.Pen.Anchor;
import dev.serin.demo.chart.Pen.Box;
import dev.serin.demo.chart.Pen.Lettering;
import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.Pen.Stroke;
import java.util.List;

/**
 * Charts below each other that share a time axis, in seconds from 0.
 *
 * @param marks times that all charts show
 */
public record Figure(double seconds, List<Mark> marks, List<Chart> charts) {
  private static final double LEFT = 33;
  private static final double NARROW = 520;
  private static final double NARROW_MARGIN = 88;
  private static final double WIDE_MARGIN = 182;
  private static final double TITLE = 30;
  private static final double GAP = 14;
  private static final double[] HEIGHTS = {84, 112, 112, 126};
  private static final double AXIS = 22;
  private static final double SMALL = 11;
  private static final double TICK = 4;
  private static final double TICK_TEXT = 15;
  private static final double ROOM_OF_A_TICK = 36;
  private static final double ALL_TICKS = 12;

  /** A time that matters. */
  public record Mark(double second, Stroke stroke) {}

  /** Copies the lists. */
  public Figure {
    marks = List.copyOf(marks);
    charts = List.copyOf(charts);
  }

  /** The height, which does not depend on the width. */
  public double height() {
    double height = AXIS;
    for (int i = 0; i < charts.size(); i++) {
      height += TITLE + HEIGHTS[i % HEIGHTS.length] + (i == 0 ? 0 : GAP);
    }
    return height;
  }

  /** Draws it, from the pen's origin. */
  public void draw(Pen pen, double width) {
    double margin = width < NARROW ? NARROW_MARGIN : WIDE_MARGIN;
    double plot = width - LEFT - margin;
    int most = (int) Math.min(ALL_TICKS, Math.max(2, plot / ROOM_OF_A_TICK));
    var times = Scale.linear(0, seconds, most, Figure::seconds);
    double top = 0;
    for (int i = 0; i < charts.size(); i++) {
      var box = new Box(LEFT, top + TITLE, plot, HEIGHTS[i % HEIGHTS.length]);
      marks(pen, box, times);
      new Panel(pen, box, times, charts.get(i).scale(), margin).draw(charts.get(i));
      axis(pen, box, times, i == charts.size() - 1);
      top = box.bottom() + GAP;
    }
  }

  private void marks(Pen pen, Box box, Scale times) {
    for (var mark : marks) {
      double x = box.left() + times.place(mark.second()) * box.width();
      pen.line(mark.stroke(), List.of(new Point(x, box.top()), new Point(x, box.bottom())));
    }
  }

  /** Every chart has the axis, but only the last one has numbers on it. */
  private static void axis(Pen pen, Box box, Scale times, boolean numbers) {
    var stroke = Stroke.plain(Ink.MUTED, 1);
    double y = box.bottom();
    pen.line(stroke, List.of(new Point(box.left(), y), new Point(box.right(), y)));
    for (var tick : times.ticks()) {
      double x = box.left() + times.place(tick.value()) * box.width();
      pen.line(stroke, List.of(new Point(x, y), new Point(x, y + TICK)));
      if (numbers) {
        var letters = new Lettering(Ink.MUTED, SMALL, false, Anchor.MIDDLE);
        pen.text(letters, new Point(x, y + TICK_TEXT), tick.text());
      }
    }
  }

  private static String seconds(double value) {
    return value == Math.rint(value) ? (long) value + " s" : value + " s";
  }
}
