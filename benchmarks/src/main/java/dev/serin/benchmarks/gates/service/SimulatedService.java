package dev.serin.benchmarks.gates.service;

import dev.serin.access.Author;
import dev.serin.benchmarks.gates.streams.Labels;
import dev.serin.control.Control;
import dev.serin.control.FileSplit;
import dev.serin.control.Plans;
import dev.serin.control.Preflights;
import dev.serin.control.Revision;
import dev.serin.control.RevisionListener;
import dev.serin.control.RolloutCommand;
import dev.serin.control.RolloutCommand.Request;
import dev.serin.control.RolloutPorts;
import dev.serin.control.RolloutView;
import dev.serin.control.SetSplit;
import dev.serin.control.SlowerCalls;
import dev.serin.control.Trials;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Label;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.gate.Trial;
import dev.serin.gate.TrialReport;
import dev.serin.judge.Judge;
import dev.serin.judge.ObservationListener;
import dev.serin.judge.Recorder.Arrival;
import dev.serin.judge.StatisticsClock;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Predictor;
import dev.serin.model.Role;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState;
import dev.serin.routing.Routing;
import dev.serin.split.Share;
import dev.serin.split.Split;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.PriorityQueue;
import java.util.concurrent.CompletionException;
import java.util.function.Consumer;
import java.util.function.Predicate;
import java.util.function.Supplier;
import java.util.random.RandomGenerator;

/**
 * A service with two versions of a model, simulated: calls, labels and time. Routing, gates and the
 * controller are those of the gateway. Starts with stable, version 1, alone.
 *
 * <p>Confined to one thread.
 */
public final class SimulatedService {
  /** The model's name. */
  public static final String MODEL = "m";

  private static final long STABLE = 1;
  private static final long CANARY = 2;
  private static final long SECOND = 1_000;
  private static final long SAVE = 10 * SECOND;
  private static final double MILLIS_PER_SECOND = 1_000;
  private static final double NANOS_PER_MILLI = 1e6;

  private final RandomGenerator random;
  private final Disk disk = new Disk();
  private final Map<String, FileSplit> file = new HashMap<>();
  private final long begun;
  private Situation situation;
  private Preflights check = Preflights.NONE;
  private Running running;
  private long millis;
  private double nextCall;
  private long nextTick;
  private long nextSave;
  private long calls;
  private final PriorityQueue<Due> labels =
      new PriorityQueue<>(Comparator.comparingLong(Due::millis).thenComparingLong(Due::id));
  private final Map<Long, Long> callsOfVersion = new HashMap<>();

  /** Label of a prediction that comes at a time. */
  private record Due(long millis, long id, long version, long revision, Label label) {}

  /** One life of the gateway. */
  private record Running(Judge judge, Control control, Routing routing) {}

  /** Begins at a Monday at 10:00 UTC. */
  public SimulatedService(Situation situation, RandomGenerator random) {
    this.situation = situation;
    this.random = random;
    this.begun = Instant.parse("2025-01-06T10:00:00Z").toEpochMilli();
    millis = begun;
    nextCall = (double) begun;
    nextTick = begun + SECOND;
    nextSave = begun + SAVE;
    running = open();
  }

  /** What the rollout meets from now on. */
  public void situation(Situation next) {
    situation = next;
  }

  public Situation situation() {
    return situation;
  }

  /** What the checks of later candidates find. */
  public void check(Preflights other) {
    check = other;
  }

  /** Starts the rollout of version 2. */
  public Rollout start() {
    return rolloutOf(
        command(new RolloutCommand.Start(request(), OptionalLong.of(CANARY), false, false)));
  }

  /** Does what somebody asks for; throws what it is refused with. */
  public Revision command(RolloutCommand command) {
    return join(() -> running.control.submit(command).toCompletableFuture().join());
  }

  /** Sets the split by hand. */
  public Revision split(String canary, boolean force) {
    var share = new BigDecimal(canary);
    var split = Split.of(
        Map.of(STABLE, new Share(BigDecimal.ONE.subtract(share)), CANARY, new Share(share)));
    var change = new SetSplit(MODEL, split, null, null, Author.of("alice"), "by hand", force);
    return join(() -> running.control.submit(change).toCompletableFuture().join());
  }

