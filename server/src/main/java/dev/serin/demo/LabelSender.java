package dev.serin.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;

import dev.serin.client.Feedback;
import dev.serin.client.Label;
import dev.serin.client.SerinClient;
import dev.serin.client.SerinException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.DelayQueue;
import java.util.concurrent.Delayed;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/**
 * Sends a label to the gateway some time after each visit: whether the title was watched to the
 * end. Thread-safe.
 */
final class LabelSender implements AutoCloseable {
  private static final long PAUSE_MILLIS = 20;
  private static final long NONE = Long.MAX_VALUE;

  private final SerinClient client;
  private final LongSupplier nanos;
  private final DelayQueue<Due> queue = new DelayQueue<>();
  private final Thread thread = new Thread(this::run, "demo-labels");

  /** When the oldest label that is being sent became known. */
  private volatile long oldestNanos = NONE;

  /** A label that becomes known at a time. */
  private record Due(Feedback feedback, long atNanos, LongSupplier nanos) implements Delayed {
    @Override
    public long getDelay(TimeUnit unit) {
      return unit.convert(atNanos - nanos.getAsLong(), TimeUnit.NANOSECONDS);
    }

    @Override
    public int compareTo(Delayed other) {
      return Long.compare(getDelay(TimeUnit.NANOSECONDS), other.getDelay(TimeUnit.NANOSECONDS));
    }
  }

  private LabelSender(SerinClient client, LongSupplier nanos) {
    this.client = client;
    this.nanos = nanos;
  }

  static LabelSender start(SerinClient client, LongSupplier nanos) {
    var sender = new LabelSender(client, nanos);
    sender.thread.setDaemon(true);
    sender.thread.start();
    return sender;
  }

  void add(String predictionId, boolean watched, Duration delay) {
    var feedback = Feedback.of(predictionId, Label.ofReward(watched ? 1 : 0));
    queue.add(new Due(feedback, nanos.getAsLong() + delay.toNanos(), nanos));
  }

  /** Whether a label has been known for longer than this and is not sent yet. */
  boolean behind(Duration most) {
    long now = nanos.getAsLong();
    var next = queue.peek();
    return late(oldestNanos, now, most) || (next != null && late(next.atNanos(), now, most));
  }

  private static boolean late(long sinceNanos, long now, Duration most) {
    return sinceNanos != NONE && now - sinceNanos > most.toNanos();
  }

  /** Sends labels in small batches: all that are known after a short sleep. */
  private void run() {
    try {
      while (true) {
        var due = new ArrayList<Due>();
        due.add(queue.take());
        MILLISECONDS.sleep(PAUSE_MILLIS);
        queue.drainTo(due);
        oldestNanos = due.get(0).atNanos();
        submit(due);
        oldestNanos = NONE;
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  /** Labels that the gateway refuses are lost, as they would be in production. */
  private void submit(Iterable<Due> due) {
    var feedback = new ArrayList<Feedback>();
    due.forEach(label -> feedback.add(label.feedback()));
    try {
      var unused = client.submitAll(feedback);
    } catch (SerinException e) {
      return;
    }
  }

  @Override
  public void close() {
    thread.interrupt();
  }
}
