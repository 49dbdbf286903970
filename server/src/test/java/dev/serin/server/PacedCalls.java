package dev.serin.server;

import dev.serin.client.PredictCall;
import dev.serin.client.SerinClient;
import dev.serin.client.Tensor;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/**
 * Calls a model at a rate. A call that would be one too many in flight is left out, so that a
 * machine that is busy with something else makes no call fail. Thread-safe.
 */
final class PacedCalls implements AutoCloseable {
  private static final int IN_FLIGHT = 64;
  private static final long TICK_MILLIS = 2;

  private final ScheduledExecutorService thread = Executors.newSingleThreadScheduledExecutor();
  private final Semaphore room = new Semaphore(IN_FLIGHT);
  private final AtomicLong answered = new AtomicLong();
  private final AtomicLong users = new AtomicLong();
  private final Queue<Throwable> failures = new ConcurrentLinkedQueue<>();
  private final SerinClient client;
  private final String model;
  private final Tensor input;
  private volatile double perTick = IN_FLIGHT;
  /** What is due and not sent yet; confined to the thread. */
  private double due;

  /** Starts to call as often as the gateway answers. */
  PacedCalls(SerinClient client, String model, Tensor input) {
    this.client = client;
    this.model = model;
    this.input = input;
    var unused = thread.scheduleAtFixedRate(this::tick, 0, TICK_MILLIS, TimeUnit.MILLISECONDS);
  }

  /** Calls this many times a second from now on. */
  void rate(double perSecond) {
    perTick = perSecond * TICK_MILLIS / TimeUnit.SECONDS.toMillis(1);
  }

  long answered() {
    return answered.get();
  }

  Queue<Throwable> failures() {
    return failures;
  }

  /** Sends no more calls, and waits for the answers. */
  void finish() throws InterruptedException {
    thread.shutdown();
    if (!thread.awaitTermination(1, TimeUnit.MINUTES)
        || !room.tryAcquire(IN_FLIGHT, 1, TimeUnit.MINUTES)) {
      failures.add(new IllegalStateException("calls without an answer"));
    }
  }

  private void tick() {
    due += perTick;
    for (; due >= 1; due--) {
      if (room.tryAcquire()) {
        call();
      }
    }
  }

  private void call() {
    var call = PredictCall.to(model)
        .user("user-" + users.incrementAndGet() % 100_000)
        .input(input)
        .build();
    var unused = client.predictAsync(call).whenComplete((prediction, failure) -> {
      room.release();
      if (failure == null) {
        answered.incrementAndGet();
      } else {
        failures.add(failure);
      }
    });
  }

  @Override
  public void close() {
    thread.shutdownNow();
  }
}
