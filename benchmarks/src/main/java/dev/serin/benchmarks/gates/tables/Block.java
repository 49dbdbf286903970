package dev.serin.benchmarks.gates.tables;

/** Losses in order of arrival since the last difference. Confined to one thread. */
final class Block {
  private int canary;
  private double canaryLoss;
  private int stable;
  private double stableLoss;

  void add(boolean ofCanary, double loss) {
    if (ofCanary) {
      canary++;
      canaryLoss += loss;
    } else {
      stable++;
      stableLoss += loss;
    }
  }

  boolean isFull() {
    return canary > 0 && stable > 0;
  }

  /** Returns the difference of the means, and begins anew. */
  double take() {
    double difference = canaryLoss / canary - stableLoss / stable;
    canary = 0;
    canaryLoss = 0;
    stable = 0;
    stableLoss = 0;
    return difference;
  }
}
