package dev.serin.demo.chart;

import java.util.List;

/**
 * Draws from the upper left corner, in units of which a line of text takes about 15.
 *
 * <p>Coordinates must be finite.
 */
public interface Pen {
  /** Where a text lies relative to its point. */
  enum Anchor {
    START,
    MIDDLE,
    END
  }

  /** A place on the paper, or a value at a time. */
  record Point(double x, double y) {}

  /** A part of the paper. */
  record Box(double left, double top, double width, double height) {
    double right() {
      return left + width;
    }

    double bottom() {
      return top + height;
    }
  }

  /** How a line looks. */
  record Stroke(Ink ink, double width, boolean dashed) {
    /** Returns a line without gaps. */
    public static Stroke plain(Ink ink, double width) {
      return new Stroke(ink, width, false);
    }

    /** Returns a line with gaps. */
    public static Stroke dashed(Ink ink, double width) {
      return new Stroke(ink, width, true);
    }
  }

  /** How a text looks. */
  record Lettering(Ink ink, double size, boolean bold, Anchor anchor) {}

  /** Draws a line through at least two points. */
  void line(Stroke stroke, List<Point> points);

  /** Fills the area that at least three points enclose. */
  void area(Ink ink, double opacity, List<Point> outline);

  /** Draws a filled circle. */
  void dot(Ink ink, Point centre, double radius);

  /** Writes a text; the point is on its base line. */
  void text(Lettering letters, Point at, String text);

  /** Draws, clipped to the box. */
  void inside(Box box, Runnable drawing);
}
