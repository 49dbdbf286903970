package dev.serin.batching;

import dev.serin.model.LoadedVersion;

/*
 * Of two equally fast versions, the one with the smaller share runs smaller batches, which end
 * sooner. On the other hand, stable's requests that arrive during a run all go into the next one,
 * while the canary's also wait for that one, since stable's first request is older. Which of the two
 * outweighs depends on the number of runners, the load, and what else the machine does. So it is
 * measured, and made up for.
 */

/**
 * The time by which a version's requests count as younger when a runner chooses between them and
 * stable's. It is adjusted so that two equally fast versions answer equally late. It does not make
 * up for slow runs, which count as if stable had run them, nor for the way to another process.
 *
 * <p>Confined to the lock of its {@link Schedule}.
 */
final class Handicap {
  /** How many requests are answered between two adjustments. */
  static final int REQUESTS = 32;

  /** The part of a difference that an adjustment makes up for. */
  private static final double GAIN = 0.5;

  private long nanos;
  private double sum;
  private long requests;

  /** In nanoseconds; negative if the requests count as older. */
  long nanos() {
    return nanos;
  }

  /** Counts the requests of a finished run, and adjusts the handicap if there were enough. */
  void ended(Batch batch, LoadedVersion stable, Handicap stables, long nowNanos) {
    add(batch, stable, nowNanos);
    if (stables == this) {
      nanos = 0;
    } else if (requests >= REQUESTS && stables.requests > 0) {
      double theirs = stables.mean();
      double most = Math.max(0, theirs);
      double next = nanos + GAIN * (theirs - mean());
      nanos = (long) Math.min(most, Math.max(-most, next));
      clear();
      stables.clear();
    }
  }

  /** Adds the time from the arrival of each request to its answer, on average over the run. */
  private void add(Batch batch, LoadedVersion stable, long nowNanos) {
    double afterStart = batch.nanos() * speed(batch, stable) + (nowNanos - batch.endNanos()) / 2.0;
    for (var member : batch.members()) {
      sum += batch.startNanos() - member.queuedNanos() + afterStart;
    }
    requests += batch.members().size();
  }

  /** How long stable's runs of this size take, as a multiple of the version's own. */
  private static double speed(Batch batch, LoadedVersion stable) {
    var version = batch.queue().version();
    if (version == stable) {
      return 1;
    }
    double own = version.runTimes().expectedWorkNanos(batch.rows());
    double stables = stable.runTimes().expectedWorkNanos(batch.rows());
    return own > 0 && stables > 0 ? stables / own : 1;
  }

  private double mean() {
    return sum / requests;
  }

  private void clear() {
    sum = 0;
    requests = 0;
  }
}
