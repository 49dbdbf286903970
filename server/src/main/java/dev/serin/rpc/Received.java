package dev.serin.rpc;

import dev.serin.serving.CallStatus;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.InputStream;

/**
 * Copies each message out of the transport's buffers into {@link MessageBytes}; refuses calls that
 * there is no room for. Thread-safe.
 */
final class Received implements ServerInterceptor {
  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var tracer = CallTracer.current();
    if (tracer == null) {
      throw new IllegalStateException("call without a tracer");
    }
    if (tracer.room().refused()) {
      var message = tracer.room().refusal(0);
      call.close(
          StatusTable.error(CallStatus.RESOURCE_EXHAUSTED, message).getStatus(), new Metadata());
      return new ServerCall.Listener<>() {};
    }
    boolean unary = call.getMethodDescriptor().getType() == MethodType.UNARY;
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      @Override
      @SuppressWarnings("unchecked") // all services take and return messages as streams
      public void onMessage(Q message) {
        var bytes = read((InputStream) message, tracer);
        super.onMessage((Q) bytes);
        if (!unary) {
          tracer.release(bytes.length());
        }
      }
    };
  }

  private static MessageBytes read(InputStream message, CallTracer tracer) {
    var arrival = tracer.next();
    if (message instanceof KnownLength) {
      var bytes = MessageBytes.plain(message, tracer.room(), arrival.nanos());
      long unused = arrival.bytes() - bytes.length();
      if (unused > 0) {
        tracer.release(unused);
      }
      return bytes;
    }
    var bytes = MessageBytes.unpacked(message, tracer.most(), tracer.room(), arrival.nanos());
    tracer.release(arrival.bytes());
    return bytes;
  }
}
