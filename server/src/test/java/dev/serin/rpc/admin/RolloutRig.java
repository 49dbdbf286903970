package dev.serin.rpc.admin;

import dev.serin.ManualExecutor;
import dev.serin.control.ColdVersions;
import dev.serin.control.Control;
import dev.serin.control.Gateway;
import dev.serin.control.MemoryStore;
import dev.serin.control.Plans;
import dev.serin.control.Preflights;
import dev.serin.control.Recorders;
import dev.serin.control.Revision;
import dev.serin.control.RevisionListener;
import dev.serin.control.RolloutPorts;
import dev.serin.control.SlowerCalls;
import dev.serin.control.Trials;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.gate.Trial;
import dev.serin.gate.TrialReport;
import dev.serin.judge.StatisticsClock;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.rollout.LivePlan;
import dev.serin.routing.Routing;
import dev.serin.rpc.AnonymousCall;
import dev.serin.status.NoComparisons;
import dev.serin.status.Sources;
import dev.serin.status.StatusBooks;
import dev.serin.status.Statuses;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;

/**
 * The endpoint over a control run by hand, with one model, {@code digits}, whose version 1 is
 * stable and whose version 2 is ready.
 */
final class RolloutRig {
  static final Instant START = Instant.parse("2025-01-02T03:04:05Z");

  final ManualExecutor thread = new ManualExecutor();
  final Control control;
  final RolloutEndpoint endpoint;
  private final VersionPool pool = new VersionPool();
  private final Routing routing = new Routing();
  private long nanos;
  private Optional<TrialReport> report = Optional.empty();
  private Optional<Consumer<Preflights.Result>> check = Optional.empty();

  RolloutRig() {
    AnonymousCall.enter();
    var ports = new RolloutPorts(
        new Planned(),
        new Reported(),
        SlowerCalls.NONE,
        (model, stable, candidate, done) -> check = Optional.of(done),
        () -> "id",
        () -> nanos);
    var clock = new StatisticsClock(() -> nanos, this::now);
    control = new Control(
        new Control.Surroundings(
            pool, routing, new MemoryStore().state(), Recorders.NONE, RevisionListener.NONE, ports),
        clock,
        thread);
    var statuses = new Statuses(new Sources(
        pool,
        control,
        clock,
        new StatusBooks(this::now),
        model -> Optional.empty(),
        NoComparisons.INSTANCE,
        model -> List.of()));
    endpoint = new RolloutEndpoint(
        control,
        new ColdVersions(
            control, pool, ports.plans(), id -> CompletableFuture.completedStage(null)),
        routing,
        statuses,
        () -> nanos);
    pool.addListener(control::poolChanged);
    pool.put(ready(1));
    join(control.start(Map.of()));
    pool.put(ready(2));
    thread.runAll();
  }

  Instant now() {
    return START.plusNanos(nanos);
  }

  void later(Duration duration) {
    nanos += duration.toNanos();
  }

  /** Sets the gates' report. */
  void report(TrialReport said) {
    report = Optional.of(said);
  }

  /** Ends the preflight of the candidate; an empty problem means it passed. */
  void checked(Optional<String> problem) {
    check.orElseThrow().accept(new Preflights.Result(64, problem));
    thread.runAll();
  }

  /** Makes a version unloadable, so its users get stable. */
  void lose(long version) {
    pool.put(VersionStatus.rejected(Gateway.id(version), "cut"));
    thread.runAll();
  }

  void tick() {
    control.tick();
    thread.runAll();
  }

  Revision revision() {
    return control.revision(Gateway.MODEL).orElseThrow();
  }

  <T> T join(CompletionStage<T> stage) {
    thread.runAll();
    return stage.toCompletableFuture().join();
  }

  private static VersionStatus ready(long version) {
    var loaded =
        new LoadedVersion(Gateway.id(version), "sha-" + version, new Unused(Gateway.SIGNATURE));
    return VersionStatus.ready(loaded, "");
  }

  private static final class Planned implements Plans {
    @Override
    public Optional<LivePlan> plan(String model) {
      return Optional.of(LivePlan.DEFAULT);
    }

    @Override
    public Terms terms(String model) {
      return new Terms(GateSettings.DEFAULT, LossScale.BINARY, "accuracy");
    }
  }

  private final class Reported implements Trials {
    @Override
    public Optional<TrialReport> report(String model, long millis) {
      return report;
    }

    @Override
    public boolean knows(String model, Trial trial) {
      return true;
    }

    @Override
    public void acknowledge(String model, long millis) {}
  }

  private record Unused(Signature signature) implements Predictor {
    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
      throw new UnsupportedOperationException();
    }

    @Override
    public void close() {}
  }
}
