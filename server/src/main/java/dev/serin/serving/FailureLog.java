package dev.serin.serving;

import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs failed runs at a limited rate: the first one of a version, and after 10 s the next one with
 * the number left out. The metrics count all of them.
 *
 * <p>Thread-safe.
 */
final class FailureLog {
  static final Duration SILENCE = Duration.ofSeconds(10);

  private static final Logger log = LoggerFactory.getLogger(FailureLog.class);

  private final Map<VersionId, Silence> silences = new ConcurrentHashMap<>();

  /** When a failure of a version was last logged, and how many were left out since. */
  private record Silence(long sinceNanos, long leftOut) {}

  /** Drops the state of versions that are not loaded. */
  void forget(VersionPool pool) {
    silences.keySet().removeIf(version -> !pool.isLoaded(version));
  }

  void failed(VersionId version, Throwable failure, long nowNanos) {
    silences.compute(version, (id, silence) -> {
      if (silence != null && nowNanos - silence.sinceNanos() < SILENCE.toNanos()) {
        return new Silence(silence.sinceNanos(), silence.leftOut() + 1);
      }
      long leftOut = silence == null ? 0 : silence.leftOut();
      log.error("{}: a call failed ({} more since the last line)", id, leftOut, failure);
      return new Silence(nowNanos, 0);
    });
  }
}
