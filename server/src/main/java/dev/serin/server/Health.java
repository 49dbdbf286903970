package dev.serin.server;

import com.google.errorprone.annotations.concurrent.GuardedBy;
import dev.serin.control.Control;
import dev.serin.control.ModelState;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus.State;
import dev.serin.rpc.GrpcPort;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/**
 * Reports to health checks which models are served, and why the gateway is not ready.
 *
 * <p>Thread-safe.
 */
final class Health {
  private final VersionPool pool;
  private final Control control;
  private final RunnerHealth runners;
  private final Set<String> told = new HashSet<>();

  @GuardedBy("this")
  private List<GrpcPort> ports = List.of();

  private volatile boolean started;
  private volatile boolean draining;

  Health(VersionPool pool, Control control, RunnerHealth runners) {
    this.pool = pool;
    this.control = control;
    this.runners = runners;
  }

  /** Lets the models decide about readiness from now on. */
  void started() {
    started = true;
    tick();
  }

  /** Sets the ports to report to. */
  synchronized void tell(List<GrpcPort> ports) {
    this.ports = List.copyOf(ports);
  }

  /** Updates health: each model under its name, all of them under the empty name. */
  synchronized void tick() {
    if (draining || !started) {
      return;
    }
    var models = pool.models().keySet();
    told.addAll(models);
    for (var model : told) {
      boolean serving = models.contains(model) && serving(model);
      ports.forEach(port -> port.health(model, serving));
    }
    boolean ready = notReady().isEmpty();
    ports.forEach(port -> port.ready(ready));
  }

  /** Reports NOT_SERVING for good. */
  synchronized void drain() {
    if (!draining) {
      draining = true;
      ports.forEach(GrpcPort::enterTerminalState);
    }
  }

  /** Whether {@link #drain} was called. */
  boolean draining() {
    return draining;
  }

  /**
   * Why the gateway is not ready; empty if it has started, a model is served, and every model in
   * the repository that was ever served has its stable version ready. Models that are unloaded on
   * request do not count, and if all are, the gateway is ready.
   */
  List<String> notReady() {
    if (draining) {
      return List.of("shutting down");
    }
    if (!started) {
      return List.of("starting: " + loading());
    }
    var reasons = new ArrayList<String>();
    if (runners.allStuck()) {
      reasons.add("no runner is free: " + String.join("; ", runners.stuck()));
    }
    var models = pool.models().keySet();
    models.stream()
        // A model that was never served has no callers: it may be a file that is still being
        // copied.
        .filter(model -> control.revision(model).isPresent() && !serving(model))
        .filter(model -> !control.unloaded(model))
        .forEach(model -> reasons.add(model + ": stable is not ready"));
    boolean wanted = models.isEmpty() || !models.stream().allMatch(control::unloaded);
    if (wanted && models.stream().noneMatch(this::serving)) {
      reasons.add(models.isEmpty() ? "no models" : "no model is ready");
    }
    return reasons;
  }

  private String loading() {
    return pool.models().values().stream()
        .flatMap(versions -> versions.values().stream())
        .filter(version -> version.state() == State.LOADING)
        .map(version -> "loading " + version.id())
        .findFirst()
        .orElse("scanning models");
  }

  private boolean serving(String model) {
    var state = control.state(model);
    return state == ModelState.SERVING || state == ModelState.DEGRADED;
  }
}
