package dev.serin.model;

import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;
import java.util.function.LongConsumer;

/**
 * Runs loaded versions on requests: decides when each request runs, on which thread, and with which
 * others. Times are those of the gateway's ticker, in nanoseconds.
 *
 * <p>Thread-safe; no method blocks.
 */
public interface Dispatcher {
  /**
   * Submits a request to the version of a lease, which stays open until the callback returns.
   *
   * @param callback takes the run exactly once, on the thread that ran it, or within this method if
   *     the request is refused or the dispatcher is shutting down; must not throw
   */
  Submission submit(Lease lease, Request request, Consumer<Run> callback);

  /** Whether requests wait for a thread. */
  boolean waiting();

  /**
   * What a version is to be run on.
   *
   * @param inputs what {@link Signature#check} has passed
   * @param outputs the outputs to return; empty for all
   * @param deadlineNanos when the caller stops waiting
   * @param room takes the bytes of the outputs before they are built, or throws
   *     {@link NoRoomException}
   * @param runs takes how many requests share a run with this one, when that begins; must not throw
   */
  record Request(
      Map<String, Tensor> inputs,
      List<String> outputs,
      OptionalLong deadlineNanos,
      LongConsumer room,
      IntConsumer runs) {
    /** A request that is not interested in those that share its run. */
    public Request(
        Map<String, Tensor> inputs,
        List<String> outputs,
        OptionalLong deadlineNanos,
        LongConsumer room) {
      this(inputs, outputs, deadlineNanos, room, requests -> {});
    }
  }

  /** A request that was submitted. */
  interface Submission {
    /** Cancels the request: it does not run if it has not begun to. */
    void cancel();
  }

  /**
   * How a request ended.
   *
   * @param startNanos when it left the queue
   * @param nanos how long the version ran
   * @param wayNanos how long the request was on its way to the version's own process and back
   * @param rows the rows of all requests that shared the run; 0 if it did not run
   */
  record Run(Ending ending, long startNanos, long nanos, long wayNanos, long rows) {
    /** A run in this process. */
    public Run(Ending ending, long startNanos, long nanos, long rows) {
      this(ending, startNanos, nanos, /* wayNanos= */ 0, rows);
    }
  }

  /** With what a request ended. */
  sealed interface Ending {
    /** The version answered. */
    record Answered(Map<String, Tensor> outputs) implements Ending {}

    /** The version failed, or its run was ended. */
    record Failed(Throwable cause) implements Ending {}

    /** The version did not run. */
    record Dropped(Reason reason) implements Ending {}

    /**
     * The request was not queued: it would have waited too long.
     *
     * @param waitNanos the expected wait, including the run if the caller's deadline is the limit
     * @param limitNanos the longest wait
     * @param ofCaller whether the limit is the caller's deadline, not that of the queue
     */
    record Refused(long waitNanos, long limitNanos, boolean ofCaller) implements Ending {}
  }

  /** Why a request did not run. */
  enum Reason {
    /** The deadline passed while it waited. */
    DEADLINE_EXCEEDED,
    /** It was cancelled while it waited. */
    CANCELLED,
    /** The dispatcher is shutting down. */
    SHUTTING_DOWN
  }
}
