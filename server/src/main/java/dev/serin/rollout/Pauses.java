package dev.serin.rollout;

import dev.serin.gate.GateSettings;
import dev.serin.gate.Need;
import dev.serin.gate.Progress;
import dev.serin.gate.Span;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Verdict.Harm;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Shadow;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/** The pauses that a rollout makes by itself. */
final class Pauses {
  private static final Duration NO_TRAFFIC = Duration.ofMinutes(30);

  private Pauses() {}

  /** Returns the pause that is due, whatever a raise would need; empty if none is. */
  static Optional<Transition> due(Rollout rollout, Observation observation) {
    var harm = observation.report(rollout).map(TrialReport::judgement).flatMap(StepRule::harm);
    if (harm.isPresent()) {
      return Optional.of(paused(rollout, reason(harm.get()), RolloutRules.found(harm.get())));
    }
    if (observation.stalled()) {
      return Optional.of(paused(
          rollout,
          PauseReason.CONTROLLER_STALE,
          "controller stalled: no evaluation for over 30 s"));
    }
    if (withoutCalls(rollout, observation).compareTo(NO_TRAFFIC) >= 0) {
      return Optional.of(paused(
          rollout,
          PauseReason.NO_TRAFFIC,
          "no call of the candidate for " + Span.text(NO_TRAFFIC)));
    }
    return rollout.state() instanceof Shadow || rollout.plan().open(observation.now())
        ? Optional.empty()
        : Optional.of(paused(
            rollout,
            PauseReason.FREEZE_WINDOW,
            "no window is open (" + rollout.plan().windows() + ")"));
  }

  /** How long the candidate has had no call in this state. */
  private static Duration withoutCalls(Rollout rollout, Observation observation) {
    return observation
        .report(rollout)
        .map(report -> report.progress().sinceCanaryCall())
        .filter(since -> since.compareTo(observation.inState()) < 0)
        .orElse(observation.inState());
  }

  /**
   * Returns the pause of a step that has waited too long for what it needs; empty if none is due.
   */
  static Optional<Transition> timeout(
      Rollout rollout, Observation observation, Progress progress, List<Need> missing) {
    var quality = rollout.terms().gates().quality();
    boolean calls = progress.sinceCall().compareTo(Requirements.FRESH) < 0;
    if (calls
        && needsLabels(rollout, quality)
        && shorter(progress.sinceLabel(), observation.inState()).compareTo(quality.labelTimeout())
            >= 0) {
      return Optional.of(paused(
          rollout,
          PauseReason.NO_LABELS,
          "no label for " + Span.text(quality.labelTimeout()) + ", and step " + rollout.share()
              + " needs proof"));
    }
    var timeout = rollout.plan().plan().stepTimeout();
    return observation.inState().compareTo(timeout) < 0
        ? Optional.empty()
        : Optional.of(paused(
            rollout,
            PauseReason.INCONCLUSIVE_TIMEOUT,
            "no decision within " + Span.text(timeout) + "; missing: "
                + missing.get(0).what()));
  }

  private static boolean needsLabels(Rollout rollout, GateSettings.Quality quality) {
    return quality.required() && RolloutRules.rule(rollout).proves(rollout.share());
  }

  /** The transition that pauses and keeps the share. */
  static Transition paused(Rollout rollout, PauseReason reason, String why) {
    return new Transition(
        new Paused(reason, why, rollout.step()), rollout.share(), reason + ": " + why);
  }

  private static PauseReason reason(Harm harm) {
    return switch (harm.cause()) {
      case BOTH_FAIL, BOTH_SLOW -> PauseReason.STABLE_UNHEALTHY;
      case LABELS_DIFFER -> PauseReason.LABEL_COVERAGE;
      case LABELS_OUTSIDE, PREDICTIONS_OUTSIDE -> PauseReason.LABEL_MISMATCH;
      case USERS_DIFFER, USER_MISPLACED -> PauseReason.SRM;
      case SERVICE_TOO_SLOW, STABLE_SLOWED -> PauseReason.SERVICE_SLOWDOWN;
      case MORE_ERRORS,
          TOO_MANY_ERRORS,
          SLOWER,
          TOO_SLOW,
          MORE_ABANDONED,
          WORSE,
          SLOW_MORE_OFTEN,
          FAILS_MORE_OFTEN -> PauseReason.SIGNAL;
    };
  }

  private static Duration shorter(Duration one, Duration other) {
    return one.compareTo(other) < 0 ? one : other;
  }
}
