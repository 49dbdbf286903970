package dev.serin.rollout;

import dev.serin.gate.Need;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.rollout.RolloutState.Paused;
import java.time.Duration;
import java.util.Optional;

/**
 * The reaction to a slowdown of the service that began in a step: users go back at once, and the
 * step is tried again later.
 */
final class Slowdowns {
  /** How often a rollout tries again by itself; then an operator has to resume it. */
  private static final int TRIES = 2;

  private Slowdowns() {}

  /** Returns the transition that takes users off the candidate; empty if none is due. */
  static Optional<Transition> due(Rollout rollout, Observation observation) {
    return rollout.promoted() || rollout.share().isZero()
        ? Optional.empty()
        : began(rollout, observation).map(harm -> lower(rollout, RolloutRules.found(harm)));
  }

  /**
   * Whether the slowdown is over: a step's bake passed without one, so that the step can be tried
   * again. Anything else that pauses needs an operator.
   */
  static boolean over(Rollout rollout, Paused paused, Observation observation) {
    return paused.tries()
        && left(rollout, observation).isEmpty()
        && began(rollout, observation).isEmpty()
        && rollout.plan().open(observation.now())
        && observation.report(rollout).map(TrialReport::judgement).stream()
            .flatMap(judgement -> judgement.pausing().stream())
            .allMatch(harm -> harm.gate().ofService());
  }

  /** The need of a pause that tries again. */
  static Need need(Rollout rollout, Observation observation) {
    return left(rollout, observation)
        .map(left -> new Need(
            left.toSeconds() + " s without another slowdown, or `rollout resume`",
            Optional.of(left)))
        .orElseGet(() -> new Need("`rollout resume`", Optional.empty()));
  }

  private static Optional<Duration> left(Rollout rollout, Observation observation) {
    var step = RolloutRules.share(rollout, rollout.step());
    var left = rollout.plan().plan().bake(step).minus(observation.inState());
    return Optional.of(left).filter(time -> !time.isNegative() && !time.isZero());
  }

  private static Optional<Harm> began(Rollout rollout, Observation observation) {
    return observation
        .report(rollout)
        .map(TrialReport::judgement)
        .flatMap(StepRule::harm)
        .filter(harm -> harm.consequence() == Consequence.LOWER);
  }

  /** Goes back by a step, and the second time to none. A pause that needs an operator stays one. */
  private static Transition lower(Rollout rollout, String why) {
    var before =
        Optional.of(rollout.state()).filter(Paused.class::isInstance).map(Paused.class::cast);
    boolean again =
        before.filter(paused -> paused.reason() == PauseReason.SERVICE_SLOWDOWN).isPresent();
    int step = again ? 0 : stepBelow(rollout);
    var person = before.filter(paused -> !paused.endsByItself());
    var reason = person.map(Paused::reason).orElse(PauseReason.SERVICE_SLOWDOWN);
    var detail =
        why + person.map(paused -> "; paused before: " + paused.detail()).orElse("");
    boolean tries = person.isEmpty() && (again || rollout.slowdowns() < TRIES);
    return new Transition(
        new Paused(reason, detail, Math.max(1, step), tries),
        RolloutRules.share(rollout, step),
        PauseReason.SERVICE_SLOWDOWN + ": " + detail);
  }

  /** The highest step with a smaller share than the one in force; 0 if there is none. */
  private static int stepBelow(Rollout rollout) {
    int step = rollout.step();
    while (RolloutRules.share(rollout, step).compareTo(rollout.share()) >= 0) {
      step--;
    }
    return step;
  }
}
