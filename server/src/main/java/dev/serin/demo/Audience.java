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
 * The viewers, who ask when they come and do not wait for each other. Where the machine cannot keep
 * up, with calls or with labels, they come later instead of all at once. Thread-safe.
 */
final class Audience implements AutoCloseable {
  private static final double NANOS_PER_SECOND = 1e9;

  /** Calls that wait for an answer at most. */
  private static final int IN_FLIGHT = 128;

  /** How long labels may be on their way before nobody comes, at speed 1. */
  private static final double LABELS_BEHIND_SECONDS = 1;

  /** A delay of the machine that is made up for; longer ones are not. */
  private static final long CATCH_UP_NANOS = Duration.ofMillis(50).toNanos();

  private final SerinClient client;
  private final Visits visits;
  private final Pace pace;
  private final LongSupplier nanos;
  private final Returns returns;
  private final Semaphore free = new Semaphore(IN_FLIGHT);
  private final Thread thread = new Thread(this::run, "demo-viewers");

  private volatile double callsPerSecond;
  /** Absent while nobody wants to know. */
  private volatile @Nullable Counts counts;

  private Audience(SerinClient client, Visits visits, Pace pace, LongSupplier nanos) {
    this.client = client;
    this.visits = visits;
    this.pace = pace;
    this.nanos = nanos;
    this.returns = Returns.start(client, nanos);
    this.callsPerSecond = pace.callsPerSecond();
  }

  /** Lets the viewers come until the audience is closed. */
  static Audience start(SerinClient client, Visits visits, Pace pace, LongSupplier nanos) {
    var audience = new Audience(client, visits, pace, nanos);
    audience.thread.setDaemon(true);
    audience.thread.start();
    return audience;
  }

  /** Lets them come at another rate from now on. */
  void come(double perSecond) {
    callsPerSecond = perSecond;
  }

  /** Begins to count anew and returns what will count. */
  Counts countAnew() {
    var fresh = new Counts(nanos);
    counts = fresh;
    return fresh;
  }

  /** Goes on without counting: what counts keeps every latency. */
  void countNoMore() {
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
    while (returns.behind(pace.seconds(LABELS_BEHIND_SECONDS))) {
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
      returns.add(answer.predictionId(), visit.watched(genre), pace.seconds(visit.delaySeconds()));
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

  /** Ends the visits and waits a little for the calls that are in flight. */
  @Override
  public void close() {
    thread.interrupt();
    try {
      boolean unused = free.tryAcquire(IN_FLIGHT, 5, SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
    returns.close();
  }
}
