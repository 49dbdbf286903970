package dev.serin.serving;

import dev.serin.model.NoRoomException;
import dev.serin.model.PredictionException;
import dev.serin.model.ProcessEndedException;

/**
 * The error that a caller gets for an exception while its call was answered.
 *
 * @param message the cause, without any detail of a fault of the gateway
 */
public record Failure(CallStatus status, String message) {
  /** What that process wrote last is for operators. */
  private static final String PROCESS_ENDED =
      "the process of the version has ended (expected: to be started again in a moment)";

  /**
   * Returns the version's fault, unless its answer found no room only because of other calls in
   * flight, or its process was told to end.
   */
  static Fault fault(Throwable failure) {
    boolean others = (failure instanceof NoRoomException refused && !refused.never())
        || (failure instanceof ProcessEndedException ended && !ended.crashed());
    return others ? Fault.GATEWAY : Fault.VERSION;
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
    if (failure instanceof ProcessEndedException) {
      return new Failure(CallStatus.UNAVAILABLE, PROCESS_ENDED);
    }
    return new Failure(
        CallStatus.INTERNAL,
        failure instanceof PredictionException
            ? String.valueOf(failure.getMessage())
            : "the prediction failed");
  }
}
