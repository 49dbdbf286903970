package dev.serin.rpc;

import dev.serin.serving.Failure;
import io.grpc.Context;
import io.grpc.Detachable;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Moves calls with a large message to the reader threads: copying tens of MiB out of the
 * transport's buffers would block every other call of an event loop. From its first large message
 * on, all events of a call are handled there, in order. Thread-safe.
 */
final class LargeCalls implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(LargeCalls.class);

  /** Copying a smaller message is cheaper than changing threads. */
  static final int LARGE_BYTES = 1 << 20;

  private static final Metadata.Key<String> ENCODING =
      Metadata.Key.of("grpc-encoding", Metadata.ASCII_STRING_MARSHALLER);

  private final Executor readers;

  LargeCalls(Executor readers) {
    this.readers = readers;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var listener = next.startCall(call, headers);
    return compressed(headers) ? listener : new MovingListener<>(call, listener);
  }

  /**
   * Whether a call's messages may be compressed; such a call is handled by the readers entirely.
   */
  static boolean compressed(Metadata headers) {
    var encoding = headers.get(ENCODING);
    return encoding != null && !encoding.equals("identity");
  }

  /** Confined to the thread of the transport's events, except for what the readers run. */
  private final class MovingListener<Q> extends ServerCall.Listener<Q> {
    private final ServerCall<Q, ?> call;
    private final ServerCall.Listener<Q> next;
    /** The last event handed to the readers; null before the first large message. */
    private @Nullable CompletableFuture<Void> last;

    MovingListener(ServerCall<Q, ?> call, ServerCall.Listener<Q> next) {
      this.call = call;
      this.next = next;
    }

    @Override
    @SuppressWarnings("unchecked") // all services take and return messages as streams
    public void onMessage(Q message) {
      if (last == null && large((InputStream) message)) {
        last = CompletableFuture.completedFuture(null);
      }
      if (last == null) {
        next.onMessage(message);
        return;
      }
      // gRPC closes the message when this returns, unless it is detached.
      var detached = ((Detachable) message).detach();
      move(last, () -> {
        try (detached) {
          next.onMessage((Q) detached);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }

    private static boolean large(InputStream message) {
      try {
        return message instanceof KnownLength
            && message instanceof Detachable
            && message.available() > LARGE_BYTES;
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onHalfClose() {
      if (last == null) {
        next.onHalfClose();
      } else {
        move(last, next::onHalfClose);
      }
    }

    @Override
    public void onReady() {
      if (last == null) {
        next.onReady();
      } else {
        move(last, next::onReady);
      }
    }

    @Override
    public void onCancel() {
      if (last == null) {
        next.onCancel();
      } else {
        move(last, next::onCancel);
      }
    }

    @Override
    public void onComplete() {
      if (last == null) {
        next.onComplete();
      } else {
        move(last, next::onComplete);
      }
    }

    /** Hands an event to the readers, in the context that the transport calls in. */
    private void move(CompletableFuture<Void> before, Runnable event) {
      last = before.thenRunAsync(Context.current().wrap(() -> runMoved(event)), readers);
    }

    /** gRPC does the same for events on its own threads. */
    private void runMoved(Runnable event) {
      try {
        event.run();
      } catch (RuntimeException | Error e) {
        log.error("{} failed", call.getMethodDescriptor().getFullMethodName(), e);
        close(Failure.of(e));
      }
    }

    private void close(Failure failure) {
      try {
        call.close(
            StatusTable.error(failure.status(), failure.message()).getStatus(), new Metadata());
      } catch (IllegalStateException closed) {
        // The service closed the call before it failed; the caller has its answer.
        log.debug("closing a failed call: already closed", closed);
      }
    }
  }
}
