package dev.serin.client;

import dev.serin.v1.GetSplitRequest;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * A look at the revisions of a model as they come, until closed.
 *
 * <p>Thread-safe: it may be closed from anywhere, its own consumer included.
 */
public final class SplitWatch implements AutoCloseable {
  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Consumer<SplitRevision> revisions;
  private final Function<Throwable, SerinException> failure;

  SplitWatch(Consumer<SplitRevision> revisions, Function<Throwable, SerinException> failure) {
    this.revisions = revisions;
    this.failure = failure;
  }

  /**
   * Completes when the watch is closed, by either side, and exceptionally when it broke: with a
   * {@link SerinException}, or with what the consumer threw. A new watch begins with the revision
   * in force.
   */
  public CompletableFuture<Void> ended() {
    return ended.copy();
  }

  /** Ends the watch. A revision that is being handed over meanwhile is the last one. */
  @Override
  public void close() {
    ended.complete(null);
  }

  ClientResponseObserver<GetSplitRequest, dev.serin.v1.SplitRevision> observer() {
    return new Observer();
  }

  private final class Observer
      implements ClientResponseObserver<GetSplitRequest, dev.serin.v1.SplitRevision> {
    @Override
    public void beforeStart(ClientCallStreamObserver<GetSplitRequest> call) {
      var unused = ended.whenComplete((nothing, error) -> call.cancel("the watch ended", error));
    }

    @Override
    public void onNext(dev.serin.v1.SplitRevision revision) {
      if (ended.isDone()) {
        return;
      }
      try {
        revisions.accept(AdminWire.revision(revision));
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