  /** A request of somebody, for any revision. */
  public static Request request() {
    return new Request(MODEL, null, Author.of("alice"), "because", "");
  }

  /** Lets time pass. */
  public void run(Duration time) {
    long end = millis + time.toMillis();
    while (millis < end) {
      next(end);
    }
  }

  /** Lets time pass until something holds, but not longer; returns whether it does. */
  public boolean runUntil(Predicate<Rollout> condition, Duration longest) {
    long end = millis + longest.toMillis();
    while (millis < end && !condition.test(rollout())) {
      next(end);
    }
    return condition.test(rollout());
  }

  /** Lets time pass until the rollout is over or paused for a person. */
  public Rollout runToEnd(Duration longest) {
    runUntil(
        rollout -> rollout.promoted()
            || !rollout.active()
            || (rollout.state() instanceof RolloutState.Paused paused && !paused.endsByItself()),
        longest);
    return rollout();
  }

  /** Time passes in which nothing runs: the process or its machine stands still. */
  public void standStill(Duration time) {
    millis += time.toMillis();
    nextCall = (double) millis;
    nextTick = millis + SECOND;
  }

  /** Ends the gateway and starts it again. */
  public void restart(boolean clean) {
    if (clean) {
      running.control.close();
      save();
    }
    running = open();
  }

  /** The disk takes nothing any more, or takes things again. */
  public void fullDisk(boolean full) {
    disk.full(full);
  }

  /** The configuration was read anew. */
  public void configurationRead() {
    running.control.applyFile(file).toCompletableFuture().join();
  }

  /** The last rollout. */
  public Rollout rollout() {
    return rolloutOf(revision());
  }

  public Revision revision() {
    return running.control.revision(MODEL).orElseThrow();
  }

  /** All revisions, newest first. */
  public List<Revision> history() {
    return running.control.history(MODEL, 1_000);
  }

  /** How the rollout stands now. */
  public RolloutView view() {
    return running.control.rollout(MODEL).toCompletableFuture().join().orElseThrow();
  }

  /** The time since the beginning. */
  public Duration elapsed() {
    return Duration.ofMillis(millis - begun);
  }

  /** How many calls each version got, by split and not by name. */
  public long callsOf(long version) {
    return callsOfVersion.getOrDefault(version, 0L);
  }

