package dev.serin.rpc;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/**
 * The open streams, which shutting down the port ends: on their own they end when the caller likes.
 * Thread-safe.
 */
final class Streams implements ServerInterceptor {
  private final Set<OpenStream<?, ?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    if (call.getMethodDescriptor().getType() == MethodType.UNARY) {
      return next.startCall(call, headers);
    }
    var stream = new OpenStream<>(call);
    open.add(stream);
    var listener = next.startCall(stream, headers);
    if (ended) {
      stream.end();
    }
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        open.remove(stream);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        open.remove(stream);
        super.onCancel();
      }
    };
  }

  /** Ends all open streams, and every new one. */
  void end() {
    ended = true;
    open.forEach(OpenStream::end);
  }

  /**
   * A call that can be ended from outside its service; messages that the service sends later are
   * dropped.
   */
  private static final class OpenStream<ReqT, RespT>
      extends SimpleForwardingServerCall<ReqT, RespT> {
    /** Calls of gRPC allow one thread at a time. They only queue, so it is held briefly. */
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean closed;

    OpenStream(ServerCall<ReqT, RespT> call) {
      super(call);
    }

    @Override
    public void sendHeaders(Metadata headers) {
      synchronized (lock) {
        if (!closed) {
          super.sendHeaders(headers);
        }
      }
    }

    @Override
    public void sendMessage(RespT message) {
      synchronized (lock) {
        if (!closed) {
          super.sendMessage(message);
        }
      }
    }

    @Override
    public void close(Status status, Metadata trailers) {
      synchronized (lock) {
        if (!closed) {
          closed = true;
          super.close(status, trailers);
        }
      }
    }

    void end() {
      close(Status.UNAVAILABLE.withDescription("the gateway is shutting down"), new Metadata());
    }
  }
}
