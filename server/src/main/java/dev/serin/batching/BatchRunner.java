package dev.serin.batching;

import dev.serin.model.BatchCheck;
import dev.serin.model.BatchLimit;
import dev.serin.model.BatchShapeException;
import dev.serin.model.Dispatcher.Ending;
import dev.serin.model.Dispatcher.Run;
import dev.serin.model.NoRoomException;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/**
 * Runs batches and ends their requests. A request never fails because of others in its run: if the
 * run fails, each is queued again, to run by itself.
 *
 * <p>Thread-safe. No exception escapes: callers wait for answers, and the runner must live.
 */
final class BatchRunner {
  private static final Duration UNLIMITED = Duration.ofDays(365);
  /** A run may go on for this long after the last caller's deadline before it is ended. */
  private static final Duration GRACE = Duration.ofSeconds(1);

  private final Traffic traffic;
  private final LongSupplier ticker;
  private final LongSupplier work;

  /**
   * Returns a runner.
   *
   * @param ticker nanoseconds
   * @param work the processor time of the calling thread in nanoseconds
   */
  BatchRunner(Traffic traffic, LongSupplier ticker, LongSupplier work) {
    this.traffic = traffic;
    this.ticker = ticker;
    this.work = work;
  }

  void run(Batch batch) {
    if (!batch.gone().isEmpty()) {
      dropGone(batch);
    }
    var members = batch.members();
    if (members.size() == 1) {
      var member = members.get(0);
      var single = alone(batch, member);
      batch.ran(single.startNanos(), single.nanos(), single.wayNanos());
      member.end(single);
    } else if (members.size() > 1) {
      if (batch.compares()) {
        compare(batch);
      } else {
        together(batch);
      }
    }
  }

  private void dropGone(Batch batch) {
    long now = ticker.getAsLong();
    for (var request : batch.gone()) {
      request.drop(Objects.requireNonNull(request.gone(now)), now);
    }
  }

  private Run alone(Batch batch, Pending member) {
    var version = batch.queue().version();
    var request = member.request();
    var clock = clock(batch);
    var way = version.predictor().way();
    request.runs().accept(1);
    long onTheWay = way.getAsLong();
    long start = ticker.getAsLong();
    long before = clock.getAsLong();
    LongConsumer room = bytes -> {
      version.batchLimit().produced(bytes, member.rows());
      request.room().accept(bytes);
    };
    Ending ending;
    try {
      ending = new Ending.Answered(version
          .predictor()
          .predict(request.inputs(), request.outputs(), limit(List.of(member), start), room));
    } catch (Throwable e) {
      ending = new Ending.Failed(e);
    }
    long worked = clock.getAsLong() - before;
    long occupied = ticker.getAsLong() - start;
    long wayNanos = way.getAsLong() - onTheWay;
    long nanos = occupied - wayNanos;
    batch.worked(worked);
    version.runTimes().add(member.rows(), worked, occupied);
    if (ending instanceof Ending.Answered) {
      version.runCounts().add(member.rows(), nanos);
    }
    version.batchLimit().ran(member.rows(), version.runTimes());
    return new Run(ending, start, nanos, wayNanos, member.rows());
  }

