package dev.serin.demo.chart;

import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.ArrayList;
import java.util.List;
import java.util.function.DoubleFunction;

/**
 * Maps values to places on an axis.
 *
 * @param low the value at its start; above 0 if it is logarithmic
 * @param high the value at its end, above {@code low}
 */
public record Scale(double low, double high, boolean logarithmic, List<Tick> ticks) {
  /** How far from the axis a value may lie, as a multiple of its length. */
  private static final double FAR = 20;

  private static final double TEN = 10;
  private static final double[] STEPS = {1, 2, 5, TEN};
  private static final double TINY = 1e-9;

  /** The longest range in which a logarithmic axis shows 2 and 5 as well. */
  private static final double DECADES_IN_FULL = 1.7;

  /** A value with its text. */
  public record Tick(double value, String text) {}

  /** Copies the ticks. */
  public Scale {
    check(low, high, logarithmic);
    ticks = List.copyOf(ticks);
  }

  /** Returns a linear axis with ticks that are 1, 2 or 5 times a power of ten apart. */
  public static Scale linear(double low, double high, int most, DoubleFunction<String> text) {
    check(low, high, false);
    double step = step((high - low) / most);
    var ticks = new ArrayList<Tick>();
    for (long i = (long) Math.ceil(low / step - TINY); i * step <= high + TINY * step; i++) {
      ticks.add(tick(i * step, text));
    }
    return new Scale(low, high, false, ticks);
  }

  /**
   * Returns a logarithmic axis with ticks at powers of ten, and at 2 and 5 times these in a short
   * range.
   */
  public static Scale logarithmic(double low, double high, DoubleFunction<String> text) {
    check(low, high, true);
    boolean full = Math.log10(high / low) <= DECADES_IN_FULL;
    var ticks = new ArrayList<Tick>();
    for (int i = (int) Math.floor(Math.log10(low)); i <= Math.ceil(Math.log10(high)); i++) {
      for (double factor : full ? new double[] {1, 2, 5} : new double[] {1}) {
        double value = factor * Math.pow(TEN, i);
        if (value >= low * (1 - TINY) && value <= high * (1 + TINY)) {
          ticks.add(tick(value, text));
        }
      }
    }
    return new Scale(low, high, true, ticks);
  }

  /**
   * Returns the place of a value, from 0 at the start to 1 at the end. Values far outside, and
   * infinite ones, are moved closer but stay outside; NaN stays NaN.
   */
  public double place(double value) {
    double place = (of(value) - of(low)) / (of(high) - of(low));
    return Math.max(-FAR, Math.min(FAR, place));
  }

  private static void check(double low, double high, boolean logarithmic) {
    boolean rising = Double.isFinite(low) && Double.isFinite(high) && low < high;
    if (!rising || (logarithmic && low <= 0)) {
      throw new IllegalArgumentException("scale: " + low + " to " + high
          + " (expected: finite, rising, and above 0 if it is logarithmic)");
    }
  }

  private double of(double value) {
    return logarithmic ? Math.log10(Math.max(value, 0)) : value;
  }

  private static double step(double least) {
    double power = Math.pow(TEN, Math.floor(Math.log10(least)));
    for (double step : STEPS) {
      if (step * power >= least * (1 - TINY)) {
        return step * power;
      }
    }
    return TEN * power;
  }

  /** Rounds off the errors of adding fractions. */
  private static Tick tick(double value, DoubleFunction<String> text) {
    double clean =
        BigDecimal.valueOf(value).setScale(12, RoundingMode.HALF_EVEN).doubleValue();
    return new Tick(clean, text.apply(clean));
  }
}
