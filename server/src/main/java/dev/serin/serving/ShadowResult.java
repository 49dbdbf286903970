package dev.serin.serving;

import dev.serin.gate.Call.Result;

/**
 * What stable and a candidate made of the same call. Each result is OK or BAD, each time that of
 * the run alone.
 *
 * @param trial what the copy was made for
 * @param timeMillis when the call came, in milliseconds since 1970
 * @param user the user's hash under the revision's salt
 * @param agrees whether both answered, and said the same: the same classes, or where the model's
 *     quality knows none, equal numbers but for 1e-4
 */
public record ShadowResult(
    String trial,
    String model,
    long timeMillis,
    long user,
    Result stable,
    long stableNanos,
    Result candidate,
    long candidateNanos,
    boolean agrees) {}
