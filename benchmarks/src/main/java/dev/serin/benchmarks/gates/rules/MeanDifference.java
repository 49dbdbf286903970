package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Label;
import dev.serin.gate.Step;

/**
 * How much worse the canary looks by the mean of all labels that have arrived since the rollout
 * began. Never stops.
 */
public final class MeanDifference implements Rule {
  private final boolean fromBefore;
  private final double[] sums = new double[2];
  private final long[] labels = new long[2];
  private boolean begun;

  /**
   * Begins to add.
   *
   * @param fromBefore whether labels count whose prediction is from before the rollout
   */
  public MeanDifference(boolean fromBefore) {
    this.fromBefore = fromBefore;
  }

  @Override
  public void begin(Step step) {
    begun = true;
  }

  @Override
  public void label(int step, Label label) {
    if (begun && (step > 0 || fromBefore)) {
      int role = label.canary() ? 1 : 0;
      sums[role] += label.loss();
      labels[role]++;
    }
  }

  @Override
  public boolean stops() {
    return false;
  }

  /** Returns the canary's mean less stable's, in percentage points. */
  public double points() {
    return 100 * (sums[1] / labels[1] - sums[0] / labels[0]);
  }
}
