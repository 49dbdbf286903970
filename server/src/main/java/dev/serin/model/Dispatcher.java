package dev.serin.model;

import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;
import java.util.function.Consumer;
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
   * @param role in which the version serves the request
   * @param callback takes the run exactly once, on the thread that ran it, or within this method if
   *     the dispatcher is shutting down; must not throw
   */
  Submission submit(Lease lease, Role role, Request request, Consumer<Run> callback);

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
   */
  record Request(
      Map<String, Tensor> inputs,
      List<String> outputs,
      OptionalLong deadlineNanos,
      LongConsumer room) {}

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
   */
  record Run(Ending ending, long startNanos, long nanos) {}

  /** With what a request ended. */
  sealed interface Ending {
    /** The version answered. */
    record Answered(Map<String, Tensor> outputs) implements Ending {}

    /** The version failed, or its run was ended. */
    record Failed(Throwable cause) implements Ending {}

    /** The version did not run. */
    record Dropped(Reason reason) implements Ending {}
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
