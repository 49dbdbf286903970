package dev.serin.serving;

import dev.serin.model.NoRoomException;
import dev.serin.model.PredictionException;

/**
 * What a caller gets to know of whatever was thrown while its call was answered.
 *
 * @param message why, and nothing of what is our fault
 */
public record Failure(CallStatus status, String message) {
  /**
   * Whose fault it is: the version's, unless there was no room for its answer only because other
   * calls were in flight.
   */
  static Fault fault(Throwable failure) {
    return failure instanceof NoRoomException refused && !refused.never()
        ? Fault.GATEWAY
        : Fault.VERSION;
  }

  /** Returns what to tell of a run, or of an answer, that failed. */
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
