package dev.serin.demo;

import java.util.Arrays;
import java.util.random.RandomGenerator;

/**
 * The visits of all viewers, in order: a Poisson process, in which each viewer's part is given by
 * their activity. The same random numbers make the same visits. Confined to one thread.
 */
final class Visits {
  private final Viewers viewers;
  private final RandomGenerator chance;
  /** Cumulative activities. */
  private final double[] ends;

  Visits(Viewers viewers, RandomGenerator chance) {
    this.viewers = viewers;
    this.chance = chance;
    this.ends = viewers.list().stream().mapToDouble(Viewer::activity).toArray();
    // In this order, because another one changes the last bits of the sums.
    for (int i = 1; i < ends.length; i++) {
      ends[i] += ends[i - 1];
    }
  }

  Visit next() {
    double gap = chance.nextExponential();
    var viewer = viewers.list().get(index(chance.nextDouble() * ends[ends.length - 1]));
    double draw = chance.nextDouble();
    boolean answered = chance.nextDouble() < viewer.answers();
    double delay =
        viewer.delayMedianSeconds() * Math.exp(viewer.delaySigma() * chance.nextGaussian());
    return new Visit(viewer, gap, draw, answered, delay);
  }

  private int index(double activity) {
    int found = Arrays.binarySearch(ends, activity);
    return Math.min(found < 0 ? -found - 1 : found + 1, ends.length - 1);
  }
}
