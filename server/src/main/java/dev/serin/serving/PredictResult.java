package dev.serin.serving;

import dev.serin.tensor.Tensor;
import java.util.Map;
import java.util.OptionalLong;

/** The result of a call. */
public sealed interface PredictResult {

  CallRecord call();

  /** The model ran. */
  record Answer(CallRecord call, String predictionId, Map<String, Tensor> outputs)
      implements PredictResult {}

  /**
   * The call failed.
   *
   * @param message says what was received and what was expected
   * @param retryMillis after how many milliseconds a retry may succeed; empty if that is not known
   */
  record Refusal(CallRecord call, String message, OptionalLong retryMillis)
      implements PredictResult {}
}
