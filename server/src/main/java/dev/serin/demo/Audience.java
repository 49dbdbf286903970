package dev.serin.demo;

import static java.util.concurrent.TimeUnit.MILLISECONDS;
import static java.util.concurrent.TimeUnit.SECONDS;

import dev.serin.client.Prediction;
import dev.serin.client.SerinClient;
import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.locks.LockSupport;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * The viewers, who call without waiting for each other. If the machine cannot keep up with calls or
 * labels, visits are delayed rather than bunched. Thread-safe.
 */
final class Audience implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  /** The maximum number of calls in flight. */
  private static final int IN_FLIGHT = 128;

  /** How late labels may be before visits wait, at speed 1. */
  private static final double LABELS_BEHIND_SECONDS = 1;

  /** The longest delay of the machine that visits catch up on. */
  private static final long CATCH_UP_NANOS = Duration.ofMillis(50).toNanos();

  private final SerinClient client;
  private final Visits visits;
  private final Pace pace;
  private final LongSupplier nanos;
  private final LabelSender labels;
  private final Semaphore free = new Semaphore(IN_FLIGHT);
  private final Thread thread = new Thread(this::run, "demo-viewers");

  private volatile double callsPerSecond;
  /** Null while nothing is counted. */
  private volatile @Nullable Counts counts;

  private Audience(SerinClient client, Visits visits, Pace pace, LongSupplier nanos) {
    this.client = client;
    this.visits = visits;
    this.pace = pace;
    this.nanos = nanos;
    this.labels = LabelSender.start(client, nanos);
    this.callsPerSecond = pace.callsPerSecond();
  }

  /** Starts the visits, until the audience is closed. */
  static Audience start(SerinClient client, Visits visits, Pace pace, LongSupplier nanos) {
    var audience = new Audience(client, visits, pace, nanos);
    audience.thread.setDaemon(true);
    audience.thread.start();
    return audience;
  }

  /** Changes the rate of visits. */
  void changeRate(double perSecond) {
    callsPerSecond = perSecond;
  }

  /** Starts to count from zero and returns the counts. */
  Counts startCounting() {
    var fresh = new Counts(nanos);
    counts = fresh;
    return fresh;
  }

  /** Stops counting, because counts keep every latency. */
  void stopCounting() {
    counts = null;
  }

  private void run() {
    try {
      long due = nanos.getAsLong();
      while (true) {
        var visit = visits.next();
        due = Math.max(due, nanos.getAsLong() - CATCH_UP_NANOS)
            + (long) (visit.gap() * NANOS_PER_SECOND / callsPerSecond);
        await(due);
        awaitLabels();
        free.acquire();
        ask(visit);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void await(long due) throws InterruptedException {
    for (long left = due - nanos.getAsLong(); left > 0; left = due - nanos.getAsLong()) {
      LockSupport.parkNanos(left);
      if (Thread.interrupted()) {
        throw new InterruptedException("the audience was closed");
      }
    }
  }

  private void awaitLabels() throws InterruptedException {
    while (labels.behind(pace.seconds(LABELS_BEHIND_SECONDS))) {
      MILLISECONDS.sleep(1);
    }
  }

  private void ask(Visit visit) {
    var counting = counts;
    var unused = client
        .predictAsync(visit.viewer().ask(Stage.MODEL).build())
        .whenComplete((answer, error) -> {
          free.release();
          answered(visit, answer, counting);
        });
  }

  private void answered(Visit visit, @Nullable Prediction answer, @Nullable Counts counting) {
    if (answer == null) {
      if (counting != null) {
        counting.addFailure();
      }
      return;
    }
    int genre = recommended(answer);
    if (counting != null) {
      counting.add(
          answer.version(),
          visit.viewer().id(),
          answer.serverTime().toNanos(),
          visit.viewer().chances().get(genre));
    }
    if (visit.answered()) {
      labels.add(answer.predictionId(), visit.watched(genre), pace.seconds(visit.delaySeconds()));
    }
  }

  /** The genre with the highest score; the first of equal ones. */
  private static int recommended(Prediction answer) {
    var scores = answer.output("genres").floats();
    int best = 0;
    for (int genre = 1; genre < scores.length; genre++) {
      best = scores[genre] > scores[best] ? genre : best;
    }
    return best;
  }

  /** Ends the visits, and waits up to 5 seconds for the calls in flight. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      boolean unused = free.tryAcquire(IN_FLIGHT, 5, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    labels.close();
  }
}
