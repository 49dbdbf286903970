package dev.serin.rpc;

import dev.serin.serving.CallStatus;
import dev.serin.serving.Caller;
import dev.serin.serving.PredictCall.Origin;
import dev.serin.serving.Serving;
import dev.serin.tensor.InvalidTensorException;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.LongSupplier;

/**
 * Shared by the prediction services of all protocols: the origin of a call, and rejecting and
 * counting one that cannot be read. Thread-safe.
 */
public final class Calls {
  private final Serving serving;
  private final LongSupplier ticker;

  /**
   * Returns the calls of a listener.
   *
   * @param ticker nanoseconds, that of the listener
   */
  public Calls(Serving serving, LongSupplier ticker) {
    this.serving = serving;
    this.ticker = ticker;
  }

  /** Returns the caller behind an observer; it leaves when it cancels. */
  public static Caller caller(ServerCallStreamObserver<?> observer) {
    var caller = new Caller();
    observer.setOnCancelHandler(caller::leave);
    return caller;
  }

  /** Returns the origin of a call: of its message, and of the deadline of the current context. */
  public Origin origin(MessageBytes message, Caller caller) {
    var deadline = Context.current().getDeadline();
    var until = deadline == null
        ? OptionalLong.empty()
        : OptionalLong.of(ticker.getAsLong() + deadline.timeRemaining(TimeUnit.NANOSECONDS));
    return new Origin(message.length(), message.arrivalNanos(), until, caller, message.room());
  }

  /**
   * Answers a call that could not be read with the error for what was thrown, then counts it.
   *
   * @param method the full name of the method
   * @param model empty if it could not be read either
   */
  public void reject(
      String method,
      String model,
      Origin origin,
      Throwable failure,
      Consumer<StatusRuntimeException> answer) {
    var error = error(method, failure);
    answer.accept(error);
    serving.unread(model, origin.arrivalNanos(), StatusTable.unread(error.getStatus()));
  }

  /** Counts a call whose message was refused before it could be read, for no model. */
  public void unread(CallStatus status) {
    serving.unread("", ticker.getAsLong(), status);
  }

  private static StatusRuntimeException error(String method, Throwable failure) {
    if (failure instanceof StatusRuntimeException error) {
      return error;
    }
    if (failure instanceof InvalidTensorException) {
      return StatusTable.invalid(String.valueOf(failure.getMessage()));
    }
    return failure instanceof OutOfMemoryError
        ? StatusTable.noMemory()
        : StatusTable.unreadable(method);
  }
}
