package dev.serin.batching;

import dev.serin.model.BatchCheck;
import dev.serin.model.Dispatcher.Ending;
import dev.serin.model.Dispatcher.Reason;
import dev.serin.model.Dispatcher.Request;
import dev.serin.model.Dispatcher.Run;
import dev.serin.model.Dispatcher.Submission;
import dev.serin.tensor.Tensor;
import java.util.Map;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A request that was submitted and has not ended.
 *
 * <p>Thread-safe: {@link #cancel} may be called at any time; all else is confined to whoever holds
 * the request, first its queue and then a runner.
 */
final class Pending implements Submission {
  private final Request request;
  private final Consumer<Run> callback;
  private final long queuedNanos;
  private final long rows;
  private final long bytes;
  private boolean alone;
  private volatile boolean cancelled;

  /**
   * Returns a request that has not run.
   *
   * @param inputs how many inputs a request of its version has at most
   */
  Pending(Request request, int inputs, long queuedNanos, Consumer<Run> callback) {
    this.request = request;
    this.callback = callback;
    this.queuedNanos = queuedNanos;
    long shared = request.inputs().size() == inputs ? BatchCheck.rows(request.inputs()) : 0;
    this.alone = shared == 0;
    this.rows = Math.max(1, shared);
    this.bytes = Tensor.bytes(request.inputs());
  }

  Request request() {
    return request;
  }

  /** When it was submitted. */
  long queuedNanos() {
    return queuedNanos;
  }

  /** The rows of its inputs, at least 1; 1 if they differ in it. */
  long rows() {
    return rows;
  }

  /** The bytes of its inputs. */
  long bytes() {
    return bytes;
  }

  /** Whether it must not share a run. */
  boolean alone() {
    return alone;
  }

  /** Makes it run by itself, since a run that it shared failed. */
  void isolate() {
    alone = true;
  }

  /** Whether it may share a run with another request of its version. */
  boolean joins(Pending other) {
    return !alone
        && !other.alone
        && request.outputs().equals(other.request.outputs())
        && alike(request.inputs(), other.request.inputs());
  }

  private static boolean alike(Map<String, Tensor> these, Map<String, Tensor> those) {
    for (var input : these.entrySet()) {
      var one = input.getValue();
      var other = those.get(input.getKey());
      if (other == null || one.type() != other.type() || !one.shape().sameRow(other.shape())) {
        return false;
      }
    }
    return these.size() == those.size();
  }

  @Override
  public void cancel() {
    cancelled = true;
  }

  /** Why it need not run any more, or null. */
  @Nullable
  Reason gone(long nowNanos) {
    var deadline = request.deadlineNanos();
    // A call is also cancelled when its deadline passes.
    if (deadline.isPresent() && nowNanos - deadline.getAsLong() > 0) {
      return Reason.DEADLINE_EXCEEDED;
    }
    return cancelled ? Reason.CANCELLED : null;
  }

  /** Ends it without a run. */
  void drop(Reason reason, long nowNanos) {
    end(new Run(new Ending.Dropped(reason), nowNanos, 0, 0));
  }

  /** Ends it; to be called once. */
  void end(Run run) {
    callback.accept(run);
  }
}
