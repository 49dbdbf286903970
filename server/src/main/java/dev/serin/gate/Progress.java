package dev.serin.gate;

import java.time.Duration;
import java.util.Optional;

/**
 * How far the step in force has come, before any observation is left out.
 *
 * @param elapsed since the step began
 * @param sinceCall since the last call of either role
 * @param canaryUsers distinct ones
 * @param stableLabels that came in time
 * @param firstCohortSettled whether labels of this step have been compared at two ages
 */
public record Progress(
    Step step,
    Duration elapsed,
    Duration sinceCall,
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

  private static Progress of(Evidence evidence, Step step, long millis) {
    int number = step.number();
    var labels = evidence.numbers(LabelGates.LABELS, LabelGates.BY_ROLE_TWICE).at(number);
    long last = evidence.marked(CallGates.LAST_CALL).orElse(step.startMillis());
    return new Progress(
        step,
        Duration.ofMillis(millis - step.startMillis()),
        Duration.ofMillis(Math.max(0, millis - last)),
        (long) evidence.numbers(CallGates.CALLS, CallGates.CALLS_WIDTH).at(number)[0],
        (long) evidence.numbers(SampleRatioGate.USERS, 2).at(number)[0],
        (long) labels[1],
        (long) labels[0],
        evidence.numbers(LabelGates.SEEN, LabelGates.SEEN_WIDTH).at(number)[0] > 0);
  }
}
