package dev.serin.feedback;

import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.util.OptionalLong;

/**
 * A label of a prediction that is not one of the model's classes, and so gives no loss.
 *
 * @param version the version that served
 * @param id the number that the call was served with
 * @param predictionMillis when the call arrived, in milliseconds since 1970
 * @param labelMillis when its label arrived, in milliseconds since 1970
 * @param userHash the same number for the same user; empty without a user id
 * @param fallback whether stable served because the run of the canary failed
 */
public record OutsideLabel(
    VersionId version,
    Role role,
    long revision,
    long id,
    long predictionMillis,
    long labelMillis,
    OptionalLong userHash,
    boolean fallback) {}
