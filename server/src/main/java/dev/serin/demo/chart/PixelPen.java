package dev.serin.demo.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.font.TextLayout;
import java.awt.geom.AffineTransform;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import java.awt.geom.Rectangle2D;
import java.util.List;
import java.util.Map;

/** Draws on light paper, in the JVM's own sans serif. */
public final class PixelPen implements Pen {
  private static final float[] DASHES = {4, 3};
  private static final float MITER = 10;
  private static final int OPAQUE = 255;

  private final Graphics2D graphics;

  /** Uses the scale and origin of the graphics. */
  public PixelPen(Graphics2D graphics) {
    this.graphics = graphics;
    graphics.addRenderingHints(Map.of(
        RenderingHints.KEY_ANTIALIASING,
        RenderingHints.VALUE_ANTIALIAS_ON,
        RenderingHints.KEY_TEXT_ANTIALIASING,
        RenderingHints.VALUE_TEXT_ANTIALIAS_ON,
        RenderingHints.KEY_FRACTIONALMETRICS,
        RenderingHints.VALUE_FRACTIONALMETRICS_ON,
        RenderingHints.KEY_STROKE_CONTROL,
        RenderingHints.VALUE_STROKE_PURE));
  }

  @Override
  public void line(Stroke stroke, List<Point> points) {
    graphics.setColor(color(stroke.ink(), 1));
    graphics.setStroke(stroke(stroke));
    graphics.draw(path(points));
  }

  @Override
  public void area(Ink ink, double opacity, List<Point> outline) {
    var path = path(outline);
    path.closePath();
    graphics.setColor(color(ink, opacity));
    graphics.fill(path);
  }

  @Override
  public void dot(Ink ink, Point centre, double radius) {
    graphics.setColor(color(ink, 1));
    graphics.fill(
        new Ellipse2D.Double(centre.x() - radius, centre.y() - radius, 2 * radius, 2 * radius));
  }

  @Override
  public void text(Lettering letters, Point at, String text) {
    if (text.isEmpty()) {
      return;
    }
    var font = new Font(Font.SANS_SERIF, letters.bold() ? Font.BOLD : Font.PLAIN, 1)
        .deriveFont((float) letters.size());
    var layout = new TextLayout(text, font, graphics.getFontRenderContext());
    double left = at.x() - share(letters.anchor()) * layout.getAdvance();
    var outline = layout.getOutline(AffineTransform.getTranslateInstance(left, at.y()));
    graphics.setColor(color(letters.ink(), 1));
    graphics.fill(outline);
  }

  @Override
  public void inside(Box box, Runnable drawing) {
    var before = graphics.getClip();
    graphics.clip(new Rectangle2D.Double(box.left(), box.top(), box.width(), box.height()));
    drawing.run();
    graphics.setClip(before);
  }

  /** The share of a text that lies before its point. */
  private static double share(Anchor anchor) {
    return switch (anchor) {
      case START -> 0;
      case MIDDLE -> 0.5;
      case END -> 1;
    };
  }

  private static BasicStroke stroke(Stroke stroke) {
    float width = (float) stroke.width();
    return stroke.dashed()
        ? new BasicStroke(
            width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, MITER, DASHES.clone(), 0)
        : new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND);
  }

  private static Path2D path(List<Point> points) {
    var path = new Path2D.Double();
    path.moveTo(points.get(0).x(), points.get(0).y());
    points.stream().skip(1).forEach(point -> path.lineTo(point.x(), point.y()));
    return path;
  }

  private static Color color(Ink ink, double opacity) {
    var color = new Color(ink.light());
    int alpha = (int) Math.round(opacity * OPAQUE);
    return new Color(color.getRed(), color.getGreen(), color.getBlue(), alpha);
  }
}
