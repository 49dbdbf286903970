package dev.serin.serving;

import dev.serin.model.Dispatcher;
import dev.serin.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * One call as it was received.
 *
 * @param pinned the version that the caller asked for
 * @param userId never empty
 * @param outputs the outputs to return; empty for all
 * @param requestId the caller's own name for the call; may be empty
 * @param origin the call as the transport sees it
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
   * @param room what the call holds in memory
   */
  public record Origin(
      long bytes, long arrivalNanos, OptionalLong deadlineNanos, Caller caller, CallBytes room) {}

  /** The rows of the batch. */
  long rows() {
    return rows(inputs);
  }

  /** The rows of a batch: the first dimension of the first input. */
  static long rows(Map<String, Tensor> inputs) {
    for (var tensor : inputs.values()) {
      return tensor.shape().rows();
    }
    return 0;
  }

  /**
   * The bytes that the call holds in memory: the request, or its tensors if they are larger, as
   * after decompression.
   */
  long bytes() {
    return Math.max(origin.bytes(), Tensor.bytes(inputs));
  }

  /** The outputs to ask a version for, none for all: the caller's, and this one if present. */
  List<String> outputsWith(Optional<String> other) {
    if (outputs.isEmpty() || other.isEmpty() || outputs.contains(other.get())) {
      return outputs;
    }
    return Stream.concat(outputs.stream(), other.stream()).toList();
  }

  /** Returns the outputs that the caller asked for. */
  Map<String, Tensor> requested(Map<String, Tensor> all) {
    if (outputs.isEmpty()) {
      return all;
    }
    var requested = new LinkedHashMap<>(all);
    requested.keySet().retainAll(outputs);
    return requested;
  }

  /** Whether the deadline had passed when the call arrived. */
  boolean late() {
    return expired(origin.arrivalNanos());
  }

  /** Whether the caller no longer waits for the answer. */
  boolean givenUp(long nowNanos) {
    return origin.caller().isGone() || expired(nowNanos);
  }

  /** Throws if the caller no longer waits for the answer. */
  void refuseIfGivenUp(long nowNanos) throws RefusedException {
    // A call is also cancelled when its deadline passes.
    if (expired(nowNanos)) {
      throw RefusedException.of(Dispatcher.Reason.DEADLINE_EXCEEDED);
    }
    if (origin.caller().isGone()) {
      throw RefusedException.of(Dispatcher.Reason.CANCELLED);
    }
  }

  private boolean expired(long nowNanos) {
    var deadline = origin.deadlineNanos();
    return deadline.isPresent() && nowNanos - deadline.getAsLong() > 0;
  }
}
