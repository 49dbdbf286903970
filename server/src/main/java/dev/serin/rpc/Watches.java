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
 * The open calls that only watch: they end when the caller likes, and would hold up a port that
 * stops. Thread-safe.
 */
final class Watches implements ServerInterceptor {
  private final Set<Watch<?, ?>> open = ConcurrentHashMap.newKeySet();
  private volatile boolean ended;

  @Override
  public <ReqT, RespT> ServerCall.Listener<ReqT> interceptCall(
      ServerCall<ReqT, RespT> call, Metadata headers, ServerCallHandler<ReqT, RespT> next) {
    if (call.getMethodDescriptor().getType() != MethodType.SERVER_STREAMING) {
      return next.startCall(call, headers);
    }
    var watch = new Watch<>(call);
    open.add(watch);
    var listener = next.startCall(watch, headers);
    if (ended) {
      watch.end();
    }
    return new SimpleForwardingServerCallListener<>(listener) {
      @Override
      public void onComplete() {
        open.remove(watch);
        super.onComplete();
      }

      @Override
      public void onCancel() {
        open.remove(watch);
        super.onCancel();
      }
    };
  }

  /** Ends the open watches, and each one that still comes. */
  void end() {
    ended = true;
    open.forEach(Watch::end);
  }

  /** A call that may be ended beside its service; what the service sends then goes nowhere. */
  private static final class Watch<ReqT, RespT> extends SimpleForwardingServerCall<ReqT, RespT> {
    /** The library's calls take one caller at a time. They only queue, so it is short. */
    private final Object lock = new Object();

    @GuardedBy("lock")
    private boolean closed;

    Watch(ServerCall<ReqT, RespT> call) {
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
      close(Status.UNAVAILABLE.withDescription("the gateway is stopping"), new Metadata());
    }
  }
}
