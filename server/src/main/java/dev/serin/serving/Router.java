package dev.serin.serving;

import dev.serin.model.Lease;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.routing.ModelRoute;
import dev.serin.routing.Route;
import dev.serin.routing.Routing;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Finds the version that answers a call and holds it.
 *
 * <p>Thread-safe.
 */
public final class Router {
  /**
   * How many times routing is attempted if the version is unloaded between finding and holding it;
   * each attempt reads the current route.
   */
  private static final int ATTEMPTS = 3;

  private final Routing routing;
  private final VersionPool pool;

  public Router(Routing routing, VersionPool pool) {
    this.routing = routing;
    this.pool = pool;
  }

  /** A route with the lease that keeps its version loaded. */
  record Held(Route route, ModelRoute model, Lease lease) {}

  Held hold(PredictCall call) throws RefusedException {
    return hold(call.model(), call.pinned(), call.userId());
  }

  Held hold(String name, OptionalLong pinned, @Nullable String userId) throws RefusedException {
    long wanted = 0;
    for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
      var model = model(name);
      var route = route(model, pinned, userId);
      wanted = route.version();
      var lease = route.loaded().flatMap(version -> version.lease());
      if (lease.isPresent()) {
        return new Held(route, model, lease.get());
      }
    }
    throw notReady(name + " is not ready" + reason(new VersionId(name, wanted)));
  }

  /**
   * Returns the largest counts among the versions of a model; unknown for a model without route.
   */
  Counts counts(String name) {
    var model = routing.model(name);
    if (model.isEmpty() || model.get().versions().isEmpty()) {
      return Counts.UNKNOWN;
    }
    int inputs = 0;
    int outputs = 0;
    for (var version : model.get().versions().values()) {
      inputs = Math.max(inputs, version.signature().inputs().size());
      outputs = Math.max(outputs, version.signature().outputs().size());
    }
    return new Counts(inputs, outputs);
  }

  private ModelRoute model(String name) throws RefusedException {
    var model = routing.model(name);
    if (model.isPresent()) {
      return model.get();
    }
    if (pool.versions(name).isEmpty()) {
      throw new RefusedException(
          CallStatus.NOT_FOUND,
          Fault.CALLER,
          "model: " + name + " (expected: one of " + routing.models().keySet() + ")");
    }
    var reasons =
        pool.versions(name).values().stream().map(Router::text).collect(Collectors.joining("; "));
    throw notReady(name + ": no version is ready: " + reasons);
  }

  private Route route(ModelRoute model, OptionalLong pinned, @Nullable String userId)
      throws RefusedException {
    if (pinned.isEmpty()) {
      return model.route(userId);
    }
    long version = pinned.getAsLong();
    var route = model.pinned(version);
    if (route.isPresent()) {
      return route.get();
    }
    if (version > 0) {
      var status = pool.status(new VersionId(model.model(), version));
      if (status.isPresent()) {
        throw notReady(text(status.get()));
      }
    }
    throw new RefusedException(
        CallStatus.NOT_FOUND,
        Fault.CALLER,
        "version: " + version + " (expected: one of "
            + pool.versions(model.model()).keySet() + ")");
  }

  /** Why a version that users are routed to cannot be held; empty if it has become ready since. */
  private String reason(VersionId id) {
    var status = pool.status(id);
    if (status.isEmpty()) {
      return ": " + id + " is not in the repository";
    }
    return status.get().callable() ? "" : ": " + text(status.get());
  }

  private static String text(VersionStatus status) {
    var reason = status.reason().isEmpty() ? "" : ": " + status.reason();
    return status.id() + " is " + status.state() + reason;
  }

  private static RefusedException notReady(String message) {
    return new RefusedException(CallStatus.UNAVAILABLE, Fault.GATEWAY, message);
  }
}
