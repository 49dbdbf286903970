package dev.serin.rpc.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.control.Revision;
import dev.serin.v1.SplitRevision;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * One caller that watches revisions: hands them on as fast as the caller reads, and never makes the
 * control thread wait.
 *
 * <p>Thread-safe: the lock keeps the revisions in order, and the observer, which only queues, is
 * called under it.
 */
final class RevisionWatch {
  /** A caller that is further behind than this is cut off, and may watch anew. */
  private static final int MOST_WAITING = 1_000;

  private final ServerCallStreamObserver<SplitRevision> observer;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Queue<Revision> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean ended;

  RevisionWatch(ServerCallStreamObserver<SplitRevision> observer) {
    this.observer = observer;
  }

  void accept(Revision revision) {
    synchronized (lock) {
      if (ended) {
        return;
      }
      waiting.add(revision);
      sendReady();
      if (waiting.size() > MOST_WAITING) {
        ended = true;
        observer.onError(Status.RESOURCE_EXHAUSTED
            .withDescription(
                "watch: " + waiting.size() + " revisions unread (expected: a faster reader)")
            .asRuntimeException());
      }
    }
  }

  void drain() {
    synchronized (lock) {
      sendReady();
    }
  }

  void end() {
    synchronized (lock) {
      ended = true;
      waiting.clear();
    }
  }

  @GuardedBy("lock")
  private void sendReady() {
    while (!ended && !waiting.isEmpty() && observer.isReady()) {
      observer.onNext(Revisions.message(waiting.remove()));
    }
  }
}
