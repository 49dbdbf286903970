package dev.serin.control;

import dev.serin.gate.Trial;
import dev.serin.gate.Trial.Phase;
import dev.serin.judge.Recorder;
import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.model.VersionStatus.State;
import dev.serin.routing.FallbackRoute;
import dev.serin.routing.Forced;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Routing;
import dev.serin.routing.ShadowRoute;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/** Writes the routing snapshot from revisions and the pool. Confined to the control thread. */
final class Routes {
  private final VersionPool pool;
  private final Routing routing;
  private final Recorders recorders;
  private final Plans plans;
  /** The recorder of each model's revision in force. */
  private final Map<String, Recorded> recorded = new HashMap<>();

  private record Recorded(long revision, Recorder recorder) {}

  Routes(VersionPool pool, Routing routing, Recorders recorders, Plans plans) {
    this.pool = pool;
    this.routing = routing;
    this.recorders = recorders;
    this.plans = plans;
  }

  /**
   * Routes a model as a revision says, to the versions that can be called now. A model of which the
   * repository holds nothing is not routed.
   */
  void publish(Revision revision) {
    var model = revision.model();
    var next = new HashMap<>(routing.models());
    if (pool.versions(model).isEmpty()) {
      next.remove(model);
    } else {
      next.put(model, route(revision));
    }
    routing.publish(next);
  }

  /** Unloads the versions that are gone from the repository and no longer needed. */
  void drop(String model, Optional<Revision> revision, long nowMillis) {
    for (var status : pool.versions(model).values()) {
      if (status.state() == State.RETIRED && !needs(revision, status.id().version(), nowMillis)) {
        status.loaded().ifPresent(LoadedVersion::retire);
        pool.remove(status.id());
      }
    }
  }

  private ModelRoute route(Revision revision) {
    return new ModelRoute(
        revision.model(),
        revision.number(),
        revision.stable(),
        revision.assignment(),
        revision.absent(),
        callable(revision),
        recorder(revision),
        shadow(revision),
        fallback(revision),
        forced(revision));
  }

  /** A rollback takes the canary's share away, and with it the users that are forced to it. */
  private Forced forced(Revision revision) {
    var users = plans.forced(revision.model());
    var canary = revision.split().versions().stream()
        .mapToLong(Long::longValue)
        .filter(version -> version != revision.stable())
        .max();
    boolean absent = canary.isPresent() && revision.absent().contains(canary.getAsLong());
    return new Forced(users, absent ? OptionalLong.empty() : canary);
  }

  private Optional<ShadowRoute> shadow(Revision revision) {
    return revision
        .activeRollout()
        .filter(rollout -> rollout.trial().map(Trial::phase).equals(Optional.of(Phase.SHADOW)))
        .flatMap(rollout -> rollout
            .plan()
            .shadow()
            .flatMap(plan -> loaded(revision.model(), rollout.identity().candidate())
                .map(candidate -> new ShadowRoute(
                    rollout.identity().id(),
                    candidate,
                    plan.fraction().doubleValue(),
                    plan.maxCpu(),
                    plan.pairLabels()))));
  }

  private static Optional<FallbackRoute> fallback(Revision revision) {
    return revision
        .activeRollout()
        .filter(rollout -> !rollout.promoted())
        .flatMap(rollout -> rollout.plan().fallback())
        .map(plan -> new FallbackRoute(plan.budget().toNanos(), plan.maxRate()));
  }

  private Optional<LoadedVersion> loaded(String model, long version) {
    return pool.status(new VersionId(model, version)).flatMap(VersionStatus::loaded);
  }

  /** The pool may change while a revision is in force; the recorder of its calls does not. */
  private Recorder recorder(Revision revision) {
    var known = recorded.get(revision.model());
    if (known != null && known.revision() == revision.number()) {
      return known.recorder();
    }
    var recorder = recorders.of(revision);
    recorded.put(revision.model(), new Recorded(revision.number(), recorder));
    return recorder;
  }

  private Map<Long, LoadedVersion> callable(Revision revision) {
    var callable = new HashMap<Long, LoadedVersion>();
    if (revision.unloaded()) {
      return callable;
    }
    for (var status : pool.versions(revision.model()).values()) {
      if (status.state() != State.RETIRED
          || hasShare(Optional.of(revision), status.id().version())) {
        status.loaded().ifPresent(loaded -> callable.put(status.id().version(), loaded));
      }
    }
    return callable;
  }

  /**
   * Whether a version has users, or a rollout may still need it, to go on with or to go back to.
   */
  static boolean needs(Optional<Revision> revision, long version, long nowMillis) {
    return hasShare(revision, version)
        || revision
            .flatMap(Revision::rollout)
            .filter(rollout -> rollout.keeps(version, nowMillis))
            .isPresent();
  }

  private static boolean hasShare(Optional<Revision> revision, long version) {
    return revision.map(current -> !current.split().share(version).isZero()).orElse(false);
  }
}
