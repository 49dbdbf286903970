package dev.serin.rpc;

import dev.serin.serving.Failure;
import io.grpc.Context;
import io.grpc.Detachable;
import io.grpc.KnownLength;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * gRPC can choose the threads of each call itself, but then it queues every event of every call,
 * also where the event loop handles them: about as much work as all interceptors together.
 */

/**
 * Moves calls that would keep an event loop, and with it every other call there, from its work:
 * those of services that may block, and those with a message that is large or compressed. From then
 * on all events of a call are handled on other threads, in order. Thread-safe.
 */
final class MovedCalls implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(MovedCalls.class);

  /** Copying a smaller message is cheaper than changing threads. */
  static final int LARGE_BYTES = 1 << 20;

  /** The status that gRPC gives a call whose service threw an exception. */
  private static final Status DEFECT =
      Status.UNKNOWN.withDescription("Application error processing RPC");

  private final Set<String> blocking;
  private final Executor threads;
  private final Executor readers;

  /**
   * Moves calls to two kinds of threads.
   *
   * @param blocking the services that may block, all of whose calls move to {@code threads}
   * @param readers the threads for large and compressed messages of the other services
   */
  MovedCalls(Set<String> blocking, Executor threads, Executor readers) {
    this.blocking = Set.copyOf(blocking);
    this.threads = threads;
    this.readers = readers;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var service = call.getMethodDescriptor().getServiceName();
    boolean blocks = service != null && blocking.contains(service);
    var listener = next.startCall(call, headers);
    return new MovingListener<>(call, listener, blocks ? threads : readers, blocks);
  }

  /** Confined to the thread of the transport's events, except for what other threads run. */
  private static final class MovingListener<Q> extends ServerCall.Listener<Q> {
    private final ServerCall<Q, ?> call;
    private final ServerCall.Listener<Q> next;
    private final Executor threads;
    private final boolean blocks;
    /** The last event handed to other threads; null before the call is moved. */
    private @Nullable CompletableFuture<Void> last;

    MovingListener(
        ServerCall<Q, ?> call, ServerCall.Listener<Q> next, Executor threads, boolean blocks) {
      this.call = call;
      this.next = next;
      this.threads = threads;
      this.blocks = blocks;
      last = blocks ? CompletableFuture.completedFuture(null) : null;
    }

    @Override
    @SuppressWarnings("unchecked") // all services take and return messages as streams
    public void onMessage(Q message) {
      var stream = (InputStream) message;
      if (last == null && takesLong(stream)) {
        last = CompletableFuture.completedFuture(null);
      }
      if (last == null) {
        next.onMessage(message);
        return;
      }
      var kept = kept(stream);
      hand(last, () -> {
        try (kept) {
          next.onMessage((Q) kept);
        } catch (IOException e) {
          throw new UncheckedIOException(e);
        }
      });
    }

    private boolean takesLong(InputStream message) {
      try {
        return message instanceof KnownLength
            ? message instanceof Detachable && message.available() > LARGE_BYTES
            : !StartUp.ALWAYS.contains(call.getMethodDescriptor().getServiceName());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    /** Returns a message that is not closed with the event, as gRPC does with its own. */
    private static InputStream kept(InputStream message) {
      try {
        return message instanceof Detachable detachable
            ? detachable.detach()
            : new ByteArrayInputStream(message.readAllBytes());
      } catch (IOException e) {
        throw new UncheckedIOException(e);
      }
    }

    @Override
    public void onHalfClose() {
      if (last == null) {
        next.onHalfClose();
      } else {
        hand(last, next::onHalfClose);
      }
    }

    @Override
    public void onReady() {
      if (last == null) {
        next.onReady();
      } else {
        hand(last, next::onReady);
      }
    }

    @Override
    public void onCancel() {
      if (last == null) {
        next.onCancel();
      } else {
        hand(last, next::onCancel);
      }
    }

    @Override
    public void onComplete() {
      if (last == null) {
        next.onComplete();
      } else {
        hand(last, next::onComplete);
      }
    }

    /** Hands an event to other threads, in the context that the transport calls in. */
    private void hand(CompletableFuture<Void> before, Runnable event) {
      last = before.thenRunAsync(Context.current().wrap(() -> handle(event)), threads);
    }

    /** gRPC does the same for events on its own threads. */
    private void handle(Runnable event) {
      try {
        event.run();
      } catch (RuntimeException | Error e) {
        log.error("{} failed", call.getMethodDescriptor().getFullMethodName(), e);
        close(blocks ? DEFECT : failure(e));
      }
    }

    private static Status failure(Throwable cause) {
      var told = Failure.of(cause);
      return StatusTable.error(told.status(), told.message()).getStatus();
    }

    private void close(Status status) {
      try {
        call.close(status, new Metadata());
      } catch (IllegalStateException closed) {
        // The service closed the call before it failed; the caller has its answer.
        log.debug("closing a failed call: already closed", closed);
      }
    }
  }
}
