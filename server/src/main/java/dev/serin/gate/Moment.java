package dev.serin.gate;

import static java.util.Objects.requireNonNull;

import java.time.Instant;

/**
 * A point in time by both clocks.
 *
 * @param time by the wall clock, which is for people and schedules
 * @param millis by the statistics clock, by which everything is measured
 */
public record Moment(Instant time, long millis) {
  /** Checks that the parts are there. */
  public Moment {
    requireNonNull(time, "time");
  }

  /** Returns a time at which both clocks agree. */
  public static Moment of(Instant time) {
    return new Moment(time, time.toEpochMilli());
  }
}
