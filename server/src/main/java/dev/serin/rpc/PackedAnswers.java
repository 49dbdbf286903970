package dev.serin.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;

/**
 * Compresses the answers of calls whose requests are compressed, in the same way. gRPC leaves out
 * the compression if the caller does not accept it.
 */
final class PackedAnswers implements ServerInterceptor {
  private static final Metadata.Key<String> ENCODING =
      Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var encoding = headers.get(ENCODING);
    if (encoding != null && PackedMessages.known(encoding)) {
      call.setCompression(encoding);
    }
    return next.startCall(call, headers);
  }
}
