package dev.serin.gate;

/**
 * The verdicts on a rollout's canary in the phase in force, and how far that phase has come.
 *
 * @param revision with which the present step of a split, shadow or watch began
 * @param progress of the present step; in a shadow, the canary's calls are the copies
 * @param agreement how many copies there were, and on how many of them both versions agree
 */
public record TrialReport(
    Trial trial, long revision, Judgement judgement, Progress progress, Rate agreement) {}
