package dev.serin.benchmarks.gates.figures;

/**
 * A figure that was simulated.
 *
 * @param low the lower end of what chance leaves to it, at 99 %
 * @param high the upper end
 * @param tail the value that 90 % of the replications do not exceed; NaN where it says nothing
 */
public record Estimate(Unit unit, double value, double low, double high, double tail) {
  /** No figure. */
  public static final Estimate NONE = exact(Unit.COUNT, Double.NaN);

  /** Standard deviations on either side that hold 99 %. */
  static final double WIDTH = 2.576;

  /** The width of an interval of a fifth on either side. */
  private static final double ROUGH = 0.4;

  /** A figure that does not depend on chance. */
  public static Estimate exact(Unit unit, double value) {
    return new Estimate(unit, value, value, value, Double.NaN);
  }

  /** The median; its interval is that of order statistics, which holds for any distribution. */
  public static Estimate median(Unit unit, Sample sample) {
    double spread = WIDTH / 2 / Math.sqrt(sample.size());
    return new Estimate(
        unit,
        sample.quantile(0.5),
        sample.quantile(0.5 - spread),
        sample.quantile(0.5 + spread),
        sample.quantile(0.9));
  }

  /** The median number of calls, labels, pairs or users. */
  public static Estimate median(Sample sample) {
    return median(Unit.COUNT, sample);
  }

  /** The mean, by the normal approximation. */
  public static Estimate mean(Unit unit, Sample sample) {
    double mean = sample.mean();
    double spread = WIDTH * Math.sqrt(sample.variance() / sample.size());
    return new Estimate(unit, mean, mean - spread, mean + spread, Double.NaN);
  }

  /** The share of the replications that came to anything. */
  public static Estimate rate(Sample sample) {
    return rate(sample.finite(), sample.size());
  }

  /** The share of so many replications, with Wilson's interval. */
  public static Estimate rate(double hits, int of) {
    double share = hits / of;
    double z2 = WIDTH * WIDTH / of;
    double middle = (share + z2 / 2) / (1 + z2);
    double spread = Math.sqrt(z2 * (share * (1 - share) + z2 / 4)) / (1 + z2);
    return new Estimate(
        Unit.PERCENT,
        share,
        Math.max(0, middle - spread),
        Math.min(1, middle + spread),
        Double.NaN);
  }

  boolean isPresent() {
    return !Double.isNaN(value);
  }

  /**
   * Returns the figure as it is printed: with the tail in brackets, and with ~ in front where
   * chance leaves a fifth or more to a figure that is not a rate.
   */
  public String text() {
    if (!isPresent()) {
      return "";
    }
    boolean rough = unit != Unit.PERCENT && high - low > ROUGH * Math.abs(value);
    return (rough ? "~" : "")
        + unit.text(value)
        + (Double.isNaN(tail) ? "" : " (" + unit.text(tail) + ")");
  }
}
