package dev.serin.benchmarks.gates.streams;

import java.util.List;
import java.util.random.RandomGenerator;

/**
 * How much the canary gets and how busy the machine is, over a stream of calls. Thread-safe:
 * immutable.
 *
 * @param shares the canary's, in as many equal parts of the stream
 * @param spikes the share of time in which all calls take three times as long
 */
public record Load(String name, List<Double> shares, double spikes) {
  private static final int SPIKE = 500;
  private static final double SPIKE_FACTOR = 3;

  public static Load steady(double share) {
    return new Load("steady", List.of(share), 0);
  }

  /** A ramp, and spikes that slow both versions. */
  public static Load unsteady() {
    return new Load("spikes and ramp", List.of(0.05, 0.1, 0.25, 0.5), 0.1);
  }

  /** Begins a stream of so many calls. */
  public Stream begin(RandomGenerator random, int calls) {
    return new Stream(this, random, calls);
  }

  /** One stream. Confined to one thread. */
  public static final class Stream {
    private final Load load;
    private final RandomGenerator random;
    private final int calls;
    private int number;
    private double factor = 1;

    private Stream(Load load, RandomGenerator random, int calls) {
      this.load = load;
      this.random = random;
      this.calls = calls;
    }

    /** Goes to the next call, and returns whether it is the canary's. */
    public boolean nextIsCanary() {
      if (number % SPIKE == 0) {
        factor = random.nextDouble() < load.spikes ? SPIKE_FACTOR : 1;
      }
      double share = load.shares.get((int) ((long) number * load.shares.size() / calls));
      number++;
      return random.nextDouble() < share;
    }

    /** Draws how long it takes, in milliseconds, of a version that is as fast as stable. */
    public double millis() {
      return factor * Latency.USUAL.next(random);
    }
  }
}
