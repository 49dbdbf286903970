package dev.serin.serving;

import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/**
 * One call as it came in.
 *
 * @param pinned the version that the caller asked for
 * @param userId never empty
 * @param outputs the outputs to return; empty for all
 * @param requestId the caller's own name for the call; may be empty
 * @param origin where the call came from, and how long it may take
 */
public record PredictCall(
    String model,
    OptionalLong pinned,
    @Nullable String userId,
    Map<String, Tensor> inputs,
    List<String> outputs,
    String requestId,
    Origin origin) {

  /**
   * The call as the transport sees it. Times are those of the gateway's ticker.
   *
   * @param bytes the size of the request
   * @param deadlineNanos when the caller stops waiting
   * @param cancelled whether the caller has given up already
   */
  public record Origin(
      long bytes, long arrivalNanos, OptionalLong deadlineNanos, BooleanSupplier cancelled) {}

  /** The rows of the batch: the first dimension of the first input. */
  long rows() {
    return inputs.values().stream()
        .findFirst()
        .map(tensor -> tensor.shape().rows())
        .orElse(0L);
  }
}
