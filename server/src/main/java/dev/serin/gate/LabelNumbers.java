package dev.serin.gate;

/**
 * The labels of one role in a comparison.
 *
 * @param inTime that arrived within the horizon
 * @param late that arrived after it, and count for nothing
 * @param matured predictions whose horizon has passed, of those that coverage counts
 * @param missing those of them without a label
 */
public record LabelNumbers(long inTime, long late, long matured, long missing) {}
