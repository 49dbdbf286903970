package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Feedback;
import dev.serin.client.FeedbackResult;
import dev.serin.client.Label;
import dev.serin.client.SerinException;
import java.math.BigDecimal;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Queue;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.random.RandomGenerator;

/**
 * The requests of several callers to a gateway until it is killed, and its acknowledgements, kept
 * outside its process.
 */
final class Life {
  private static final int CALLERS = 3;
  private static final int MOST_CHANGES = 60;
  private static final int MOST_MICROS = 5_000;
  private static final long PATIENCE_SECONDS = 60;

  /** The canary's share by the reason of the change. */
  final Map<String, String> sent = new ConcurrentHashMap<>();

  /** The reason by the number of the revision. */
  final Map<Integer, String> acknowledged = new ConcurrentHashMap<>();

  /** The ids of the predictions whose labels were accepted. */
  final Queue<String> labelled = new ConcurrentLinkedQueue<>();

  private final ChildGateway gateway;
  private final AtomicLong numbers;
  private final CountDownLatch enough;
  private final long untilKillMicros;
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private volatile boolean ending;

  /** A life of random length; the numbers make every change of every life unique. */
  Life(ChildGateway gateway, AtomicLong numbers, RandomGenerator random) {
    this.gateway = gateway;
    this.numbers = numbers;
    this.enough = new CountDownLatch(1 + random.nextInt(MOST_CHANGES));
    this.untilKillMicros = random.nextInt(MOST_MICROS);
  }

  /** Runs until the gateway is killed. */
  void live() throws InterruptedException {
    var callers = Executors.newFixedThreadPool(CALLERS + 1);
    for (int i = 0; i < CALLERS; i++) {
      callers.execute(() -> untilTheEnd(this::change));
    }
    callers.execute(() -> untilTheEnd(this::label));
    boolean lived = enough.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
    boolean unused = new CountDownLatch(1).await(untilKillMicros, TimeUnit.MICROSECONDS);
    ending = true;
    gateway.kill();
    callers.shutdown();
    assertThat(callers.awaitTermination(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
    assertThat(failures).isEmpty();
    assertThat(lived).isTrue();
  }

  int lastAcknowledged() {
    return Collections.max(acknowledged.keySet());
  }

  /**
   * The canary's shares that may be in force after the kill: the last acknowledged one, or any in
   * flight.
   */
  Set<String> decided() {
    var reasons = new TreeSet<>(sent.keySet());
    reasons.removeAll(acknowledged.values());
    reasons.add(acknowledged.get(lastAcknowledged()));
    var shares = new TreeSet<String>();
    reasons.forEach(reason -> shares.add(sent.get(reason)));
    return shares;
  }

  private void untilTheEnd(Runnable step) {
    try {
      while (!ending) {
        step.run();
      }
    } catch (SerinException e) {
      if (!ending) {
        failures.add(e);
      }
    } catch (RuntimeException | Error e) {
      failures.add(e);
    }
  }

  /** Raises the canary's share or lowers it, in turn. */
  private void change() {
    long number = numbers.incrementAndGet();
    var reason = "change " + number;
    // The last digit is not zero, so that the share's text is the shortest one.
    var digits = String.format(Locale.ROOT, "%09d1", number);
    var canary = (number % 2 == 0 ? "0.4" : "0.1") + digits;
    var stable = BigDecimal.ONE.subtract(new BigDecimal(canary)).toPlainString();
    sent.put(reason, canary);
    acknowledged.put((int) gateway.split(stable, canary, reason).revision(), reason);
    enough.countDown();
  }

  private void label() {
    int user = labelled.size();
    var id = gateway.client().predict(Crowd.call(user)).predictionId();
    var label = Feedback.of(id, Label.of(Crowd.row(user).label()));
    if (gateway.client().submitFeedback(label).result() == FeedbackResult.Result.ACCEPTED) {
      labelled.add(id);
    }
  }
}
