package dev.serin.serving;

import dev.serin.tensor.Tensor;
import java.util.Map;

/** The result of a call. */
public sealed interface PredictResult {

  CallRecord call();

  /** The model ran. */
  record Answer(CallRecord call, String predictionId, Map<String, Tensor> outputs)
      implements PredictResult {}

  /** The call failed; the message says what was received and what was expected. */
  record Refusal(CallRecord call, String message) implements PredictResult {}
}
