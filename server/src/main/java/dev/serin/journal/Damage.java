package dev.serin.journal;

/**
 * A line of a journal that prevents a gateway from starting.
 *
 * @param line from 1
 * @param reason as a predicate of the line, for messages
 * @param repairable whether a repair removes it; an intact line of another release is kept
 */
public record Damage(int line, String reason, boolean repairable) {}
