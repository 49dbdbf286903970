package dev.serin.client;

import static java.util.concurrent.TimeUnit.NANOSECONDS;

import com.google.protobuf.MessageLite;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptors;
import io.grpc.ConnectivityState;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.MetadataUtils;
import java.time.DateTimeException;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;

/**
 * One connection to a gateway and the calls over it; translates every failure to
 * {@link SerinException}.
 *
 * <p>Thread-safe: the channel is, and there is no other state.
 */
final class Calls {
  private final ManagedChannel channel;
  private final ClientOptions options;

  private Calls(ManagedChannel channel, ClientOptions options) {
    this.channel = channel;
    this.options = options;
  }

  /** Returns the calls to an {@link Address}; connects when the first one is made. */
  static Calls to(String address, ClientOptions options) {
    var channel = Address.parse(address)
        .channel()
        .maxInboundMessageSize(options.maxMessageBytes())
        .disableServiceConfigLookUp()
        .enableRetry()
        .defaultServiceConfig(Retries.serviceConfig())
        .build();
    return new Calls(channel, options);
  }

  /**
   * A call of one request and one answer: its method, whether a retry is harmless, and how to read
   * the answer.
   */
  record Unary<Q extends MessageLite, R, T>(
      MethodDescriptor<Q, R> method, boolean repeatable, Function<R, T> read) {}

  <Q extends MessageLite, R, T> T call(Unary<Q, R, T> unary, Q request, Metadata headers) {
    checkSize(request);
    try {
      return unary
          .read()
          .apply(ClientCalls.blockingUnaryCall(
              with(headers), unary.method(), callOptions(options.deadline()), request));
    } catch (StatusRuntimeException
        | IllegalArgumentException
        | DateTimeException
        | ArithmeticException e) {
      throw failure(e, unary.repeatable());
    }
  }

  /** Makes the same call without blocking. Cancelling the future cancels the call. */
  <Q extends MessageLite, R, T> CompletableFuture<T> callAsync(
      Unary<Q, R, T> unary, Q request, Metadata headers) {
    try {
      checkSize(request);
    } catch (SerinException e) {
      return CompletableFuture.failedFuture(e);
    }
    var call = with(headers).newCall(unary.method(), callOptions(options.deadline()));
    var reply = new Reply<Q, R, T>(unary.read(), e -> failure(e, unary.repeatable()));
    ClientCalls.asyncUnaryCall(call, request, reply);
    return reply.future();
  }

  /** Returns a call for a stream of feedback, which has its own deadline. */
  <Q, R> ClientCall<Q, R> openStream(MethodDescriptor<Q, R> method) {
    return channel.newCall(method, callOptions(options.streamDeadline()));
  }

  /** Returns a call for a stream without a deadline. */
  <Q, R> ClientCall<Q, R> openEndless(MethodDescriptor<Q, R> method) {
    return channel.newCall(method, CallOptions.DEFAULT);
  }

  /** Returns the exception to throw for a failure. */
  SerinException failure(Throwable failure, boolean repeatable) {
    if (failure instanceof IllegalArgumentException
        || failure instanceof DateTimeException
        || failure instanceof ArithmeticException) {
      return SerinException.invalidAnswer("answer: " + failure.getMessage(), failure);
    }
    boolean connected = channel.getState(false) == ConnectivityState.READY;
    return SerinException.of(failure, repeatable, connected);
  }

  /** Waits for the calls in flight, at most for one deadline, and cancels the rest. */
  void drain() {
    channel.shutdown();
    try {
      if (channel.awaitTermination(options.deadline().toNanos(), NANOSECONDS)) {
        return;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    channel.shutdownNow();
  }

  /** Cancels the calls in flight. */
  void cancel() {
    channel.shutdownNow();
  }

  /** gRPC has its own bound, but a retryable call above it never ends. */
  private void checkSize(MessageLite request) {
    if (request.getSerializedSize() > options.maxMessageBytes()) {
      throw SerinException.tooLarge(request.getSerializedSize(), options.maxMessageBytes());
    }
  }

  private CallOptions callOptions(Duration deadline) {
    return CallOptions.DEFAULT.withDeadlineAfter(deadline.toNanos(), NANOSECONDS);
  }

  private Channel with(Metadata headers) {
    return headers.keys().isEmpty()
        ? channel
        : ClientInterceptors.intercept(channel, MetadataUtils.newAttachHeadersInterceptor(headers));
  }
}
