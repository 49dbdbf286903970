package dev.serin.forecast;

/**
 * The rates of a model's calls, labels and errors, and its loss.
 *
 * @param callsPerSecond of all users
 * @param labels the share of the calls that get a label in time
 * @param errors the share of the calls that fail
 * @param loss the mean loss of the labels
 */
public record Rates(double callsPerSecond, double labels, double errors, double loss) {
  public Rates {
    check(callsPerSecond > 0, "calls-per-second", callsPerSecond, "above 0");
    check(labels >= 0 && labels <= 1, "labels", labels, "from 0 to 1");
    check(errors >= 0 && errors < 1, "errors", errors, "from 0, below 1");
    check(loss >= 0 && loss <= 1, "loss", loss, "from 0 to 1");
  }

  private static void check(boolean holds, String name, double value, String expected) {
    if (!holds) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: " + expected + ")");
    }
  }
}
