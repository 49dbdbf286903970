package dev.serin.feedback;

/**
 * The loss that a candidate would have had on a call, from a copy that it was run on.
 *
 * @param trial the trial of the copy
 * @param loss from 0, the best, to 1
 */
public record ShadowLoss(String trial, double loss) {}
