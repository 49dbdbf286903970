package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.TrialReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * How a rollout stands when the controller evaluates it. The durations are those of a clock that
 * only goes forward, and count only the time in which the gateway ran.
 *
 * @param elapsed since the phase began, without pauses
 * @param inState since the state began
 * @param stalled whether the last evaluation was so long ago that it is not known what happened
 *     meanwhile
 * @param report what the gates say; empty before the first step
 * @param slower which part of the candidate's calls is slower than stable's; known only once a gate
 *     found that they are
 */
public record Observation(
    Instant now,
    Duration elapsed,
    Duration inState,
    boolean stalled,
    Optional<TrialReport> report,
    Optional<String> slower) {
  /** Checks that the parts are there. */
  public Observation {
    requireNonNull(now, "now");
    requireNonNull(elapsed, "elapsed");
    requireNonNull(inState, "inState");
  }

  /** The report of the gates, if it is about the present phase of a rollout, not a former one. */
  Optional<TrialReport> report(Rollout rollout) {
    return report.filter(found ->
        found.trial().id().equals(rollout.identity().id()) && found.revision() >= rollout.phase());
  }
}
