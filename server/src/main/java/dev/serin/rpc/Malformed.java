package dev.serin.rpc;

import dev.serin.serving.CallStatus;
import io.grpc.ForwardingServerCallListener.SimpleForwardingServerCallListener;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.BiConsumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/*
 * An unreadable message is the caller's fault, but gRPC reports it as UNKNOWN and logs a stack
 * trace for each. It decodes messages before any of our code runs, unless the service takes them as
 * bytes: so all services do, and their messages are decoded within the listener made here.
 */

/** Answers unreadable messages with INVALID_ARGUMENT. Thread-safe. */
final class Malformed implements ServerInterceptor {
  private static final Logger log = LoggerFactory.getLogger(Malformed.class);
  private static final long SILENCE_NANOS = TimeUnit.MINUTES.toNanos(1);

  private final BiConsumer<String, CallStatus> listener;
  private final LongSupplier ticker;
  private final AtomicLong count = new AtomicLong();
  private final AtomicLong loggedNanos;

  /**
   * Reports each such call to the listener: the full name of its method, and INVALID_ARGUMENT if
   * its message is unreadable, RESOURCE_EXHAUSTED if there was no room for it.
   *
   * @param ticker nanoseconds
   */
  Malformed(BiConsumer<String, CallStatus> listener, LongSupplier ticker) {
    this.listener = listener;
    this.ticker = ticker;
    this.loggedNanos = new AtomicLong(ticker.getAsLong() - SILENCE_NANOS);
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    return new SimpleForwardingServerCallListener<>(next.startCall(call, headers)) {
      private boolean ended;

      @Override
      public void onMessage(Q message) {
        if (ended) {
          return;
        }
        try {
          super.onMessage(message);
        } catch (UnreadableException e) {
          ended = true;
          end(call, Status.INTERNAL);
        } catch (StatusRuntimeException e) {
          ended = true;
          end(call, e.getStatus());
        } catch (OutOfMemoryError e) {
          ended = true;
          end(call, StatusTable.noMemory().getStatus());
        }
      }

      @Override
      public void onHalfClose() {
        if (!ended) {
          super.onHalfClose();
        }
      }
    };
  }

  private void end(ServerCall<?, ?> call, Status status) {
    var method = call.getMethodDescriptor().getFullMethodName();
    // gRPC throws INTERNAL for bytes that are not a message.
    var answer = status.getCode() == Status.Code.INTERNAL
        ? StatusTable.unreadable(method).getStatus()
        : status;
    listener.accept(method, StatusTable.unread(answer));
    call.close(answer, new Metadata());
    log(method, answer);
  }

  private void log(String method, Status status) {
    long now = ticker.getAsLong();
    long last = loggedNanos.get();
    count.incrementAndGet();
    if (now - last >= SILENCE_NANOS && loggedNanos.compareAndSet(last, now)) {
      log.warn(
          "rejected {} unreadable messages since the last such line; latest: {}: {}",
          count.getAndSet(0),
          method,
          status.getDescription());
    }
  }
}
