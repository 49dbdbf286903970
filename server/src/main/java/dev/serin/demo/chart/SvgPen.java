package dev.serin.demo.chart;

import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** Draws SVG as part of a page, whose style sheet sets the colours. */
public final class SvgPen implements Pen {
  private static final double HUNDRED = 100;

  private final StringBuilder out = new StringBuilder();

  /** Returns the drawing, with a description for screen readers. */
  public String svg(double width, double height, String words) {
    var size = number(width) + " " + number(height);
    return "<svg role=\"img\" viewBox=\"0 0 " + size + "\" aria-label=\"" + Markup.escape(words)
        + "\">\n" + out + "</svg>\n";
  }

  @Override
  public void line(Stroke stroke, List<Point> points) {
    out.append("<path class=\"s ")
        .append(stroke.ink().css())
        .append(stroke.dashed() ? " dashed" : "")
        .append("\" stroke-width=\"")
        .append(number(stroke.width()))
        .append("\" d=\"")
        .append(path(points))
        .append("\"/>\n");
  }

  @Override
  public void area(Ink ink, double opacity, List<Point> outline) {
    out.append("<path class=\"f ")
        .append(ink.css())
        .append("\" fill-opacity=\"")
        .append(number(opacity))
        .append("\" d=\"")
        .append(path(outline))
        .append("Z\"/>\n");
  }

  @Override
  public void dot(Ink ink, Point centre, double radius) {
    out.append("<circle class=\"f ")
        .append(ink.css())
        .append("\" cx=\"")
        .append(number(centre.x()))
        .append("\" cy=\"")
        .append(number(centre.y()))
        .append("\" r=\"")
        .append(number(radius))
        .append("\"/>\n");
  }

  @Override
  public void text(Lettering letters, Point at, String text) {
    out.append("<text class=\"f ")
        .append(letters.ink().css())
        .append(letters.bold() ? " bold" : "")
        .append(" ")
        .append(letters.anchor().name().toLowerCase(Locale.ROOT))
        .append("\" font-size=\"")
        .append(number(letters.size()))
        .append("\" x=\"")
        .append(number(at.x()))
        .append("\" y=\"")
        .append(number(at.y()))
        .append("\">")
        .append(Markup.escape(text))
        .append("</text>\n");
  }

  /** A nested svg element clips without needing a unique id. */
  @Override
  public void inside(Box box, Runnable drawing) {
    var corner = "\" x=\"" + number(box.left()) + "\" y=\"" + number(box.top());
    var size = "\" width=\"" + number(box.width()) + "\" height=\"" + number(box.height());
    out.append("<svg viewBox=\"")
        .append(number(box.left()) + " " + number(box.top()) + " ")
        .append(number(box.width()) + " " + number(box.height()))
        .append(corner + size + "\">\n");
    drawing.run();
    out.append("</svg>\n");
  }

  private static String path(List<Point> points) {
    return points.stream()
        .map(point -> number(point.x()) + " " + number(point.y()))
        .collect(Collectors.joining("L", "M", ""));
  }

  /** Returns a number with at most two digits after the point. */
  private static String number(double value) {
    double rounded = Math.round(value * HUNDRED) / HUNDRED;
    return rounded == Math.rint(rounded) ? Long.toString((long) rounded) : Double.toString(rounded);
  }
}
