package dev.serin.batching;

import dev.serin.model.Dispatcher;
import dev.serin.model.Lease;
import dev.serin.model.LoadedVersion;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * Runs whatever queued for a version while the last run was busy, as one batch. Nothing waits for a
 * timer, unless {@code maxBatchDelay} is set.
 *
 * <p>Thread-safe; {@link #submit} takes no lock.
 */
public final class BatchingDispatcher implements Dispatcher, AutoCloseable {
  /** The prefix of the runners' names. */
  public static final String THREAD = "serin-runner-";

  /** How long a runner waits for a version in another process before it is replaced. */
  private static final long LONGEST_WAIT_NANOS = 20_000_000;

  private final Map<String, ModelQueues> models = new ConcurrentHashMap<>();
  private final Traffic traffic;
  private final LongSupplier ticker;
  private final Schedule schedule;
  private final WaitEstimate waits;
  private final BatchRunner runner;
  private final RunnerThreads threads;
  private volatile boolean closed;

  /**
   * Returns a dispatcher whose runners do not run yet.
   *
   * @param runners how many threads run models
   * @param ticker nanoseconds
   * @param work the processor time of the calling thread in nanoseconds
   */
  BatchingDispatcher(int runners, Traffic traffic, LongSupplier ticker, LongSupplier work) {
    this.traffic = traffic;
    this.ticker = ticker;
    schedule = new Schedule(runners, traffic);
    waits = new WaitEstimate(schedule);
    runner = new BatchRunner(traffic, ticker, work);
    threads = new RunnerThreads(new Source(), runners);
  }

  /**
   * Starts a dispatcher.
   *
   * @param runners how many threads run models
   * @param ticker nanoseconds
   * @param work the processor time of the calling thread in nanoseconds
   */
  public static BatchingDispatcher start(
      int runners, Traffic traffic, LongSupplier ticker, LongSupplier work) {
    var dispatcher = new BatchingDispatcher(runners, traffic, ticker, work);
    dispatcher.threads.start(THREAD);
    return dispatcher;
  }

  @Override
  public Submission submit(Lease lease, Request request, Consumer<Run> callback) {
    long now = ticker.getAsLong();
    var version = lease.version();
    var queue = model(version.id().model()).queue(version);
    var pending = new Pending(request, version.signature().inputs().size(), now, callback);
    if (closed) {
      pending.drop(Reason.SHUTTING_DOWN, now);
      return pending;
    }
    var refused = waits.refusal(queue, pending, now);
    if (refused != null) {
      pending.end(new Run(refused, now, 0, 0));
      return pending;
    }
    if (queue.add(pending)) {
      schedule.submitted(queue);
    }
    if (closed && threads.ended()) {
      dropAll();
    } else {
      threads.wake();
    }
    return pending;
  }

  private ModelQueues model(String name) {
    var model = models.get(name);
    return model != null
        ? model
        : models.computeIfAbsent(name, unused -> new ModelQueues(name, traffic));
  }

  @Override
  public boolean waiting() {
    for (var model : models.values()) {
      if (model.waiting()) {
        return true;
      }
    }
    return false;
  }

  /**
   * Starts a runner in the place of one that does not return from its run; it ends once it returns.
   *
   * @param thread its name
   * @return the version that it runs; empty if it has returned, or was replaced before
   */
  public Optional<LoadedVersion> replace(String thread) {
    return threads.replace((name, batch) -> name.equals(thread)).stream()
        .map(batch -> batch.queue().version())
        .findFirst();
  }

  /**
   * Starts runners in the place of those that have waited for another process for long; to be
   * called often. They end once they return.
   */
  public void relieve() {
    long now = ticker.getAsLong();
    var unused = threads.replace(
        (name, batch) -> batch.queue().isolated() && now - batch.takenNanos() > LONGEST_WAIT_NANOS);
  }

  /** Drops the queues of versions that are no longer loaded. */
  public void forget(Predicate<LoadedVersion> unloaded) {
    models.values().removeIf(model -> model.forget(unloaded));
  }

  /** How many versions have a queue. */
  int queues() {
    return models.values().stream().mapToInt(ModelQueues::size).sum();
  }

  /** Accepts no more requests; those accepted still run. */
  @Override
  public void close() {
    closed = true;
    schedule.hurry();
    threads.close();
  }

  /** Runs on this thread all that a single runner would. */
  void runAll() {
    for (var batch = next(null); batch != null; batch = next(batch)) {
      runner.run(batch);
    }
  }

  private @Nullable Batch next(@Nullable Batch finished) {
    return schedule.next(finished, ticker.getAsLong()).batch();
  }

  private void dropAll() {
    for (var batch = next(null); batch != null; batch = next(batch)) {
      long now = ticker.getAsLong();
      batch.gone().forEach(request -> request.drop(Reason.SHUTTING_DOWN, now));
      batch.members().forEach(request -> request.drop(Reason.SHUTTING_DOWN, now));
    }
  }

  private final class Source implements RunnerThreads.Source {
    @Override
    public Schedule.Turn next(@Nullable Batch finished) {
      return schedule.next(finished, ticker.getAsLong());
    }

    @Override
    public void run(Batch batch) {
      runner.run(batch);
    }

    @Override
    public void end(Batch finished) {
      schedule.end(finished, ticker.getAsLong());
      // It may have put requests back, and looks no more itself.
      threads.wake();
    }

    @Override
    public boolean lose(Batch batch) {
      return schedule.lose(batch);
    }

    @Override
    public void ended() {
      dropAll();
    }
  }
}
