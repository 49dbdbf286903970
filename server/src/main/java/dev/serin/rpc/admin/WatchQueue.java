package dev.serin.rpc.admin;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import io.grpc.Status;
import io.grpc.stub.ServerCallStreamObserver;
import java.util.ArrayDeque;
import java.util.Queue;

/**
 * The messages that a watching caller has not read yet: sent as fast as the caller reads, so that
 * adding never waits.
 *
 * <p>Thread-safe: the lock keeps the messages in order, and the observer, which only queues, is
 * called under it.
 */
final class WatchQueue<T> {
  /** A caller that is further behind than this is cut off, and may watch again. */
  private static final int MOST_WAITING = 1_000;

  private final ServerCallStreamObserver<T> observer;
  private final Object lock = new Object();

  @GuardedBy("lock")
  private final Queue<T> waiting = new ArrayDeque<>();

  @GuardedBy("lock")
  private boolean last;

  @GuardedBy("lock")
  private boolean ended;

  WatchQueue(ServerCallStreamObserver<T> observer) {
    this.observer = observer;
  }

  /** Adds a message that the caller must see. */
  void add(T message) {
    synchronized (lock) {
      if (ended || last) {
        return;
      }
      waiting.add(message);
      sendReady();
      if (waiting.size() > MOST_WAITING) {
        end(Status.RESOURCE_EXHAUSTED.withDescription(
            "watch: " + waiting.size() + " messages unread (expected: a faster reader)"));
      }
    }
  }

  /** Adds a message that is dropped if the caller has not read the others. */
  void offer(T message) {
    synchronized (lock) {
      if (waiting.isEmpty() && observer.isReady()) {
        add(message);
      }
    }
  }

  /** Ends the watch when the caller has read all messages. */
  void complete() {
    synchronized (lock) {
      last = true;
      sendReady();
    }
  }

  /** Ends the watch with an error, at once. */
  void fail(Status status) {
    synchronized (lock) {
      if (!ended) {
        end(status);
      }
    }
  }

  /** Sends waiting messages, as the caller may be reading again. */
  void drain() {
    synchronized (lock) {
      sendReady();
    }
  }

  /** Drops all messages: the caller is gone. */
  void end() {
    synchronized (lock) {
      ended = true;
      waiting.clear();
    }
  }

  @GuardedBy("lock")
  private void end(Status status) {
    ended = true;
    waiting.clear();
    observer.onError(status.asRuntimeException());
  }

  @GuardedBy("lock")
  private void sendReady() {
    while (!ended && !waiting.isEmpty() && observer.isReady()) {
      observer.onNext(waiting.remove());
    }
    if (!ended && last && waiting.isEmpty()) {
      ended = true;
      observer.onCompleted();
    }
  }
}
