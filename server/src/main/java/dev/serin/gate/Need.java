package dev.serin.gate;

import java.time.Duration;
import java.util.Optional;

/**
 * One thing that a decision waits for.
 *
 * @param what in words, with the number that is missing
 * @param expected how long it takes at the rate of this step; empty if that cannot be said
 */
public record Need(String what, Optional<Duration> expected) {}
