package dev.serin.control;

import static dev.serin.control.Gateway.MODEL;

import dev.serin.access.Author;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.gate.Trial;
import dev.serin.gate.TrialReport;
import dev.serin.model.VersionStatus.State;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.Seen;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A gateway whose rollouts see what a test says, with versions 1 to 3, of which 1 is stable. Unless
 * a test says otherwise, all that a raise needs is there, but for time.
 */
final class RolloutGateway {
  /** A candidate that is being checked. */
  record Check(String rollout, Consumer<Preflights.Result> done) {}

  Instant now = Instant.parse("2025-01-02T03:04:05Z");
  /** Null if the model has no {@code rollout} block. */
  @Nullable
  LivePlan plan;

  Terms terms = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "accuracy");
  Function<Rollout, Optional<TrialReport>> gates =
      rollout -> rollout.trial().map(trial -> Seen.of(rollout).report());
  SlowerCalls slower = SlowerCalls.NONE;
  int acknowledged;
  boolean evidenceLost;
  Gateway gateway;
  final List<Check> checks = new ArrayList<>();
  private final Control.State state;
  private final RevisionListener listener;
  private @Nullable String file;
  private long nanos;
  private int ids;

  RolloutGateway(MemoryStore store) {
    this(store.state());
  }

  RolloutGateway(Control.State state) {
    this(state, RevisionListener.NONE);
  }

  RolloutGateway(Control.State state, RevisionListener listener) {
    this.state = state;
    this.listener = listener;
    gateway = gateway();
    gateway.ready(1, 2, 3);
    file("1=1");
    gateway.start();
  }

  void restart(boolean clean) {
    if (clean) {
      gateway.control.close();
    }
    var statuses = List.copyOf(gateway.pool.versions(MODEL).values());
    checks.clear();
    gateway = gateway();
    statuses.stream().filter(status -> status.state() != State.RETIRED).forEach(gateway.pool::put);
    if (file != null) {
      gateway.file(file);
    }
    gateway.start();
  }

  void file(String split) {
    file = split;
    gateway.file(split);
  }

  Revision start(long candidate) {
    return submit(new RolloutCommand.Start(request("s"), OptionalLong.of(candidate), false, false));
  }

  /** Starts a rollout of version 2, which is checked and found fine. */
  void ramp() {
    start(2);
    check(Optional.empty());
  }

  /** Answers the last check. */
  void check(Optional<String> problem) {
    checks.get(checks.size() - 1).done().accept(new Preflights.Result(64, problem));
    run();
  }

  Revision submit(RolloutCommand command) {
    return gateway.join(gateway.control.submit(command));
  }

  static RolloutCommand.Request request(String id) {
    return new RolloutCommand.Request(MODEL, null, Author.of("alice"), "because", id);
  }

  /** Sets the wall clock. */
  void step(Duration step) {
    now = now.plus(step);
  }

  void pass(Duration time) {
    nanos += time.toNanos();
    now = now.plus(time);
  }

  /** Looks once a second. */
  void seconds(long seconds) {
    for (long second = 0; second < seconds; second++) {
      pass(Duration.ofSeconds(1));
      gateway.tick();
    }
  }

  /** Runs what waits. */
  void run() {
    gateway.join(gateway.control.rollout(MODEL));
  }

  Revision revision() {
    return gateway.revision();
  }

  Rollout rollout() {
    return revision().rollout().orElseThrow();
  }

  String state() {
    return rollout().state().label() + " " + rollout().share();
  }

  private Gateway gateway() {
    return new Gateway(
        state,
        () -> now,
        listener,
        new RolloutPorts(
            plans(),
            trials(),
            (name, version) -> slower.why(name, version),
            this::check,
            () -> "x" + ids++,
            () -> nanos));
  }

  private void check(String model, long stable, long candidate, Consumer<Preflights.Result> done) {
    checks.add(new Check(rollout().identity().id(), done));
  }

  private Plans plans() {
    return new Plans() {
      @Override
      public Optional<LivePlan> plan(String model) {
        return Optional.ofNullable(plan);
      }

      @Override
      public Terms terms(String model) {
        return terms;
      }
    };
  }

  private Trials trials() {
    return new Trials() {
      @Override
      public Optional<TrialReport> report(String model, long millis) {
        return gateway.control.revision(model).flatMap(Revision::rollout).flatMap(gates);
      }

      @Override
      public boolean knows(String model, Trial trial) {
        return !evidenceLost;
      }

      @Override
      public void acknowledge(String model, long millis) {
        acknowledged++;
      }
    };
  }
}
