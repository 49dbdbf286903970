package dev.serin.demo.chart;

import static java.util.Objects.requireNonNull;

import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.Pen.Stroke;
import java.util.List;

/**
 * The content of a chart, without its place and size.
 *
 * @param notes how to read it, from the longest to the shortest: the first that fits is written
 * @param layers from bottom to top; none if nothing was measured
 */
public record Chart(String title, List<String> notes, Scale scale, List<Layer> layers) {
  /** Copies the lists. */
  public Chart {
    requireNonNull(title, "title");
    requireNonNull(scale, "scale");
    notes = List.copyOf(notes);
    layers = List.copyOf(layers);
  }

  /** A part of a chart; x is a time in seconds, y a value. */
  public sealed interface Layer {
    /** A line with gaps where a value is NaN. */
    record Line(Stroke stroke, List<Point> points, Label label) implements Layer {
      /** Copies the points. */
      public Line {
        points = List.copyOf(points);
      }
    }

    /** The area between two lines of equally many points at the same times. */
    record Band(Ink ink, double opacity, List<Point> low, List<Point> high) implements Layer {
      /** Copies the points. */
      public Band {
        low = List.copyOf(low);
        high = List.copyOf(high);
      }
    }

    /** The same value at all times. */
    record Level(Stroke stroke, double value, Label label) implements Layer {}

    /** A text between two times, above or below a value; left out if it does not fit. */
    record Remark(Span span, double value, boolean above, Label label) implements Layer {}
  }

  /** From one time to another. */
  public record Span(double from, double to) {}

  /**
   * The name of a line.
   *
   * @param texts from the longest to the shortest: the first that fits is written
   */
  public record Label(Ink ink, boolean bold, List<String> texts) {
    /** No name. */
    public static final Label NONE = new Label(Ink.TEXT, false, List.of());

    /** Copies the texts. */
    public Label {
      texts = List.copyOf(texts);
    }

    /** Returns a name in plain letters. */
    public static Label of(Ink ink, String... texts) {
      return new Label(ink, false, List.of(texts));
    }

    /** Returns a name in bold letters. */
    public static Label bold(Ink ink, String... texts) {
      return new Label(ink, true, List.of(texts));
    }

    /** Returns the longest text that fits this width; empty if none does. */
    public String fitting(double width, double size) {
      return texts.stream()
          .filter(text -> TextWidth.of(text, size, bold) <= width)
          .findFirst()
          .orElse("");
    }
  }
}
