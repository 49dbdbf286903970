package dev.serin.gate;

import dev.serin.gate.Trial.Phase;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The progress of the step in force, before any observation is left out.
 *
 * @param elapsed since the step began
 * @param sinceCall since the last call of either role
 * @param sinceCanaryCall since the canary's last call in this step, or since the step began
 * @param sinceLabel since the last label that came in time for either role, or since the step began
 * @param canaryUsers distinct ones; 0 where they have no share
 * @param stableLabels that came in time
 * @param firstCohortSettled whether labels of this step have been compared at two ages
 */
public record Progress(
    Step step,
    Duration elapsed,
    Duration sinceCall,
    Duration sinceCanaryCall,
    Duration sinceLabel,
    long canaryCalls,
    long canaryUsers,
    long stableLabels,
    long canaryLabels,
    boolean firstCohortSettled) {

  /** Returns the progress at this time, in milliseconds since 1970; empty before the first step. */
  public static Optional<Progress> of(Evidence evidence, long millis) {
    var closed = evidence.closed();
    return closed.step().map(step -> of(closed, step, millis));
  }

  /** Returns the progress of the step or phase in force; empty before it has begun. */
  static Optional<Progress> of(Evidence evidence, Phase phase, long millis) {
    return phase == Phase.SPLIT
        ? of(evidence, millis)
        : PhaseMarks.start(evidence, phase).map(start -> of(evidence, phase, start, millis));
  }

  private static Progress of(Evidence evidence, Phase phase, Step start, long millis) {
    boolean shadow = phase == Phase.SHADOW;
    var copies = evidence.numbers(Series.COPIES).total();
    var pairs = evidence.numbers(Series.PAIRS).total();
    var watched = evidence.numbers(Series.WATCH_CALLS).total();
    var sinceCall = since(PhaseMarks.lastCall(evidence, phase), start, millis);
    long labels = shadow ? (long) pairs[0] : 0;
    return new Progress(
        start,
        Duration.ofMillis(millis - start.startMillis()),
        sinceCall,
        sinceCall,
        since(PhaseMarks.lastLabel(evidence, phase), start, millis),
        (long) (shadow ? copies[0] : watched[0]),
        0,
        labels,
        labels,
        false);
  }

  private static Progress of(Evidence evidence, Step step, long millis) {
    int number = step.number();
    var labels = evidence.numbers(Series.LABELS).at(number);
    long last = evidence.marked(Mark.LAST_CALL).orElse(step.startMillis());
    return new Progress(
        step,
        Duration.ofMillis(millis - step.startMillis()),
        Duration.ofMillis(Math.max(0, millis - last)),
        since(evidence.marked(Mark.LAST_CANARY_CALL), step, millis),
        since(evidence.marked(Mark.LAST_LABEL), step, millis),
        (long) evidence.numbers(Series.CALLS).at(number)[0],
        (long) evidence.numbers(Series.USERS).at(number)[0],
        (long) labels[1],
        (long) labels[0],
        evidence.numbers(Series.COHORTS_SEEN).at(number)[0] > 0);
  }

  /** The time since a mark or, if that is later, the beginning of the step. */
  private static Duration since(OptionalLong mark, Step step, long millis) {
    long last = Math.max(mark.orElse(0), step.startMillis());
    return Duration.ofMillis(Math.max(0, millis - last));
  }
}