  private void together(Batch batch) {
    var version = batch.queue().version();
    var members = batch.members();
    var room = new SharedRoom(version.batchLimit(), members, batch.rows());
    var clock = clock(batch);
    for (var member : members) {
      member.request().runs().accept(members.size());
    }
    var way = version.predictor().way();
    long onTheWay = way.getAsLong();
    long start = ticker.getAsLong();
    long before = clock.getAsLong();
    List<Map<String, Tensor>> answers;
    try {
      answers = version
          .predictor()
          .predict(
              inputs(members), members.get(0).request().outputs(), limit(members, start), room);
    } catch (Throwable e) {
      if (e instanceof BatchShapeException) {
        version.batchLimit().turnOff(String.valueOf(e.getMessage()));
      }
      batch.worked(clock.getAsLong() - before);
      batch.returnMembers();
      return;
    }
    long worked = clock.getAsLong() - before;
    long occupied = ticker.getAsLong() - start;
    long wayNanos = way.getAsLong() - onTheWay;
    long nanos = occupied - wayNanos;
    batch.worked(worked);
    version.runTimes().add(batch.rows(), worked, occupied);
    version.runCounts().add(batch.rows(), nanos);
    version.batchLimit().ran(batch.rows(), version.runTimes());
    batch.ran(start, nanos, wayNanos);
    for (int i = 0; i < members.size(); i++) {
      var refused = room.refused(i);
      var ending =
          refused == null ? new Ending.Answered(answers.get(i)) : new Ending.Failed(refused);
      members.get(i).end(new Run(ending, start, nanos, wayNanos, batch.rows()));
    }
  }

  /**
   * The clock of work: a run on several threads is not seen by the processor time of this one. A
   * version in another process knows its own.
   */
  private LongSupplier clock(Batch batch) {
    var queue = batch.queue();
    boolean several = traffic.settings(queue.model().name()).intraOpThreads() > 1;
    return several && !queue.isolated() ? ticker : queue.version().predictor().work(work);
  }

  /** Runs each of two by itself, and both together, to learn whether requests may share runs. */
  private void compare(Batch batch) {
    var version = batch.queue().version();
    var members = batch.members();
    var singles = new ArrayList<Run>();
    var answers = new ArrayList<Map<String, Tensor>>();
    for (var member : members) {
      var single = alone(batch, member);
      singles.add(single);
      if (single.ending() instanceof Ending.Answered answered) {
        answers.add(answered.outputs());
      }
    }
    var inputs = inputs(members);
    if (answers.size() == members.size() && !BatchCheck.same(inputs)) {
      var outputs = members.get(0).request().outputs();
      var limit = limit(members, ticker.getAsLong());
      version
          .batchLimit()
          .checked(BatchCheck.difference(version.predictor(), inputs, answers, outputs, limit));
    }
    for (int i = 0; i < singles.size(); i++) {
      members.get(i).end(singles.get(i));
    }
  }

  private static List<Map<String, Tensor>> inputs(List<Pending> members) {
    var inputs = new ArrayList<Map<String, Tensor>>(members.size());
    for (var member : members) {
      inputs.add(member.request().inputs());
    }
    return inputs;
  }

  /** How long a run may take: until the last of its callers no longer waits. */
  private static Duration limit(List<Pending> members, long now) {
    long left = Long.MIN_VALUE;
    for (var member : members) {
      var deadline = member.request().deadlineNanos();
      if (deadline.isEmpty()) {
        return UNLIMITED;
      }
      left = Math.max(left, deadline.getAsLong() - now);
    }
    return Duration.ofNanos(left).plus(GRACE);
  }

  /**
   * Charges each member of a run for its rows of the outputs; one that has no room for them does
   * not cost the others theirs.
   */
  private static final class SharedRoom implements LongConsumer {
    private final BatchLimit limit;
    private final List<Pending> members;
    private final long rows;
    private final @Nullable NoRoomException[] refused;

    SharedRoom(BatchLimit limit, List<Pending> members, long rows) {
      this.limit = limit;
      this.members = members;
      this.rows = rows;
      this.refused = new @Nullable NoRoomException[members.size()];
    }

    @Override
    public void accept(long bytes) {
      limit.produced(bytes, rows);
      for (int i = 0; i < members.size(); i++) {
        var member = members.get(i);
        try {
          member.request().room().accept(bytes / rows * member.rows());
        } catch (NoRoomException e) {
          refused[i] = e;
        }
      }
    }

    /** Why a member gets no answer, or null. */
    @Nullable
    NoRoomException refused(int member) {
      return refused[member];
    }
  }
}
