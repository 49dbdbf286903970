package dev.serin.benchmarks.gates.rollouts;

import java.math.BigDecimal;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;

/**
 * Draws what {@link Paths} has seen: evidence beside a p-value that is looked at again and again.
 */
final class Picture {
  private static final int WIDTH = 900;
  private static final int HEIGHT = 360;
  private static final int TOP = 60;
  private static final int BOTTOM = 310;
  private static final int PANEL = 370;
  private static final String CROSSED = "#c62828";
  private static final String CALM = "#90a4ae";

  private final StringBuilder svg = new StringBuilder();
  private final List<List<Paths.Point>> paths;
  private final double calls;

  private Picture(List<List<Paths.Point>> paths) {
    this.paths = paths;
    this.calls = paths.stream()
        .mapToDouble(path -> path.get(path.size() - 1).calls())
        .max()
        .orElse(1);
  }

  /** Returns the picture as SVG. */
  static String of(List<List<Paths.Point>> paths) {
    var picture = new Picture(paths);
    picture.draw();
    return picture.svg.toString();
  }

  private void draw() {
    add(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\""
            + " font-size=\"12\">",
        WIDTH, HEIGHT);
    add("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
    double threshold = paths.get(0).get(0).log10Threshold();
    new Panel(
            60,
            "Evidence E for more errors: " + paths.size() + " times two equal versions",
            Paths.Point::log10E,
            threshold,
            1)
        .draw(-2, 3, String.format(Locale.ROOT, "harm at E = %.0f", Math.pow(10, threshold)));
    new Panel(
            510,
            "p-value of a z-test on the same calls",
            point -> Math.log10(Math.max(point.pValue(), 1e-4)),
            -2,
            -1)
        .draw(-4, 0, "p = 0.01");
    add("</svg>");
  }

  private void add(String format, Object... values) {
    svg.append(String.format(Locale.ROOT, format, values)).append('\n');
  }

  /** One of the two diagrams. */
  private final class Panel {
    private final int left;
    private final String title;
    private final ToDoubleFunction<Paths.Point> value;
    private final double limit;
    /** 1 if values above the limit are alarms, -1 if those below are. */
    private final int direction;

    private double low;
    private double high;

    Panel(
        int left, String title, ToDoubleFunction<Paths.Point> value, double limit, int direction) {
      this.left = left;
      this.title = title;
      this.value = value;
      this.limit = limit;
      this.direction = direction;
    }

    void draw(int lowest, int highest, String name) {
      low = lowest;
      high = highest;
      for (int power = lowest; power <= highest; power++) {
        add(
            "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#eceff1\"/>",
            left, left + PANEL, y(power), y(power));
        add(
            "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
            left - 6, y(power) + 4, BigDecimal.ONE.scaleByPowerOfTen(power).toPlainString());
      }
      long alarms = paths.stream().filter(this::alarms).count();
      add("<text x=\"%d\" y=\"24\" font-size=\"13\" font-weight=\"bold\">%s</text>", left, title);
      add(
          "<text x=\"%d\" y=\"42\" fill=\"%s\">%d of %d ever cross the line</text>",
          left, alarms == 0 ? "#2e7d32" : CROSSED, alarms, paths.size());
      paths.stream().filter(path -> !alarms(path)).forEach(path -> line(path, CALM));
      paths.stream().filter(this::alarms).forEach(path -> line(path, CROSSED));
      add(
          "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"black\""
              + " stroke-dasharray=\"6 4\"/>",
          left, left + PANEL, y(limit), y(limit));
      add(
          "<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>",
          left + PANEL, y(limit) + (direction > 0 ? -6 : 16), name);
      add(
          "<text x=\"%d\" y=\"%d\" text-anchor=\"middle\">calls (0 to %,.0f)</text>",
          left + PANEL / 2, BOTTOM + 30, calls);
    }

    private boolean alarms(List<Paths.Point> path) {
      return path.stream().anyMatch(point -> direction * (value.applyAsDouble(point) - limit) >= 0);
    }

    private void line(List<Paths.Point> path, String colour) {
      var points = new StringBuilder();
      for (var point : path) {
        double bounded = Math.max(low, Math.min(high, value.applyAsDouble(point)));
        points.append(String.format(
            Locale.ROOT, "%.1f,%.1f ", left + PANEL * point.calls() / calls, y(bounded)));
      }
      add(
          "<polyline fill=\"none\" stroke=\"%s\" stroke-width=\"1\" points=\"%s\"/>",
          colour, points.toString().strip());
    }

    private double y(double power) {
      return BOTTOM - (BOTTOM - TOP) * (power - low) / (high - low);
    }
  }
}
