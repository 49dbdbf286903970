package dev.serin.demo.report;

import dev.serin.demo.Performance;
import dev.serin.demo.Played;
import dev.serin.demo.chart.Chart.Label;
import dev.serin.demo.chart.Figure;
import dev.serin.demo.chart.Ink;
import dev.serin.demo.chart.Pen;
import dev.serin.demo.chart.Pen.Anchor;
import dev.serin.demo.chart.Pen.Lettering;
import dev.serin.demo.chart.Pen.Point;
import dev.serin.demo.chart.PixelPen;
import java.awt.Color;
import java.awt.Graphics2D;
import java.awt.image.BufferedImage;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.List;
import javax.imageio.ImageIO;

/** All acts in one picture, two or three side by side. */
final class Poster {
  static final int WIDTH = 1600;

  private static final double UNITS = 960;
  private static final double SCALE = WIDTH / UNITS;
  private static final int MOST_COLUMNS = 3;
  private static final double EDGE = 16;
  private static final double GAP = 18;
  private static final double HEAD = 52;
  private static final double TITLE_AT = 34;
  private static final double TITLE = 19;
  private static final double ACT_HEAD = 44;
  private static final double ACT_TITLE_AT = 18;
  private static final double ACT_LINE_AT = 36;
  private static final double ACT_TITLE = 15;
  private static final double ACT_LINE = 13;
  private static final double KEY = 13;

  private final Performance performance;
  private final List<Figure> figures;
  private final int columns;
  private final double columnWidth;
  private final double rowHeight;

  Poster(Performance performance) {
    this.performance = performance;
    this.figures = performance.acts().stream().map(ActFigure::of).toList();
    // Four in two rows of two, rather than in one of three and one of one.
    this.columns = figures.size() > MOST_COLUMNS ? 2 : Math.max(1, figures.size());
    this.columnWidth = (UNITS - 2 * EDGE - (columns - 1) * GAP) / columns;
    this.rowHeight =
        ACT_HEAD + GAP + figures.stream().mapToDouble(Figure::height).max().orElse(0);
  }

  /** Returns the picture as a PNG file. */
  byte[] png() throws IOException {
    int rows = (figures.size() + columns - 1) / columns;
    int height = (int) Math.ceil((HEAD + rows * rowHeight) * SCALE);
    var image = new BufferedImage(WIDTH, height, BufferedImage.TYPE_INT_RGB);
    var graphics = image.createGraphics();
    try {
      graphics.setColor(new Color(Ink.PAPER.light()));
      graphics.fillRect(0, 0, WIDTH, height);
      graphics.scale(SCALE, SCALE);
      draw(graphics);
    } finally {
      graphics.dispose();
    }
    var bytes = new ByteArrayOutputStream();
    ImageIO.setUseCache(false);
    ImageIO.write(image, "png", bytes);
    return bytes.toByteArray();
  }

  private void draw(Graphics2D graphics) {
    head(new PixelPen(graphics));
    for (int i = 0; i < figures.size(); i++) {
      int row = i / columns;
      double left = EDGE + (i - row * columns) * (columnWidth + GAP);
      double top = HEAD + row * rowHeight;
      var own = (Graphics2D) graphics.create();
      try {
        own.translate(left, top);
        var pen = new PixelPen(own);
        act(pen, performance.acts().get(i));
        own.translate(0, ACT_HEAD);
        figures.get(i).draw(pen, columnWidth);
      } finally {
        own.dispose();
      }
    }
  }

  /** The title, and to the right the key to the colours. */
  private void head(Pen pen) {
    var title = new Lettering(Ink.TEXT, TITLE, true, Anchor.START);
    pen.text(title, new Point(EDGE, TITLE_AT), Story.title(performance));
    key(pen, Ink.STABLE, "stable", UNITS - EDGE - 2 * ACT_HEAD);
    key(pen, Ink.CANDIDATE, "candidate", UNITS - EDGE);
  }

  private static void key(Pen pen, Ink ink, String name, double right) {
    pen.text(new Lettering(ink, KEY, true, Anchor.END), new Point(right, TITLE_AT), name);
  }

  private void act(Pen pen, Played played) {
    var heading =
        Label.bold(Ink.TEXT, Story.heading(played), "Act " + played.act().number());
    write(pen, heading, ACT_TITLE, ACT_TITLE_AT);
    var outcome = new Outcome(played);
    write(pen, Label.bold(outcome.ink(), outcome.line(), outcome.word()), ACT_LINE, ACT_LINE_AT);
  }

  private void write(Pen pen, Label label, double size, double y) {
    var text = label.fitting(columnWidth, size);
    pen.text(new Lettering(label.ink(), size, label.bold(), Anchor.START), new Point(0, y), text);
  }
}
