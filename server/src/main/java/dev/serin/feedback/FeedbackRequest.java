package dev.serin.feedback;

import dev.serin.feedback.quality.Truth;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * One label as the caller sent it, unchecked.
 *
 * @param predictionId as the prediction's answer gave it; null if the caller names its own request
 * @param caller the caller's own name of the call; ignored if there is a prediction id
 * @param row the row of the call, from 0; needed when the call had more than one
 * @param truth null if the caller left it out, which is INVALID
 */
public record FeedbackRequest(
    @Nullable String predictionId,
    @Nullable CallerRequest caller,
    OptionalInt row,
    @Nullable Truth truth) {

  /** A name that the caller gave to a call of a model. */
  public record CallerRequest(String model, String requestId) {}
}
