package dev.serin.gate;

import java.math.BigDecimal;

/**
 * The name of a mark in the evidence: a value that stands instead of adding up. Times are in
 * milliseconds since 1970.
 *
 * <p>Evidence on disk has these names: they never change.
 */
record Mark(String name) {
  /** When the last call came. */
  static final Mark LAST_CALL = new Mark("calls.last");

  /** When the last call of the canary came. */
  static final Mark LAST_CANARY_CALL = new Mark("calls.last.canary");

  /** When the last label came that came in time. */
  static final Mark LAST_LABEL = new Mark("labels.last");

  /** Up to when cells of cohorts have closed. */
  static final Mark CELLS_CLOSED = new Mark("cohorts.closed");

  /** Cohorts that began before count for nothing. */
  static final Mark COHORTS_SINCE = new Mark("cohorts.since");

  /** Stable's p95 before the canary, in nanoseconds. */
  static final Mark SERVICE_STABLE = new Mark("service.stable");

  /** When other versions had users too: since then it is not known where each user belongs. */
  static final Mark SRM_UNKNOWN = new Mark("srm.unknown");

  /** The average run length of the watch for a change, in calls. */
  static final Mark RUN_LENGTH = new Mark("watch.change");

  /** Returns the mark of a quantile of stable's latency, in nanoseconds. */
  static Mark latency(BigDecimal q) {
    return new Mark(Alarm.quantile(q));
  }
}
