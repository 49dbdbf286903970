package dev.serin.rpc;

import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.StatusRuntimeException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.stream.StreamSupport;
import org.jspecify.annotations.Nullable;

/**
 * The user that a call is for: the metadata {@code x-user-id-bin} (UTF-8), else {@code x-user-id}
 * (ASCII), else the request's own field. An empty id counts as absent.
 *
 * <p>As an interceptor it keeps the metadata for {@link #of}.
 */
public final class UserId implements ServerInterceptor {
  /** The longest id in bytes of UTF-8. */
  public static final int MAX_BYTES = 256;

  private static final Metadata.Key<String> ASCII =
      Metadata.Key.of("x-user-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> UTF_8 =
      Metadata.Key.of("x-user-id-bin", Metadata.BINARY_BYTE_MARSHALLER);
  /** Never empty. */
  private static final Context.Key<byte[]> METADATA = Context.key("serin-user-id");

  /** gRPC's replacement for each byte that is not ASCII. */
  private static final char NOT_ASCII = '\ufffd';

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    var ascii = headers.getAll(ASCII);
    var utf8 = headers.getAll(UTF_8);
    if (ascii == null && utf8 == null) {
      return next.startCall(call, headers);
    }
    if (count(ascii) > 1 || count(utf8) > 1) {
      call.close(
          StatusTable.invalid("user id: more than one in the metadata (expected: at most one)")
              .getStatus(),
          new Metadata());
      return new ServerCall.Listener<>() {};
    }
    byte[] id = headers.get(UTF_8);
    if (id == null || id.length == 0) {
      var text = headers.get(ASCII);
      id = text == null ? null : text.getBytes(StandardCharsets.UTF_8);
    }
    if (id == null || id.length == 0) {
      return next.startCall(call, headers);
    }
    return Contexts.interceptCall(Context.current().withValue(METADATA, id), call, headers, next);
  }

  private static long count(@Nullable Iterable<?> values) {
    return values == null
        ? 0
        : StreamSupport.stream(values.spliterator(), false).count();
  }

  /**
   * Returns the user id of the current call, or null if it has none.
   *
   * @param field the request's own field, which the metadata overrides
   * @throws StatusRuntimeException INVALID_ARGUMENT if it is too long, or not in the encoding of
   *     its metadata
   */
  public static @Nullable String of(String field) {
    byte[] metadata = METADATA.get();
    String id = metadata == null ? field : decode(metadata);
    checkLength("user id", id);
    return id.isEmpty() ? null : id;
  }

  /** Throws INVALID_ARGUMENT if a name that callers choose is longer than {@link #MAX_BYTES}. */
  public static void checkLength(String what, String name) {
    // A char takes at most three bytes, so most names need no counting.
    if (name.length() * 3 > MAX_BYTES) {
      int bytes = name.getBytes(StandardCharsets.UTF_8).length;
      if (bytes > MAX_BYTES) {
        throw StatusTable.invalid(
            what + ": " + bytes + " bytes (expected: at most " + MAX_BYTES + ")");
      }
    }
  }

  private static String decode(byte[] id) {
    try {
      var text = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(id)).toString();
      if (text.indexOf(NOT_ASCII) >= 0) {
        // Different users would become one.
        throw StatusTable.invalid(
            "user id: unreadable characters (expected: ASCII in x-user-id, UTF-8 in x-user-id-bin)");
      }
      return text;
    } catch (CharacterCodingException e) {
      throw StatusTable.invalid("user id: not UTF-8 in x-user-id-bin (expected: UTF-8)");
    }
  }
}
