package dev.serin.rpc.admin;

import dev.serin.control.Control;
import dev.serin.control.Revision;
import dev.serin.control.RolloutView;
import dev.serin.rollout.Rollout;
import dev.serin.status.Statuses;
import dev.serin.v1.RolloutStatus;
import io.grpc.Status;
import java.util.Optional;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * A caller that watches a rollout: gets each transition, periodic statuses in between, and the end.
 *
 * <p>Thread-safe: revisions arrive on the control thread, which also answers in their order, and
 * ticks on another one.
 */
final class RolloutFollower {
  private static final Logger log = LoggerFactory.getLogger(RolloutFollower.class);

  private final Control control;
  private final Statuses statuses;
  private final WatchQueue<RolloutStatus> queue;
  private final String model;
  /** The interval between two statuses; 0: transitions only. */
  private final long intervalNanos;

  /** The rollout as last sent. Confined to the control thread. */
  private Optional<Rollout> told = Optional.empty();

  private volatile boolean begun;
  /** Confined to the thread that ticks. */
  private long tickedNanos;

  RolloutFollower(
      Control control,
      Statuses statuses,
      WatchQueue<RolloutStatus> queue,
      String model,
      long intervalNanos) {
    this.control = control;
    this.statuses = statuses;
    this.queue = queue;
    this.model = model;
    this.intervalNanos = intervalNanos;
  }

  /** Takes a revision, on the control thread. */
  void accept(Revision revision) {
    if (revision.rollout().equals(told) || revision.rollout().isEmpty()) {
      return;
    }
    told = revision.rollout();
    boolean over = !revision.rollout().get().active();
    whenSeen(control.rollout(model), view -> {
      queue.add(view.filter(now -> now.revision().rollout().equals(revision.rollout()))
          .map(statuses::rollout)
          .map(StatusMessages::status)
          .orElseGet(() -> StatusMessages.status(statuses.past(revision))));
      begun = true;
      if (over) {
        queue.complete();
      }
    });
  }

  /** Sends a status if one is due. */
  void tick(long nanos) {
    if (intervalNanos > 0 && begun && nanos - tickedNanos >= intervalNanos) {
      tickedNanos = nanos;
      whenSeen(
          control.rollout(model),
          view -> view.map(statuses::rollout).map(StatusMessages::status).ifPresent(queue::offer));
    }
  }

  private void whenSeen(
      CompletionStage<Optional<RolloutView>> view, Consumer<Optional<RolloutView>> task) {
    var unused = view.thenAccept(task).whenComplete((nothing, failure) -> {
      if (failure != null) {
        log.error("watch of the rollout of {} failed", model, failure);
        queue.fail(Status.INTERNAL.withDescription("the watch failed: see the log"));
      }
    });
  }
}
