package dev.serin.feedback;

import dev.serin.feedback.quality.QualitySettings;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A prediction and its label, as a loss.
 *
 * @param version the version that served
 * @param id the number that the call was served with
 * @param row the row of the call, from 0
 * @param predictionMillis when the call arrived, in milliseconds since 1970
 * @param labelMillis when its label arrived, in milliseconds since 1970
 * @param userHash the same number for the same user under one salt and one signing key, but not the
 *     hash that the split uses; empty without a user id
 * @param covered whether label coverage counts the prediction
 * @param fallback whether stable served because the run of the canary failed; the role is the
 *     canary's, and no comparison counts it
 * @param loss from 0, the best, to 1
 * @param value the loss in the metric's own unit: {@link QualitySettings#value} of it
 * @param outside whether the prediction is not one of the model's classes, which is the worst loss
 * @param shadow the loss of a candidate on a copy of the call, if there was one
 */
public record Outcome(
    VersionId version,
    Role role,
    long revision,
    long id,
    int row,
    long predictionMillis,
    long labelMillis,
    OptionalLong userHash,
    boolean covered,
    boolean fallback,
    double loss,
    double value,
    boolean outside,
    Optional<ShadowLoss> shadow) {}
