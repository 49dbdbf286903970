package dev.serin.journal;

/**
 * A line of a journal with which a gateway does not start.
 *
 * @param line from 1
 * @param reason what is wrong with it
 * @param repairable whether a repair removes it; a whole line that another release wrote stays
 */
public record Damage(int line, String reason, boolean repairable) {}
