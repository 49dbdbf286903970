package dev.serin.rollout;

import dev.serin.gate.Need;
import dev.serin.gate.TrialReport;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What a rollout needs before it goes on by itself. */
final class Missing {
  private Missing() {}

  /** Returns what is missing now, in any state. */
  static List<Need> of(Rollout rollout, Observation observation) {
    if (rollout.state() instanceof Paused paused && paused.tries()) {
      return List.of(Slowdowns.need(rollout, observation));
    }
    if (RolloutRules.lowered(rollout)) {
      return List.of(end(rollout, observation));
    }
    if (rollout.state() instanceof Preflight) {
      var needs = new ArrayList<Need>();
      needs.add(new Need("the preflight of the candidate", Optional.empty()));
      if (rollout.plan().shadow().isEmpty()) {
        window(rollout, observation).ifPresent(needs::add);
      }
      return needs;
    }
    var report = observation.report(rollout);
    if (report.isEmpty()) {
      var left = RolloutRules.bake(rollout).minus(observation.elapsed());
      return List.of(new Need(
          "the first calls of this phase", Optional.of(left).filter(time -> !time.isNegative())));
    }
    var missing = of(rollout, observation, report.get());
    window(rollout, observation).ifPresent(missing::add);
    return missing;
  }

  /** The need of an open window. */
  private static Optional<Need> window(Rollout rollout, Observation observation) {
    return rollout.promoted() || rollout.plan().open(observation.now())
        ? Optional.empty()
        : Optional.of(new Need("an open window: " + rollout.plan().windows(), Optional.empty()));
  }

  /** The need of a pause in which the candidate does not have the share of its step. */
  private static Need end(Rollout rollout, Observation observation) {
    var left = rollout.plan().cooldown().minus(observation.inState());
    boolean coolsDown =
        rollout.state() instanceof Paused paused && paused.reason() == PauseReason.UNCLEAN_RESTART;
    return coolsDown && !left.isNegative()
        ? new Need(left.toSeconds() + " s of the cool-down, or `rollout resume`", Optional.of(left))
        : new Need("`rollout resume`", Optional.empty());
  }

  /** Returns what is missing in the phase that a report is about. */
  static List<Need> of(Rollout rollout, Observation observation, TrialReport report) {
    var progress = report.progress();
    if (rollout.share().isZero() || rollout.promoted()) {
      return unshared(rollout, observation, report);
    }
    return new ArrayList<>(
        RolloutRules.rule(rollout).missing(progress, observation.elapsed(), report.judgement()));
  }

  /** What is missing where the candidate and stable do not share users. */
  private static List<Need> unshared(Rollout rollout, Observation observation, TrialReport report) {
    var missing = new ArrayList<Need>();
    var left = RolloutRules.bake(rollout).minus(observation.elapsed());
    if (!left.isNegative() && !left.isZero()) {
      var what = rollout.promoted() ? "the watch" : "the shadow";
      missing.add(new Need(left.toSeconds() + " s of " + what, Optional.of(left)));
    }
    long needed = rollout.promoted()
        ? rollout.plan().plan().minimum().canaryCalls()
        : rollout.plan().shadow().map(LivePlan.Shadowing::minCalls).orElse(0L);
    long have = report.progress().canaryCalls();
    if (have < needed) {
      missing.add(new Need(
          (needed - have) + " more calls of the candidate (" + have + " of " + needed + ")",
          Optional.empty()));
    }
    if (rollout.promoted()) {
      Requirements.near(report.judgement(), missing);
    } else {
      Requirements.harm(report.judgement(), missing);
    }
    return missing;
  }
}
