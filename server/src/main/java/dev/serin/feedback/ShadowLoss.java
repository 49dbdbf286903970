package dev.serin.feedback;

/**
 * The loss that a candidate would have had, where a copy of the call was tried on it.
 *
 * @param trial what the copy was made for
 * @param loss from 0, the best, to 1
 */
public record ShadowLoss(String trial, double loss) {}
