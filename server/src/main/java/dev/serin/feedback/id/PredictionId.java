package dev.serin.feedback.id;

import dev.serin.feedback.quality.Summary;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.util.OptionalLong;

/**
 * The content of a prediction id.
 *
 * @param timeMillis when the call arrived, in milliseconds since 1970; below 2^48
 * @param userHash the same number for the same user under one salt and one signing key, but not the
 *     hash that the split uses; empty without a user id
 * @param covered whether label coverage counts the prediction
 * @param fallback whether stable served although the role is the canary's
 * @param nonce a number that tells apart equal calls of one millisecond
 * @param summary of at most {@link PredictionIdFormat#MAX_ROWS} rows, or none, or stored elsewhere
 */
public record PredictionId(
    VersionId version,
    Role role,
    long revision,
    long timeMillis,
    OptionalLong userHash,
    boolean covered,
    boolean fallback,
    long nonce,
    int rows,
    Summary summary) {}
