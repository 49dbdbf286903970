package dev.serin.model;

import java.time.Duration;
import java.util.OptionalInt;

/**
 * How requests of a model share runs.
 *
 * @param maxBatch the most rows of a run; empty to learn it
 * @param maxBatchDelay how long the first request of a run waits for others; zero runs whatever
 *     waits once a runner is free
 * @param maxQueueWait the longest wait for a runner: a request that would wait longer is refused
 * @param intraOpThreads the threads that share the work of one operator, of versions loaded from
 *     now on
 * @param maxRuns the most runs of one version at a time; empty for as many as there are runners
 */
public record BatchSettings(
    OptionalInt maxBatch,
    Duration maxBatchDelay,
    Duration maxQueueWait,
    int intraOpThreads,
    OptionalInt maxRuns) {
  /** The settings of a model without any. */
  public static final BatchSettings DEFAULT =
      new BatchSettings(OptionalInt.empty(), Duration.ZERO, Duration.ofSeconds(1), 1);

  /** Returns settings whose versions may use all runners at a time. */
  public BatchSettings(
      OptionalInt maxBatch, Duration maxBatchDelay, Duration maxQueueWait, int intraOpThreads) {
    this(maxBatch, maxBatchDelay, maxQueueWait, intraOpThreads, OptionalInt.empty());
  }

  /** Checks that the values make sense. */
  public BatchSettings {
    if (maxBatch.isPresent() && maxBatch.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "maxBatch: " + maxBatch.getAsInt() + " (expected: at least 1)");
    }
    if (maxBatchDelay.isNegative() || maxBatchDelay.compareTo(maxQueueWait) >= 0) {
      throw new IllegalArgumentException("maxBatchDelay: " + maxBatchDelay.toMillis()
          + " ms (expected: from 0 to less than maxQueueWait, " + maxQueueWait.toMillis()
          + " ms)");
    }
    if (intraOpThreads < 1) {
      throw new IllegalArgumentException(
          "intraOpThreads: " + intraOpThreads + " (expected: at least 1)");
    }
    if (maxRuns.isPresent() && maxRuns.getAsInt() < 1) {
      throw new IllegalArgumentException(
          "maxRuns: " + maxRuns.getAsInt() + " (expected: at least 1)");
    }
  }
}
