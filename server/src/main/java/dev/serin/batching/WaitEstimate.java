package dev.serin.batching;

import dev.serin.model.Dispatcher.Ending.Refused;
import org.jspecify.annotations.Nullable;

/**
 * Refuses requests that would wait too long, before they cost anything. Thread-safe, without a
 * lock.
 */
final class WaitEstimate {
  private final Schedule schedule;

  WaitEstimate(Schedule schedule) {
    this.schedule = schedule;
  }

  /** Returns why a request is not queued, or null if it is. */
  @Nullable
  Refused refusal(VersionQueue queue, Pending request, long nowNanos) {
    boolean slow = queue.slow();
    var settings = queue.model().settings();
    long backlog = slow ? queue.backlogNanos(settings) : queue.model().backlogNanos(settings);
    if (backlog <= 0) {
      return null;
    }
    long wait = schedule.expectedWait(slow, backlog);
    if (settings.maxRuns().isPresent()) {
      wait = Math.max(wait, queue.backlogNanos(settings) / settings.maxRuns().getAsInt());
    }
    long most = settings.maxQueueWait().toNanos();
    if (wait > most) {
      return new Refused(wait, most, /* ofCaller= */ false);
    }
    var deadline = request.request().deadlineNanos();
    if (deadline.isEmpty()) {
      return null;
    }
    long left = deadline.getAsLong() - nowNanos;
    long ends = wait + queue.version().runTimes().expectedNanos(request.rows());
    return ends > left ? new Refused(ends, left, /* ofCaller= */ true) : null;
  }
}
