package dev.serin.events;

import dev.serin.gate.Call;
import dev.serin.gate.Label;
import java.io.IOException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Records calls and their labels in files that {@link EventReader} reads.
 *
 * <p>One thread adds calls and labels, and never waits: they go to a queue that another thread
 * drains, and are dropped and counted if it is full. A row is written when the label horizon of its
 * call has passed, or when the recorder is closed.
 *
 * <p>Thread-safe, but {@link #call}, {@link #ended} and {@link #label} are for one thread.
 */
public final class EventRecorder implements AutoCloseable {
  /** The default size at which a file is put aside. */
  public static final long MAX_FILE_BYTES = 64L << 20;

  private static final Logger log = LoggerFactory.getLogger(EventRecorder.class);
  private static final int MAX_HELD = 1_000_000;
  private static final int MAX_QUEUED = 1 << 16;
  private static final Duration PERIOD = Duration.ofMillis(100);
  private static final Duration SILENCE = Duration.ofMinutes(1);
  private static final long CLOSE_SECONDS = 30;

  private final Recording recording;
  private final InstantSource clock;
  private final int maxQueued;
  /** The calls and labels not recorded yet, and their number. */
  private final Queue<Runnable> queue = new ConcurrentLinkedQueue<>();

  private final AtomicInteger queued = new AtomicInteger();
  private final AtomicLong dropped = new AtomicLong();
  private final ScheduledExecutorService thread;
  /** When a drop was last logged, and how many drops there were. */
  private long loggedMillis;

  private long loggedDropped;

  EventRecorder(Recording recording, InstantSource clock, int maxQueued) {
    this.recording = recording;
    this.clock = clock;
    this.maxQueued = maxQueued;
    this.thread = Executors.newSingleThreadScheduledExecutor(task -> {
      var worker = new Thread(task, "serin-events");
      worker.setDaemon(true);
      return worker;
    });
  }

  /**
   * Starts the files of these models: the file itself if there is one model, else one for each with
   * its name before the extension, also for models added later. Existing files are put aside.
   *
   * @param horizon the age up to which a model's labels count; called on the recorder's thread
   * @param maxFileBytes the size at which a file is put aside
   * @throws IOException if a file cannot be written
   */
  public static EventRecorder open(
      Path file,
      Collection<String> models,
      Function<String, Duration> horizon,
      InstantSource clock,
      long maxFileBytes)
      throws IOException {
    var names = List.copyOf(models);
    var recording = new Recording(Recording.files(file, names, maxFileBytes), horizon, MAX_HELD);
    recording.open(names);
    return new EventRecorder(recording, clock, MAX_QUEUED);
  }

  /** Starts the thread that writes. */
  public void start() {
    var unused = thread.scheduleWithFixedDelay(
        this::guardedTick, PERIOD.toMillis(), PERIOD.toMillis(), TimeUnit.MILLISECONDS);
  }

  /** Adds a call under this share of the canary. */
  public void call(String model, BigDecimal share, Call call) {
    offer(() -> recording.call(model, share, call));
  }

  /** Adds the end of a call that was pending when it was added. */
  public void ended(String model, Call call) {
    offer(() -> recording.ended(model, call));
  }

  /** Adds a label. */
  public void label(String model, Label label) {
    offer(() -> recording.label(model, label));
  }

  /** The number of calls, ends of calls and labels dropped because the queue was full. */
  long dropped() {
    return dropped.get();
  }

  /** Drains the queue, and writes the rows that are due. */
  void tick() {
    long now = clock.millis();
    drain();
    recording.tick(now);
    logDropped(now);
  }

  /** Writes everything added before, and ends the thread. Later additions are dropped. */
  @Override
  public void close() {
    if (!thread.isShutdown()) {
      thread.execute(this::finish);
    }
    thread.shutdown();
    try {
      if (!thread.awaitTermination(CLOSE_SECONDS, TimeUnit.SECONDS)) {
        log.warn("events still being written after {} s", CLOSE_SECONDS);
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void offer(Runnable told) {
    if (queued.get() >= maxQueued) {
      dropped.incrementAndGet();
      return;
    }
    queued.incrementAndGet();
    queue.add(told);
  }

  private void drain() {
    for (int left = queued.get(); left > 0; left--) {
      var told = queue.poll();
      if (told != null) {
        queued.decrementAndGet();
        told.run();
      }
    }
  }

  private void guardedTick() {
    try {
      tick();
    } catch (RuntimeException e) {
      log.error("cannot record events; retrying with the next ones", e);
    }
  }

  private void finish() {
    drain();
    recording.close();
    var missing = recording.missing();
    if (dropped.get() + missing.calls() + missing.labels() + missing.rows() > 0) {
      log.warn(
          "events: {} dropped by a full queue, {} calls out of order, {} labels without a row,"
              + " {} rows refused by the disk",
          dropped,
          missing.calls(),
          missing.labels(),
          missing.rows());
    }
  }

  private void logDropped(long nowMillis) {
    long count = dropped.get();
    if (count > loggedDropped && nowMillis - loggedMillis >= SILENCE.toMillis()) {
      log.warn("events: {} dropped, arriving faster than they can be written", count);
      loggedDropped = count;
      loggedMillis = nowMillis;
    }
  }
}
