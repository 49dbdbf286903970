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
 * Tells health checks which models are served, and why the gateway should get no calls.
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

  /** From now on what the models are tells how the gateway is. */
  void started() {
    started = true;
    tick();
  }

  /** Names the ports that are to be told. */
  synchronized void tell(List<GrpcPort> ports) {
    this.ports = List.copyOf(ports);
  }

  /** Brings health up to date: each model under its name, all of them under the empty name. */
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

  /** Says that nothing is served any more, for good. */
  synchronized void drain() {
    if (!draining) {
      draining = true;
      ports.forEach(GrpcPort::enterTerminalState);
    }
  }

  /** Whether it was said that nothing is served any more. */
  boolean draining() {
    return draining;
  }

  /**
   * Why the gateway should get no calls now; empty if it should: it has started, a model is served,
   * and every model that is in the repository and ever was served has its stable version ready.
   */
  List<String> notReady() {
    if (draining) {
      return List.of("stopping");
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
        // What never served is nobody's loss: it may be a file that is still being copied.
        .filter(model -> control.revision(model).isPresent() && !serving(model))
        .forEach(model -> reasons.add(model + ": stable is not ready"));
    if (models.stream().noneMatch(this::serving)) {
      reasons.add(models.isEmpty() ? "no models" : "no model is ready");
    }
    return reasons;
  }

  private String loading() {
    return pool.models().values().stream()
        .flatMap(versions -> versions.values().stream())
        .filter(version -> version.state() == State.LOADING)
        .map(version -> "loads " + version.id())
        .findFirst()
        .orElse("looks at its models");
  }

  private boolean serving(String model) {
    return control.state(model) != ModelState.NOT_SERVING;
  }
}
