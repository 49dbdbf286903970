package dev.serin.serving;

import dev.serin.model.Dispatcher;
import dev.serin.model.Lease;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import java.time.Duration;
import java.util.OptionalLong;
import java.util.function.Consumer;

/**
 * Runs each request by itself, on the next free runner. A version whose runs take more than twice
 * as long as those of its model's stable leaves one runner to other versions.
 *
 * <p>Thread-safe.
 */
public final class RunnerDispatcher implements Dispatcher {
  private static final Duration UNLIMITED = Duration.ofDays(365);
  /** A run may go on for this long after the caller's deadline before it is ended. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Runners runners;
  private final Routing routing;
  private final Time time;

  /**
   * Dispatches to these runners.
   *
   * @param routing tells which version is stable
   */
  public RunnerDispatcher(Runners runners, Routing routing, Time time) {
    this.runners = runners;
    this.routing = routing;
    this.time = time;
  }

  @Override
  public Submission submit(Lease lease, Role role, Request request, Consumer<Run> callback) {
    var task = new Task(lease.version(), request, callback);
    if (!runners.run(task, slow(lease.version(), role))) {
      task.drop(Reason.SHUTTING_DOWN);
    }
    return task;
  }

  @Override
  public boolean waiting() {
    return runners.waiting();
  }

  private boolean slow(LoadedVersion version, Role role) {
    return role != Role.STABLE
        && routing
            .model(version.id().model())
            .flatMap(ModelRoute::stableVersion)
            .filter(stable -> version.runTimes().aboveTwice(stable.runTimes()))
            .isPresent();
  }

  private final class Task implements Runnable, Submission {
    private final LoadedVersion version;
    private final Request request;
    private final Consumer<Run> callback;
    private volatile boolean cancelled;

    Task(LoadedVersion version, Request request, Consumer<Run> callback) {
      this.version = version;
      this.request = request;
      this.callback = callback;
    }

    @Override
    public void cancel() {
      cancelled = true;
    }

    @Override
    public void run() {
      long start = time.ticker().getAsLong();
      var deadline = request.deadlineNanos();
      // A call is also cancelled when its deadline passes.
      if (deadline.isPresent() && start - deadline.getAsLong() > 0) {
        drop(Reason.DEADLINE_EXCEEDED);
      } else if (cancelled) {
        drop(Reason.CANCELLED);
      } else {
        long work = time.work().getAsLong();
        var ending = predict(limit(deadline, start));
        version.runTimes().add(time.work().getAsLong() - work);
        long nanos = time.ticker().getAsLong() - start;
        callback.accept(new Run(ending, start, nanos));
      }
    }

    private Ending predict(Duration limit) {
      try {
        return new Ending.Answered(version
            .predictor()
            .predict(request.inputs(), request.outputs(), limit, request.room()));
      } catch (Throwable e) {
        // No exception may escape: the caller waits for an answer, and the runner must live.
        return new Ending.Failed(e);
      }
    }

    void drop(Reason reason) {
      callback.accept(new Run(new Ending.Dropped(reason), time.ticker().getAsLong(), 0));
    }
  }

  private static Duration limit(OptionalLong deadlineNanos, long now) {
    return deadlineNanos.isEmpty()
        ? UNLIMITED
        : Duration.ofNanos(deadlineNanos.getAsLong() - now).plus(GRACE);
  }
}
