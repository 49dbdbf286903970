package dev.serin.events;

import dev.serin.split.Share;
import java.util.OptionalDouble;

/**
 * One call with its label: a row of a file.
 *
 * @param timeMillis when the call arrived, in milliseconds since 1970
 * @param user the same for all calls of a user; empty without a user
 * @param canary whether the split chose the canary, not stable
 * @param share the canary's, in force for this call
 * @param latencyMillis from arrival to answer
 * @param error whether the call failed, and that was the version's fault; it then has no loss
 * @param loss from 0, the best, to 1; empty without a label
 * @param labelDelayMillis from the call's arrival to the label's; 0 if there is no loss
 * @param abandoned whether its caller abandoned it
 * @param together how many calls shared its run, itself included
 */
public record Event(
    long timeMillis,
    String user,
    boolean canary,
    Share share,
    double latencyMillis,
    boolean error,
    OptionalDouble loss,
    long labelDelayMillis,
    boolean abandoned,
    int together) {}
