package dev.serin.judge;

import dev.serin.gate.Judgement;
import dev.serin.gate.Step;

/**
 * The verdicts on a canary beside its stable, as they stand now.
 *
 * @param stable the version that the other one is compared with
 * @param canary the version that is judged
 * @param step the step in force, with the canary's share of the users of the two
 * @param startMillis when the first step began, in milliseconds since 1970
 */
public record ComparisonReport(
    long stable, long canary, Step step, long startMillis, Judgement judgement) {}
