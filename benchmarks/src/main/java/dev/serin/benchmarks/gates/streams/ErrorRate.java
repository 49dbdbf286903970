package dev.serin.benchmarks.gates.streams;

/** How likely a call fails, by its user and when it comes. Thread-safe: immutable. */
@FunctionalInterface
public interface ErrorRate {

  /**
   * Returns the probability.
   *
   * @param millis since the rollout began
   */
  double of(long user, long millis);

  static ErrorRate always(double rate) {
    return (user, millis) -> rate;
  }

  /** One rate up to a time, and another from then on. */
  static ErrorRate from(double rate, long sinceMillis, double then) {
    return (user, millis) -> millis < sinceMillis ? rate : then;
  }

  /**
   * Users who differ: a rate for each from a Beta distribution of this mean and standard deviation.
   */
  static ErrorRate spread(double mean, double deviation) {
    return new Spread(mean, deviation);
  }
}
