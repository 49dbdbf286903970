package dev.serin.demo.chart;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.demo.chart.Chart.Label;
import dev.serin.demo.chart.Chart.Layer;
import dev.serin.demo.chart.Chart.Layer.Level;
import dev.serin.demo.chart.Chart.Layer.Line;
import dev.serin.demo.chart.Chart.Layer.Remark;
import dev.serin.demo.chart.Chart.Span;
import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.Pen.Stroke;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class FigureTest {
  private static final Stroke STROKE = Stroke.plain(Ink.CANDIDATE, 2);

  /** Records what it is asked to draw. */
  private static final class MemoryPen implements Pen {
    private final List<String> texts = new ArrayList<>();
    private final List<Point> places = new ArrayList<>();
    private final List<List<Point>> lines = new ArrayList<>();
    private int dots;

    @Override
    public void line(Stroke stroke, List<Point> points) {
      if (stroke.equals(STROKE)) {
        lines.add(points);
      }
    }

    @Override
    public void area(Ink ink, double opacity, List<Point> outline) {}

    @Override
    public void dot(Ink ink, Point centre, double radius) {
      dots++;
    }

    @Override
    public void text(Lettering letters, Point at, String text) {
      texts.add(text);
      places.add(at);
    }

    @Override
    public void inside(Box box, Runnable drawing) {
      drawing.run();
    }

    private double heightOf(String text) {
      return places.get(texts.indexOf(text)).y();
    }
  }

  @Test
  void draw_missingValue_cutsTheLine() {
    var pen = drawn(line("x", 1, 2, Double.NaN, 3, 4, Double.NaN));

    assertThat(pen.lines).hasSize(2).allMatch(points -> points.size() == 2);
  }

  @Test
  void draw_valueBetweenMissingOnes_isADot() {
    var pen = drawn(line("x", Double.NaN, 2, Double.NaN));

    assertThat(pen.lines).isEmpty();
    assertThat(pen.dots).isEqualTo(1);
  }

  @Test
  void draw_linesThatEndTogether_haveNamesApartAndInOrder() {
    var pen = drawn(line("low", 0, 0), line("high", 0, 0.2), line("middle", 0, 0.1));

    assertThat(pen.heightOf("middle") - pen.heightOf("high")).isGreaterThanOrEqualTo(13);
    assertThat(pen.heightOf("low") - pen.heightOf("middle")).isGreaterThanOrEqualTo(13);
  }

  @Test
  void draw_higherValue_isHigherOnThePaper() {
    var pen = drawn(line("x", 1, 4));

    assertThat(pen.lines.get(0).get(1).y()).isLessThan(pen.lines.get(0).get(0).y());
    assertThat(pen.lines.get(0).get(1).x())
        .isGreaterThan(pen.lines.get(0).get(0).x());
  }

  @Test
  void draw_nameWithoutRoom_isTheShorterOne() {
    var name = Label.of(Ink.TEXT, "a name that is far too long for any margin at all", "short");

    assertThat(drawn(new Level(STROKE, 1, name)).texts).contains("short");
  }

  @Test
  void draw_remarkWithoutRoom_isLeftOut() {
    var label = Label.of(Ink.TEXT, "remark");

    assertThat(drawn(new Remark(new Span(0, 5), 1, true, label)).texts).contains("remark");
    assertThat(drawn(new Remark(new Span(0, 0.1), 1, true, label)).texts).doesNotContain("remark");
  }

  @Test
  void draw_noLayer_saysSo() {
    assertThat(drawn().texts).contains("nothing was measured");
  }

  private static Line line(String name, double... values) {
    var points = new ArrayList<Point>();
    for (double value : values) {
      points.add(new Point(points.size(), value));
    }
    return new Line(STROKE, points, Label.of(Ink.TEXT, name));
  }

  private static MemoryPen drawn(Layer... layers) {
    var scale = Scale.linear(0, 5, 5, Double::toString);
    var chart = new Chart("title", List.of("note"), scale, Stream.of(layers).toList());
    var pen = new MemoryPen();
    new Figure(5, List.of(), List.of(chart)).draw(pen, 400);
    return pen;
  }
}
