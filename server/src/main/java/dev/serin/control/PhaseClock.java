package dev.serin.control;

import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState.Paused;
import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.LongSupplier;

/** How long the phases of the running rollouts have lasted. Confined to the control thread. */
final class PhaseClock {
  /** The longest time between two evaluations; in a longer one, calls may have gone unjudged. */
  static final Duration LONGEST_GAP = Duration.ofSeconds(30);

  private final LongSupplier ticker;
  private final Map<String, PhaseTime> times = new HashMap<>();
  private final Map<String, Long> looked = new HashMap<>();

  PhaseClock(LongSupplier ticker) {
    this.ticker = ticker;
  }

  /** Continues from the times of the last clean shutdown. */
  void resume(Map<String, PhaseTime> before) {
    times.putAll(before);
  }

  /**
   * Counts the time since the last evaluation; returns whether it was too long to count, so that
   * the bake starts again.
   */
  boolean look(String model, Rollout rollout) {
    long now = ticker.getAsLong();
    var last = looked.put(model, now);
    var time = time(model, rollout);
    if (last == null) {
      times.put(model, time);
      return false;
    }
    var passed = Duration.ofNanos(now - last);
    boolean stalled = passed.compareTo(LONGEST_GAP) > 0;
    times.put(
        model, stalled ? time.restarted() : time.plus(passed, rollout.state() instanceof Paused));
    return stalled;
  }

  PhaseTime time(String model, Rollout rollout) {
    var time = times.get(model);
    return time == null || time.phase() != rollout.phase()
        ? PhaseTime.beginning(rollout.phase())
        : time;
  }

  /** Records a transition from one state to another. */
  void transitioned(String model, Rollout before, Rollout after) {
    times.put(model, time(model, before).after(after.phase()));
    looked.put(model, ticker.getAsLong());
  }

  SortedMap<String, PhaseTime> times() {
    return new TreeMap<>(times);
  }
}
