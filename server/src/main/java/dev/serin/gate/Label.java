package dev.serin.gate;

/**
 * The first label about a prediction, as the gates see it. Times are in milliseconds since 1970.
 *
 * @param id that of the call
 * @param user a hash of the user id, the same for all labels of a user
 * @param canary whether the split chose the canary, not stable
 * @param loss from 0, the best, to 1
 * @param covered whether label coverage counted the prediction
 */
public record Label(
    long id,
    long predictionMillis,
    long arrivalMillis,
    long user,
    boolean canary,
    double loss,
    boolean covered) {}
