package dev.serin.client;

import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Receives the answer of a call into a future.
 *
 * <p>Thread-safe: gRPC calls it on one thread at a time, and the future keeps the first result.
 */
final class Reply<Q, R, T> implements ClientResponseObserver<Q, R> {
  private final CompletableFuture<T> future = new CompletableFuture<>();
  private final Function<R, T> read;
  private final Function<Throwable, SerinException> failure;
  private @Nullable R answer;

  Reply(Function<R, T> read, Function<Throwable, SerinException> failure) {
    this.read = read;
    this.failure = failure;
  }

  CompletableFuture<T> future() {
    return future;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<Q> call) {
    var unused = future.whenComplete((result, error) -> {
      if (future.isCancelled()) {
        call.cancel("cancelled by the caller", null);
      }
    });
  }

  @Override
  public void onNext(R response) {
    answer = response;
  }

  @Override
  public void onError(Throwable error) {
    future.completeExceptionally(failure.apply(error));
  }

  @Override
  public void onCompleted() {
    var last = answer;
    if (last == null) {
      future.completeExceptionally(
          SerinException.invalidAnswer("answer: none (expected: one)", null));
      return;
    }
    try {
      future.complete(read.apply(last));
    } catch (RuntimeException e) {
      future.completeExceptionally(failure.apply(e));
    }
  }
}
