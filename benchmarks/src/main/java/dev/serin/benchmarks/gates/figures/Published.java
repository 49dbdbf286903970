package dev.serin.benchmarks.gates.figures;

/**
 * A figure to reach.
 *
 * @param low the smallest of the values that it stands for
 * @param high the largest
 * @param error what chance may have added to it where it was found
 * @param tail the value that 90 % did not exceed; NaN where it was not told
 */
public record Published(Unit unit, double low, double high, double error, double tail) {
  /** No figure. */
  public static final Published NONE =
      new Published(Unit.COUNT, Double.NaN, Double.NaN, 0, Double.NaN);

  /** What every figure may deviate. */
  static final double TOLERANCE = 0.2;

  /** A median number of calls, labels, pairs or users. */
  public static Published median(double value) {
    return median(value, Double.NaN);
  }

  public static Published median(double value, double tail) {
    return new Published(Unit.COUNT, value, value, 0, tail);
  }

  /** A median that takes other units. */
  public static Published median(Unit unit, double value) {
    return new Published(unit, value, value, 0, Double.NaN);
  }

  /** Shares of so many replications. */
  public static Published rate(double low, double high, int replications) {
    var found = Estimate.rate(high * replications, replications);
    double error = Math.max(found.high() - high, high - found.low());
    return new Published(Unit.PERCENT, low, high, error, Double.NaN);
  }

  /** A figure that is only shown, as it depends on more than what was told. */
  public static Published shown(Unit unit, double value) {
    return new Published(unit, value, value, Double.POSITIVE_INFINITY, Double.NaN);
  }

  /** A share that follows from the distributions, without any chance. */
  public static Published exact(double share) {
    return new Published(Unit.PERCENT, share, share, 0, Double.NaN);
  }

  boolean isPresent() {
    return !Double.isNaN(low);
  }

  /** Whether the estimate may be within 20 %, given what chance did to either. */
  boolean agrees(Estimate estimate) {
    return agrees(estimate, error);
  }

  private boolean agrees(Estimate estimate, double error) {
    if (Double.isInfinite(low)) {
      return Double.isInfinite(estimate.value());
    }
    return estimate.high() >= low - TOLERANCE * Math.abs(low) - error
        && estimate.low() <= high + TOLERANCE * Math.abs(high) + error;
  }

  /** Whether the estimate is within 20 %, whatever chance did. */
  boolean isClose(Estimate estimate) {
    return agrees(Estimate.exact(estimate.unit(), estimate.value()), 0);
  }

  /** Returns the estimate as a multiple of the figure; of its middle, where it is a range. */
  double ratio(Estimate estimate) {
    return estimate.value() / ((low + high) / 2);
  }

  String text() {
    if (!isPresent()) {
      return "";
    }
    String range = low == high ? unit.text(low) : unit.text(low) + " - " + unit.text(high);
    return range + (Double.isNaN(tail) ? "" : " (" + unit.text(tail) + ")");
  }
}
