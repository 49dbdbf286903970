package dev.serin.rollout;

import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Moment;
import dev.serin.gate.Terms;
import dev.serin.gate.TrialReport;
import dev.serin.rollout.LivePlan.Promotion;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Share;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.SortedSet;
import java.util.TreeSet;

/** Rollouts #3 of version 2 over version 1, by the default plan unless it says otherwise. */
final class Samples {
  /** A Thursday. */
  static final Instant NOW = Instant.parse("2025-01-02T03:04:05Z");

  static final Terms TERMS = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "accuracy");
  static final LivePlan PLAN = LivePlan.DEFAULT;

  /** The shares of the plan. */
  static final List<String> STEPS = List.of("0.05", "0.1", "0.25", "0.5", "1");

  /** Open at {@link #NOW}. */
  static final AdvanceWindow OPEN =
      new AdvanceWindow(DayOfWeek.THURSDAY, DayOfWeek.THURSDAY, 0, 1440, ZoneOffset.UTC);

  /** Not open at {@link #NOW}. */
  static final AdvanceWindow CLOSED =
      new AdvanceWindow(DayOfWeek.FRIDAY, DayOfWeek.FRIDAY, 0, 1440, ZoneOffset.UTC);

  private Samples() {}

  static Rollout ramping(int step) {
    return ramping(PLAN, step);
  }

  static Rollout ramping(LivePlan plan, int step) {
    return rollout(plan, new Ramping(step, false), STEPS.get(step - 1));
  }

  static Rollout shadow() {
    return rollout(shadowing(PLAN), new Shadow(), "0");
  }

  static Rollout promoted() {
    return rollout(PLAN, new Promoted(1_000), "1");
  }

  /** With the share of its step. */
  static Rollout paused(PauseReason reason, int step) {
    return paused(PLAN, reason, step);
  }

  static Rollout paused(LivePlan plan, PauseReason reason, int step) {
    return paused(plan, reason, step, step == 0 ? "0" : STEPS.get(step - 1));
  }

  static Rollout paused(LivePlan plan, PauseReason reason, int step, String share) {
    return rollout(plan, new Paused(reason, "so it is", step), share);
  }

  static Rollout rollout(LivePlan plan, RolloutState state, String share) {
    return rollout(plan, TERMS, state, share);
  }

  static Rollout rollout(LivePlan plan, Terms terms, RolloutState state, String share) {
    return new Rollout(
        new Rollout.Identity("digits-3-x", 3, 1, 2, "abc", NOW),
        plan,
        terms,
        state,
        Share.parse(share),
        Moment.of(NOW),
        7,
        0,
        0,
        "",
        List.of());
  }

  static LivePlan shadowing(LivePlan plan) {
    return plan(plan, plan.windows(), plan.approvals(), Optional.of(Shadowing.DEFAULT));
  }

  static LivePlan windows(AdvanceWindow... windows) {
    return plan(PLAN, List.of(windows), PLAN.approvals(), PLAN.shadow());
  }

  static LivePlan approvals(String... shares) {
    var approvals = new TreeSet<>(Arrays.stream(shares).map(Share::parse).toList());
    return plan(PLAN, PLAN.windows(), approvals, PLAN.shadow());
  }

  static LivePlan averageRunLength(double calls) {
    return new LivePlan(
        PLAN.plan(),
        PLAN.candidate(),
        PLAN.windows(),
        PLAN.approvals(),
        PLAN.shadow(),
        PLAN.fallback(),
        new Promotion(Duration.ofHours(1), Duration.ofHours(24), OptionalDouble.of(calls)),
        PLAN.cooldown());
  }

  static LivePlan plan(
      LivePlan plan,
      List<AdvanceWindow> windows,
      SortedSet<Share> approvals,
      Optional<Shadowing> shadow) {
    return new LivePlan(
        plan.plan(),
        plan.candidate(),
        windows,
        approvals,
        shadow,
        plan.fallback(),
        plan.promotion(),
        plan.cooldown());
  }

  /** After twenty minutes. */
  static Observation observation(TrialReport report) {
    return observation(Duration.ofMinutes(20), Optional.of(report));
  }

  /** After this time in the phase and the state. */
  static Observation observation(Duration time, Optional<TrialReport> report) {
    return new Observation(NOW, time, time, false, report, Optional.empty());
  }

  static Observation observation(Duration elapsed, Duration inState, TrialReport report) {
    return new Observation(NOW, elapsed, inState, false, Optional.of(report), Optional.empty());
  }
}
