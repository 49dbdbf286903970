package dev.serin.demo.report;

import dev.serin.client.Rollout;
import dev.serin.client.RolloutStatus;
import dev.serin.demo.Played;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;

/**
 * An act in seconds since its rollout was started.
 *
 * @param decided when it was decided
 * @param end of the charts; above 0
 * @param phases in order, from the first status to the end
 */
record Timeline(Instant start, double decided, double end, List<Phase> phases) {
  private static final double MILLIS = 1e3;
  private static final double LEAST = 1;

  /**
   * A period in which state, step and share did not change.
   *
   * @param rollout as it stood then
   */
  record Phase(double from, double to, Rollout rollout) {
    /** The candidate's share, from 0 to 1. */
    double share() {
      return new BigDecimal(rollout.share()).doubleValue();
    }
  }

  Timeline {
    phases = List.copyOf(phases);
  }

  static Timeline of(Played played) {
    var start = played.rollout().started();
    double decided = Math.max(0, played.after().toMillis() / MILLIS);
    double last = played.statuses().stream()
        .mapToDouble(status -> seconds(start, status.time()))
        .reduce(LEAST, Math::max);
    double end = Math.max(decided, last);
    return new Timeline(start, decided, end, phases(played, start, decided, end));
  }

  /** When a status was taken. */
  double second(RolloutStatus status) {
    return seconds(start, status.time());
  }

  private static List<Phase> phases(Played played, Instant start, double decided, double end) {
    var stood = new ArrayList<Phase>();
    double before = 0;
    for (var status : played.statuses()) {
      double seen = seconds(start, status.time());
      if (stood.isEmpty() || !same(stood.get(stood.size() - 1).rollout(), status.rollout())) {
        double since = seconds(start, status.rollout().since());
        double from = Math.min(Math.max(since, before), Math.max(seen, before));
        stood.add(new Phase(from, end, status.rollout()));
      }
      before = Math.max(seen, before);
    }
    if (stood.isEmpty() || !same(stood.get(stood.size() - 1).rollout(), played.rollout())) {
      double from = stood.isEmpty()
          ? decided
          : Math.max(decided, stood.get(stood.size() - 1).from());
      stood.add(new Phase(from, end, played.rollout()));
    }
    return joined(stood);
  }

  /** Each phase ends when the next one begins. */
  private static List<Phase> joined(List<Phase> stood) {
    var joined = new ArrayList<Phase>();
    for (int i = 0; i < stood.size(); i++) {
      var phase = stood.get(i);
      double to = i + 1 < stood.size() ? stood.get(i + 1).from() : phase.to();
      joined.add(new Phase(phase.from(), to, phase.rollout()));
    }
    return joined;
  }

  private static boolean same(Rollout one, Rollout other) {
    return one.state() == other.state()
        && one.step() == other.step()
        && one.share().equals(other.share());
  }

  private static double seconds(Instant start, Instant time) {
    return Math.max(0, Duration.between(start, time).toMillis() / MILLIS);
  }
}
