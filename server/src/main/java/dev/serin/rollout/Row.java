package dev.serin.rollout;

import dev.serin.split.Share;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * One call that was recorded, with its label if there was one.
 *
 * @param timeMillis when it came, in milliseconds since 1970
 * @param user a hash of the user id; empty for a call without one
 * @param share the canary's, in force at that time
 * @param loss of the label, from 0 to 1; empty if none came
 * @param labelDelayMillis from the call to its label; 0 without one
 * @param abandoned whether its caller gave it up
 */
public record Row(
    long timeMillis,
    OptionalLong user,
    boolean canary,
    Share share,
    long latencyNanos,
    boolean error,
    OptionalDouble loss,
    long labelDelayMillis,
    boolean abandoned) {}
