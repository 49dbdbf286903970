package dev.serin.model;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * What one source of settings says about how requests of a model share runs; empty where it says
 * nothing. Thread-safe: immutable.
 *
 * @param maxBatch the most rows of a run; empty within to learn it
 * @param maxBatchDelay how long the first request of a run waits for others
 * @param maxQueueWait the longest wait for a runner
 * @param intraOpThreads the threads that share the work of one operator
 * @param maxRuns the most runs of one version at a time
 */
public record BatchChoice(
    Optional<OptionalInt> maxBatch,
    Optional<Duration> maxBatchDelay,
    Optional<Duration> maxQueueWait,
    OptionalInt intraOpThreads,
    OptionalInt maxRuns) {
  /** A source that says nothing. */
  public static final BatchChoice NONE = new BatchChoice(
      Optional.empty(),
      Optional.empty(),
      Optional.empty(),
      OptionalInt.empty(),
      OptionalInt.empty());

  public BatchChoice {
    requireNonNull(maxBatch, "maxBatch");
    requireNonNull(maxBatchDelay, "maxBatchDelay");
    requireNonNull(maxQueueWait, "maxQueueWait");
    requireNonNull(intraOpThreads, "intraOpThreads");
    requireNonNull(maxRuns, "maxRuns");
  }

  /**
   * Returns the settings of this source, with the defaults in place of what it leaves out. Throws
   * {@link IllegalArgumentException} if they make no sense.
   */
  public BatchSettings settings() {
    var unset = BatchSettings.DEFAULT;
    return new BatchSettings(
        maxBatch.orElse(unset.maxBatch()),
        maxBatchDelay.orElse(unset.maxBatchDelay()),
        maxQueueWait.orElse(unset.maxQueueWait()),
        intraOpThreads.orElse(unset.intraOpThreads()),
        maxRuns);
  }

  /**
   * Returns the settings of two sources, each of which makes sense by itself. This one comes first;
   * where its delay or wait contradicts that of the other, the other's do not count.
   */
  public BatchSettings over(BatchChoice other) {
    var delay = maxBatchDelay.or(other::maxBatchDelay);
    var wait = maxQueueWait.or(other::maxQueueWait);
    var unset = BatchSettings.DEFAULT;
    boolean fit =
        delay.orElse(unset.maxBatchDelay()).compareTo(wait.orElse(unset.maxQueueWait())) < 0;
    return new BatchChoice(
            maxBatch.or(other::maxBatch),
            fit ? delay : maxBatchDelay,
            fit ? wait : maxQueueWait,
            intraOpThreads.isPresent() ? intraOpThreads : other.intraOpThreads,
            maxRuns.isPresent() ? maxRuns : other.maxRuns)
        .settings();
  }
}
