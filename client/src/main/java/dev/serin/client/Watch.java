package dev.serin.client;

import io.grpc.ClientCall;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.StreamObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A subscription to changes, until it is closed.
 *
 * <p>Thread-safe: any thread may close it, also its own consumer.
 */
public final class Watch implements AutoCloseable {
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Function<Throwable, SerinException> failure;

  Watch(Function<Throwable, SerinException> failure) {
    this.failure = failure;
  }

  /**
   * Completes when the watch is closed, by either side, and exceptionally when it broke: with a
   * {@link SerinException}, or with the exception of the consumer. A new watch begins with the
   * present state.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** Ends the watch. A value that is being passed to the consumer is the last one. */
  @Override
  public void close() {
    ended.complete(null);
  }

  /**
   * Makes the call and passes its answers to the consumer; a call that fails at once only ends the
   * watch.
   */
  <Q, R, T> void start(
      ClientCall<Q, R> call, Q request, Function<R, T> read, Consumer<T> consumer) {
    var observer = new Observer<R>(answer -> consumer.accept(read.apply(answer)));
    ClientCalls.asyncServerStreamingCall(call, request, observer);
    // Only after the call: cancelling it while its request is being sent throws.
    var unused = ended.whenComplete((nothing, error) -> call.cancel("the watch ended", error));
  }

  private final class Observer<R> implements StreamObserver<R> {
    private final Consumer<R> consumer;

    Observer(Consumer<R> consumer) {
      this.consumer = consumer;
    }

    @Override
    public void onNext(R answer) {
      if (ended.isDone()) {
        return;
      }
      try {
        consumer.accept(answer);
      } catch (RuntimeException e) {
        ended.completeExceptionally(e);
      }
    }

    @Override
    public void onError(Throwable error) {
      ended.completeExceptionally(failure.apply(error));
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }
}
