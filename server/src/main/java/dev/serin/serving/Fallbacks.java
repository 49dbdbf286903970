package dev.serin.serving;

import dev.serin.model.VersionPool;
import dev.serin.routing.FallbackRoute;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides whether a call that failed in the canary may fall back to stable.
 *
 * <p>Thread-safe.
 */
final class Fallbacks {
  private final Map<String, FallbackWindow> windows = new ConcurrentHashMap<>();

  /** Drops the windows of models that are gone. */
  void forget(VersionPool pool) {
    windows.keySet().removeIf(model -> pool.versions(model).isEmpty());
  }

  /** Records a canary's call that did not fail. */
  void answered(String model) {
    window(model).stayed();
  }

  /**
   * Returns whether a failed call may fall back: it is within the budget of time, its caller still
   * waits, and the rate of fallbacks is below its limit.
   */
  boolean admits(FallbackRoute route, PredictCall call, long nowNanos) {
    var window = window(call.model());
    boolean inTime =
        nowNanos - call.origin().arrivalNanos() < route.budgetNanos() && !call.givenUp(nowNanos);
    if (!inTime) {
      window.stayed();
      return false;
    }
    return window.admits(route.maxRate());
  }

  private FallbackWindow window(String model) {
    var known = windows.get(model);
    return known == null ? windows.computeIfAbsent(model, name -> new FallbackWindow()) : known;
  }
}
