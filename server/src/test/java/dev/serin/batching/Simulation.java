package dev.serin.batching;

import dev.serin.model.Dispatcher.Ending;
import dev.serin.model.Dispatcher.Request;
import dev.serin.model.Dispatcher.Run;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.Random;
import java.util.function.LongUnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Plays requests that arrive at random, and runs that take a given time for a number of rows, on
 * the real schedule and a simulated clock.
 */
final class Simulation {
  private final int runners;
  private final long answerNanos;
  private final Schedule schedule;
  private final WaitEstimate waits;
  private final Traffic traffic;
  private final Random random;
  private final Map<String, ModelQueues> models = new HashMap<>();
  private final List<Stream> streams = new ArrayList<>();
  private final PriorityQueue<Event> events =
      new PriorityQueue<>(Comparator.comparingLong(Event::nanos).thenComparingLong(Event::number));
  private long number;
  private long now;
  private int free;

  Simulation(int runners, Traffic traffic, long seed) {
    this(runners, 0, traffic, seed);
  }

  /** Takes this long to answer each request after a run. */
  Simulation(int runners, long answerNanos, Traffic traffic, long seed) {
    this.runners = runners;
    this.answerNanos = answerNanos;
    this.traffic = traffic;
    this.random = new Random(seed);
    this.schedule = new Schedule(runners, traffic);
    this.waits = new WaitEstimate(schedule);
    this.free = runners;
  }

  /** Something that happens at a time. */
  private record Event(long nanos, long number, Runnable what) {}

  /** The requests for one version. */
  static final class Stream {
    private final LoadedVersion version;
    private final double perSecond;
    private final LongUnaryOperator runNanos;
    private final List<Long> nanos = new ArrayList<>();
    private final List<Ended> calls = new ArrayList<>();
    private int refused;

    LoadedVersion version() {
      return version;
    }

    Stream(LoadedVersion version, double perSecond, LongUnaryOperator runNanos) {
      this.version = version;
      this.perSecond = perSecond;
      this.runNanos = runNanos;
    }

    /** The calls that have ended, refused ones included, in the order of their ends. */
    List<Ended> calls() {
      return calls;
    }

    /** The part of the requests that were refused. */
    double refused() {
      return (double) refused / (refused + nanos.size());
    }

    int answered() {
      return nanos.size();
    }

    /** A quantile of the time from arrival to answer, in milliseconds. */
    double millis(double quantile) {
      var sorted = nanos.stream().sorted().toList();
      return sorted.get((int) (quantile * (sorted.size() - 1))) / 1e6;
    }
  }

  /** A call that ended. */
  record Ended(long arrivalNanos, long nanos, boolean refused) {}

  static LoadedVersion version(String model, long number) {
    var version = new LoadedVersion(new VersionId(model, number), "a", new RowsPredictor());
    version.batchLimit().checked(Optional.empty());
    return version;
  }

  Simulation add(Stream stream) {
    streams.add(stream);
    return this;
  }

  /** Plays this many seconds, after a tenth of that to warm up. */
  void play(double seconds) {
    streams.forEach(this::arriveNext);
    long warm = (long) (seconds * 1e8);
    long end = (long) (seconds * 1e9) + warm;
    boolean cold = true;
    while (!events.isEmpty() && now < end) {
      var event = events.remove();
      now = event.nanos();
      if (cold && now > warm) {
        cold = false;
        streams.forEach(stream -> {
          stream.nanos.clear();
          stream.calls.clear();
          stream.refused = 0;
        });
      }
      event.what().run();
    }
  }

  private void at(long nanos, Runnable what) {
    events.add(new Event(nanos, number++, what));
  }

  private void arriveNext(Stream stream) {
    double wait = -Math.log(1 - random.nextDouble()) / stream.perSecond * 1e9;
    at(now + (long) wait, () -> {
      arrive(stream);
      arriveNext(stream);
    });
  }

  private void arrive(Stream stream) {
    long arrival = now;
    var queue = models
        .computeIfAbsent(stream.version.id().model(), name -> new ModelQueues(name, traffic))
        .queue(stream.version);
    var request = new Request(
        Map.of("x", RowsPredictor.rows(1)), List.of(), OptionalLong.empty(), bytes -> {});
    var pending = new Pending(request, 1, now, run -> {
      stream.nanos.add(now - arrival);
      stream.calls.add(new Ended(arrival, now - arrival, false));
    });
    if (waits.refusal(queue, pending, now) != null) {
      stream.refused++;
      stream.calls.add(new Ended(now, 0, true));
      return;
    }
    if (queue.add(pending)) {
      schedule.submitted(queue);
    }
    while (free > 0 && start(null)) {
      free--;
    }
  }

  /** Lets a runner take what is next; returns whether there was anything. */
  private boolean start(@Nullable Batch finished) {
    var batch = schedule.next(finished, now).batch();
    if (batch == null) {
      return false;
    }
    var version = batch.queue().version();
    long nanos = streams.stream()
        .filter(stream -> stream.version == version)
        .findFirst()
        .orElseThrow()
        .runNanos
        .applyAsLong(batch.rows());
    long began = now;
    at(now + nanos, () -> {
      batch.worked(nanos);
      batch.ran(began, nanos, 0);
      version.runTimes().add(batch.rows(), nanos, nanos);
      version.batchLimit().ran(batch.rows(), version.runTimes());
      answer(batch, 0);
    });
    return true;
  }

  /** Answers the members of a batch one after the other; then the runner is free again. */
  private void answer(Batch batch, int member) {
    if (member == batch.members().size()) {
      if (!start(batch)) {
        free++;
      }
      return;
    }
    at(now + answerNanos, () -> {
      batch
          .members()
          .get(member)
          .end(new Run(new Ending.Answered(Map.of()), now, batch.nanos(), batch.rows()));
      answer(batch, member + 1);
    });
  }

  @Override
  public String toString() {
    return runners + " runners, " + streams.size() + " streams";
  }
}
