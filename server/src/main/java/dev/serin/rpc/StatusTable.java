package dev.serin.rpc;

import dev.serin.serving.CallStatus;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CodingErrorAction;
import java.nio.charset.StandardCharsets;
import java.util.OptionalLong;

/** The gRPC errors of failed calls. */
public final class StatusTable {
  /**
   * The longest message in bytes. Messages quote input of any size, and on the wire a byte may take
   * three; callers accept 8 KiB of metadata.
   */
  private static final int MAX_MESSAGE_BYTES = 2_000;

  /** The milliseconds after which a client may retry; it must not if negative. */
  private static final Metadata.Key<String> PUSHBACK =
      Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER);

  private StatusTable() {}

  /** Returns the gRPC error for the status of a call. */
  public static StatusRuntimeException error(CallStatus status, String message) {
    return error(code(status), message);
  }

  /**
   * Returns the gRPC error of a prediction that was refused. If no version is ready, it asks
   * clients not to retry: another attempt would fail too.
   *
   * @param retryMillis after how many milliseconds a retry may succeed; empty if that is not known
   */
  public static StatusRuntimeException refusal(
      CallStatus status, String message, OptionalLong retryMillis) {
    var error = error(status, message);
    if (status != CallStatus.UNAVAILABLE && retryMillis.isEmpty()) {
      return error;
    }
    var trailers = new Metadata();
    trailers.put(PUSHBACK, Long.toString(retryMillis.orElse(-1)));
    return error.getStatus().asRuntimeException(trailers);
  }

  /** Returns a gRPC error with a message, which is cut if it is too long for the wire. */
  public static StatusRuntimeException error(Status status, String message) {
    return status.withDescription(cut(message)).asRuntimeException();
  }

  /** Returns INVALID_ARGUMENT with a message of what was received and what was expected. */
  public static StatusRuntimeException invalid(String message) {
    return error(CallStatus.INVALID_ARGUMENT, message);
  }

  /** Returns INVALID_ARGUMENT for bytes that are not a message of a method. */
  public static StatusRuntimeException unreadable(String method) {
    return invalid("message: not a valid " + method.substring(method.indexOf('/') + 1)
        + " request, or text in it is not UTF-8");
  }

  /** Returns RESOURCE_EXHAUSTED for a message that does not fit into the heap. */
  public static StatusRuntimeException noMemory() {
    return error(
        CallStatus.RESOURCE_EXHAUSTED, "the message does not fit into the gateway's memory");
  }

  /**
   * Returns the status by which an unread call is counted: RESOURCE_EXHAUSTED or INVALID_ARGUMENT.
   */
  public static CallStatus unread(Status status) {
    return status.getCode() == Status.Code.RESOURCE_EXHAUSTED
        ? CallStatus.RESOURCE_EXHAUSTED
        : CallStatus.INVALID_ARGUMENT;
  }

  private static Status code(CallStatus status) {
    return switch (status) {
      case OK -> Status.OK;
      case INVALID_ARGUMENT -> Status.INVALID_ARGUMENT;
      case NOT_FOUND -> Status.NOT_FOUND;
      case UNAVAILABLE -> Status.UNAVAILABLE;
      case RESOURCE_EXHAUSTED -> Status.RESOURCE_EXHAUSTED;
      case DEADLINE_EXCEEDED -> Status.DEADLINE_EXCEEDED;
      case CANCELLED -> Status.CANCELLED;
      case INTERNAL -> Status.INTERNAL;
    };
  }

  private static String cut(String message) {
    var rest = CharBuffer.wrap(message);
    StandardCharsets.UTF_8
        .newEncoder()
        .onMalformedInput(CodingErrorAction.REPLACE)
        .encode(rest, ByteBuffer.allocate(MAX_MESSAGE_BYTES), true);
    return rest.hasRemaining() ? message.substring(0, rest.position()) + "..." : message;
  }
}
