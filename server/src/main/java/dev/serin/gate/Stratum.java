package dev.serin.gate;

import dev.serin.model.Role;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Arrays;

/**
 * Observations of one step that are compared with each other only. Confined to one thread.
 *
 * <p>It is full when each role can be expected to have three observations, there are 50 at least
 * and a second has passed; or with 20,000. A slow one ends after 30 seconds if both roles have an
 * observation, else after 10 minutes. All times count from its first observation.
 */
final class Stratum {
  static final int MOST = 20_000;
  private static final int LEAST = 50;
  private static final BigDecimal EXPECTED_EACH = BigDecimal.valueOf(3);
  private static final long FULL_MILLIS = 1_000;
  private static final long SLOW_MILLIS = 30_000;
  private static final long LONGEST_MILLIS = 600_000;

  final int step;
  private final int size;
  private final double[] tally = new double[Tally.WIDTH];
  private int count;
  /** Over the bad ones, how many calls shared the run. */
  private long together;

  private boolean first;
  private long startMillis;
  private long dueMillis = Long.MAX_VALUE;

  private Stratum(int step, int size) {
    this.step = step;
    this.size = size;
  }

  /** Makes one that is empty, for a step. */
  static Stratum of(Step step) {
    return new Stratum(step.number(), size(step.share()));
  }

  /** Makes one of no step, that stays empty. */
  static Stratum none() {
    return new Stratum(0, 0);
  }

  /** How many observations make it full; 0 if there is nothing to compare. */
  static int size(BigDecimal share) {
    var smaller = share.min(BigDecimal.ONE.subtract(share));
    if (smaller.signum() == 0) {
      return 0;
    }
    var expected = EXPECTED_EACH.divide(smaller, 0, RoundingMode.CEILING);
    return expected.max(BigDecimal.valueOf(LEAST)).min(BigDecimal.valueOf(MOST)).intValue();
  }

  /**
   * Adds an observation; returns whether the stratum is complete.
   *
   * @param inFirst whether it is of the step's first window, as then are all of the stratum
   * @param sharing how many calls shared its run
   */
  boolean add(long millis, boolean inFirst, Role role, boolean bad, int sharing) {
    if (size == 0) {
      return false;
    }
    if (count == 0) {
      startMillis = millis;
      first = inFirst;
    }
    Tally.count(tally, role, bad);
    if (bad) {
      together += sharing;
    }
    count++;
    dueMillis = startMillis + lasts();
    return millis >= dueMillis || count >= MOST;
  }

  boolean isEmpty() {
    return count == 0;
  }

  /** When it ends if nothing more is observed; never while it is empty. */
  long dueMillis() {
    return dueMillis;
  }

  /** Adds what was observed to the wealth, and starts over. */
  void moveTo(Iterable<OddsWealth> wealths) {
    for (var wealth : wealths) {
      wealth.add(step, first, tally, meanTogether());
    }
    Arrays.fill(tally, 0);
    count = 0;
    together = 0;
    dueMillis = Long.MAX_VALUE;
  }

  /** How many calls shared the run of a bad one, on average; 1 if none is bad. */
  private double meanTogether() {
    double bad = tally[Tally.CANARY + 1] + tally[Tally.STABLE + 1];
    return bad == 0 ? 1 : Math.max(1, together / bad);
  }

  private long lasts() {
    if (count >= size) {
      return FULL_MILLIS;
    }
    boolean both = tally[Tally.CANARY] > 0 && tally[Tally.STABLE] > 0;
    return both ? SLOW_MILLIS : LONGEST_MILLIS;
  }
}
