package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.TrialReport;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * What there is to see when somebody looks at a rollout. The durations are those of a clock that
 * only goes forward, of the time in which the gateway ran.
 *
 * @param elapsed since the phase began, without pauses
 * @param inState since the state began
 * @param stoodStill whether nobody looked for so long that it is not known what happened meanwhile
 * @param report what the gates say; empty before the first step
 */
public record Sight(
    Instant now,
    Duration elapsed,
    Duration inState,
    boolean stoodStill,
    Optional<TrialReport> report) {
  /** Checks that the parts are there. */
  public Sight {
    requireNonNull(now, "now");
    requireNonNull(elapsed, "elapsed");
    requireNonNull(inState, "inState");
  }

  /** What the gates say, if it is about the phase that a rollout is in, and not a former one. */
  Optional<TrialReport> report(Rollout rollout) {
    return report.filter(found ->
        found.trial().id().equals(rollout.identity().id()) && found.revision() >= rollout.phase());
  }
}
