package dev.serin.serving;

import dev.serin.model.NoRoomException;
import dev.serin.model.PredictionException;

/**
 * The error that a caller gets for an exception while its call was answered.
 *
 * @param message the cause, without any detail of a fault of the gateway
 */
public record Failure(CallStatus status, String message) {
  /**
   * Returns the version's fault, unless its answer found no room only because of other calls in
   * flight.
   */
  static Fault fault(Throwable failure) {
    return failure instanceof NoRoomException refused && !refused.never()
        ? Fault.GATEWAY
        : Fault.VERSION;
  }

  /** Returns the error for a run, or an answer, that failed. */
  public static Failure of(Throwable failure) {
    if (failure instanceof OutOfMemoryError) {
      return new Failure(
          CallStatus.RESOURCE_EXHAUSTED, "the answer does not fit into the gateway's memory");
    }
    if (failure instanceof NoRoomException) {
      return new Failure(CallStatus.RESOURCE_EXHAUSTED, "the answer: " + failure.getMessage());
    }
    return new Failure(
        CallStatus.INTERNAL,
        failure instanceof PredictionException
            ? String.valueOf(failure.getMessage())
            : "the prediction failed");
  }
}
