package dev.serin.serving;

import java.util.Optional;

/**
 * How a rehearsal ended.
 *
 * @param calls how many recent calls were run again
 * @param problem what is wrong with the candidate; empty if nothing was found
 */
public record Rehearsed(int calls, Optional<String> problem) {}
