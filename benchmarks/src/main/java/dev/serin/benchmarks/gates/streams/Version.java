package dev.serin.benchmarks.gates.streams;

/**
 * How a version behaves. Thread-safe: immutable.
 *
 * @param wrong how often it is wrong, as a multiple of {@link Labels}
 */
public record Version(ErrorRate errors, Latency latency, double wrong) {
  /** One that fails so often, and is otherwise like any. */
  public static Version failing(double rate) {
    return new Version(ErrorRate.always(rate), Latency.USUAL, 1);
  }

  public Version with(ErrorRate others) {
    return new Version(others, latency, wrong);
  }

  public Version with(Latency other) {
    return new Version(errors, other, wrong);
  }

  /** One that takes so many times as long. */
  public Version slower(double factor) {
    return new Version(errors, latency.times(factor), wrong);
  }

  /** One that is wrong so many times as often. */
  public Version wrong(double factor) {
    return new Version(errors, latency, factor);
  }
}
