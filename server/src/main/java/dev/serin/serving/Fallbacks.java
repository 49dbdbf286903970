package dev.serin.serving;

import dev.serin.model.VersionPool;
import dev.serin.routing.FallbackRoute;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Decides whether a call that failed in the canary may fall back to stable.
 *
 * <p>Thread-safe.
 */
final class Fallbacks {
  /** The greatest age of a call that falls back since its version's process has ended. */
  private static final long AFTER_END_NANOS = Duration.ofSeconds(30).toNanos();

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
    if (!inTime(call, route.budgetNanos(), nowNanos)) {
      window.stayed();
      return false;
    }
    return window.admits(route.maxRate());
  }

  /**
   * Returns whether a call may fall back whose version's process has ended: its caller still waits.
   * That takes the canary's users away anyway, so no rate hides anything; and ends for memory or
   * time take longer than errors.
   */
  static boolean admitsAfterEnd(PredictCall call, long nowNanos) {
    return inTime(call, AFTER_END_NANOS, nowNanos);
  }

  private static boolean inTime(PredictCall call, long budgetNanos, long nowNanos) {
    return nowNanos - call.origin().arrivalNanos() < budgetNanos && !call.givenUp(nowNanos);
  }

  private FallbackWindow window(String model) {
    var known = windows.get(model);
    return known == null ? windows.computeIfAbsent(model, name -> new FallbackWindow()) : known;
  }
}
