package dev.serin.client;

import io.grpc.Status;
import io.grpc.StatusException;
import io.grpc.StatusRuntimeException;
import org.jspecify.annotations.Nullable;

/**
 * Thrown when a gateway refused a call, did not answer it in time, or could not be reached.
 *
 * <p>A cancelled call has the code {@code CANCELLED}, an invalid answer {@code INTERNAL}.
 */
public final class SerinException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String code;
  private final boolean retryable;
  private final boolean unreachable;

  private SerinException(
      Status status, @Nullable Throwable cause, boolean retryable, boolean unreachable) {
    super(message(status), cause);
    this.code = status.getCode().name();
    this.retryable = retryable;
    this.unreachable = unreachable;
  }

  /**
   * Returns the exception for a failed call.
   *
   * @param repeatable whether retrying the call does no harm
   * @param connected whether the channel has a connection
   */
  static SerinException of(Throwable failure, boolean repeatable, boolean connected) {
    if (failure instanceof SerinException already) {
      return already;
    }
    var status = Status.fromThrowable(failure);
    boolean unavailable = status.getCode() == Status.Code.UNAVAILABLE;
    boolean late = status.getCode() == Status.Code.DEADLINE_EXCEEDED;
    boolean unreachable = (unavailable && !answered(failure)) || (late && !connected);
    return new SerinException(status, failure, repeatable && unavailable, unreachable);
  }

  /** Returns the exception for an invalid answer. */
  static SerinException invalidAnswer(String message, @Nullable Throwable cause) {
    return new SerinException(Status.INTERNAL.withDescription(message), cause, false, false);
  }

  /** Returns the exception for a request above the bound of {@link ClientOptions}. */
  static SerinException tooLarge(int bytes, int maxBytes) {
    var status = Status.RESOURCE_EXHAUSTED.withDescription(
        "request: " + bytes + " bytes (expected: at most " + maxBytes + ")");
    return new SerinException(status, null, false, false);
  }

  /** Returns the exception for a wait that was interrupted. */
  static SerinException cancelled(InterruptedException cause) {
    var status = Status.CANCELLED.withDescription("interrupted");
    return new SerinException(status, cause, false, false);
  }

  /** The name of the gRPC status code, such as {@code NOT_FOUND}. */
  public String code() {
    return code;
  }

  /**
   * Whether the same call may succeed later and does no harm if it was already carried out. The
   * library's own retries are used up by then.
   */
  public boolean retryable() {
    return retryable;
  }

  /** Whether no gateway answered at all. */
  public boolean unreachable() {
    return unreachable;
  }

  /** Whether the status came from a server: only then do headers come with it. */
  private static boolean answered(Throwable failure) {
    var trailers = failure instanceof StatusRuntimeException unchecked
        ? unchecked.getTrailers()
        : failure instanceof StatusException checked ? checked.getTrailers() : null;
    return trailers != null && !trailers.keys().isEmpty();
  }

  private static String message(Status status) {
    var text = status.getDescription();
    if (text == null) {
      return status.getCode().name();
    }
    var cause = status.getCause();
    return cause == null || cause.getMessage() == null ? text : text + ": " + cause.getMessage();
  }
}