  private Running open() {
    try {
      var pool = new VersionPool();
      var routing = new Routing();
      var control = new Control[1];
      var judge = Judge.open(
          model -> terms(),
          ObservationListener.NONE,
          disk.evidence(),
          this::nanos,
          model -> control[0].alarm(model));
      for (long version : new long[] {STABLE, CANARY}) {
        pool.put(VersionStatus.ready(loaded(version), ""));
      }
      var around = new Control.Surroundings(
          pool,
          routing,
          disk.state(),
          revision -> judge.share(revision.model(), revision.sharing()),
          RevisionListener.NONE,
          new RolloutPorts(
              plans(),
              trials(judge),
              SlowerCalls.NONE,
              this::check,
              () -> Long.toHexString(random.nextLong()),
              this::nanos));
      control[0] = new Control(
          around,
          new StatisticsClock(this::nanos, () -> Instant.ofEpochMilli(millis)),
          new SameThread());
      file.putIfAbsent(
          MODEL, new FileSplit(Split.all(STABLE), null, "first", Author.of("serin.yaml"), "first"));
      control[0].start(file).toCompletableFuture().join();
      return new Running(judge, control[0], routing);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private void check(String model, long stable, long candidate, Consumer<Preflights.Result> done) {
    check.begin(model, stable, candidate, done);
  }

  private Terms terms() {
    return new Terms(situation.gates(), LossScale.BINARY, situation.quality());
  }

  private Plans plans() {
    return new Plans() {
      @Override
      public Optional<LivePlan> plan(String model) {
        return Optional.of(situation.plan());
      }

      @Override
      public Terms terms(String model) {
        return SimulatedService.this.terms();
      }
    };
  }

  private static Trials trials(Judge judge) {
    return new Trials() {
      @Override
      public Optional<TrialReport> report(String model, long time) {
        return judge.trial(model, time);
      }

      @Override
      public boolean knows(String model, Trial trial) {
        return judge.knows(model, trial);
      }

      @Override
      public void acknowledge(String model, long time) {
        judge.acknowledge(model, time);
      }
    };
  }

  /** Lets the next thing happen, at most until a time. */
  private void next(long end) {
    long label = labels.isEmpty() ? Long.MAX_VALUE : labels.element().millis;
    long call = situation.callsPerSecond() > 0 ? (long) nextCall : Long.MAX_VALUE;
    long first = Math.min(Math.min(label, call), nextTick);
    if (first >= end) {
      millis = end;
      return;
    }
    millis = Math.max(millis, first);
    if (first == label) {
      var due = labels.remove();
      running.judge.label(new VersionId(MODEL, due.version), due.revision, due.label);
    } else if (first == call) {
      nextCall =
          Math.max(nextCall, (double) millis) + MILLIS_PER_SECOND / situation.callsPerSecond();
      call();
      running.judge.work(millis);
    } else {
      nextTick += SECOND;
      running.judge.work(millis);
      running.control.tick();
      if (millis >= nextSave) {
        nextSave += SAVE;
        save();
      }
    }
  }

  private void call() {
    var route = running.routing.model(MODEL).orElseThrow();
    var user = route.route("user-" + random.nextInt(situation.users()));
    boolean canary = user.version() == CANARY;
    var version = canary ? situation.canary() : situation.stable();
    callsOfVersion.merge(user.version(), 1L, Long::sum);
    var arrival = new Arrival(++calls, user.userHash().orElseThrow(), millis, nanos());
    var recording = route.recorder().arrived(user.version(), arrival);
    boolean covered = recording.covers();
    boolean bad = random.nextDouble() < version.errors().of(arrival.user(), millis - begun);
    recording.ended(
        bad ? Result.BAD : Result.OK, (long) (version.latency().next(random) * NANOS_PER_MILLI));
    if (!bad) {
      label(arrival, route.revision(), user.version(), user.role() == Role.CANARY, covered);
    }
  }

  private void label(
      Arrival arrival, long revision, long version, boolean canary, boolean covered) {
    Labels all = situation.labels();
    if (random.nextDouble() >= all.share()) {
      return;
    }
    var kind = all.next(random);
    boolean second = version == CANARY;
    double wrong = kind.wrong() * (second ? situation.canary() : situation.stable()).wrong();
    double delay = kind.delay(random) * (second ? all.canaryDelay() : 1);
    long due = arrival.millis() + (long) delay;
    double loss = random.nextDouble() < wrong ? 1 : 0;
    labels.add(new Due(
        due,
        arrival.id(),
        version,
        revision,
        new Label(
            arrival.id(),
            arrival.millis(),
            due,
            arrival.user(),
            canary ? Role.CANARY : Role.STABLE,
            loss,
            covered)));
  }

  private void save() {
    try {
      running.judge.save(millis);
    } catch (IOException e) {
      // As in the gateway: it is tried again.
    }
  }

  private long nanos() {
    return Duration.ofMillis(millis).toNanos();
  }

  private static Rollout rolloutOf(Revision revision) {
    return revision.rollout().orElseThrow();
  }

  private static <T> T join(Supplier<T> task) {
    try {
      return task.get();
    } catch (CompletionException e) {
      if (e.getCause() instanceof RuntimeException cause) {
        throw cause;
      }
      throw e;
    }
  }

  private static LoadedVersion loaded(long version) {
    return new LoadedVersion(new VersionId(MODEL, version), "sha " + version, new Silent());
  }

  /** Is never asked: calls are simulated. */
  private record Silent() implements Predictor {
    @Override
    public Signature signature() {
      return new Signature(List.of(), List.of());
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> outputs) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
