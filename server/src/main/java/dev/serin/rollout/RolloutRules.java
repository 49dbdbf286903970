package dev.serin.rollout;

import dev.serin.gate.Findings;
import dev.serin.gate.GateText;
import dev.serin.gate.Need;
import dev.serin.gate.Rate;
import dev.serin.gate.Span;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** The transitions that a rollout makes by itself: at most one step at a time. */
public final class RolloutRules {
  /*
   * The order of the questions is the law: rolling back comes first, then pausing, then the
   * conditions of a raise. A raise needs all answers; one open question is enough to hold. So
   * latency harm rolls back however good the quality is, and missing data never counts as good data.
   */
  private static final Duration SETTLED = Duration.ofSeconds(60);
  /** One false alarm is expected in that many watches. */
  private static final double QUIET = 20;

  private RolloutRules() {}

  /** Returns the transition that is due now; empty if none is. */
  static Optional<Transition> next(Rollout rollout, Observation observation) {
    if (!rollout.active()) {
      return Optional.empty();
    }
    return harm(rollout, observation)
        .or(() -> Slowdowns.due(rollout, observation))
        .or(() -> {
          if (rollout.state() instanceof Ramping) {
            return Pauses.due(rollout, observation).or(() -> raise(rollout, observation));
          } else if (rollout.state() instanceof Shadow) {
            return Pauses.due(rollout, observation).or(() -> leaveShadow(rollout, observation));
          } else if (rollout.state() instanceof Paused paused) {
            return resume(rollout, paused, observation);
          }
          return rollout.state() instanceof Promoted
              ? complete(rollout, observation)
              : Optional.empty();
        });
  }

  /** Returns what is missing for the next raise, or for the end; empty if nothing is. */
  public static List<Need> missing(Rollout rollout, Observation observation) {
    return Missing.of(rollout, observation);
  }

  /** Returns how long the phase has to last. */
  public static Duration bake(Rollout rollout) {
    if (rollout.promoted()) {
      return rollout.plan().promotion().watch();
    }
    return rollout.share().isZero()
        ? rollout.plan().shadow().map(LivePlan.Shadowing::duration).orElse(Duration.ZERO)
        : rollout.plan().plan().bake(rollout.share());
  }

  /** Returns the candidate's share after the next raise; empty if none follows. */
  public static Optional<Share> nextShare(Rollout rollout) {
    if (!rollout.active() || rollout.promoted()) {
      return Optional.empty();
    }
    return Optional.of(share(rollout, lowered(rollout) ? rollout.step() : rollout.step() + 1));
  }

  /** Whether the candidate has another share than that of its step. */
  static boolean lowered(Rollout rollout) {
    return rollout.state() instanceof Paused
        && !rollout.share().equals(share(rollout, rollout.step()));
  }

  /** Whether the step needs an approval that it does not have yet. */
  static boolean needsApproval(Rollout rollout) {
    return rollout.plan().approvals().contains(rollout.share())
        && !(rollout.state() instanceof Ramping ramping && ramping.approved());
  }

  /** The transition to the step after this one: the last one makes the candidate stable. */
  static Transition raise(Rollout rollout, Observation observation, String why) {
    var next = share(rollout, rollout.step() + 1);
    return next.equals(Share.ONE)
        ? promoted(rollout, observation, why)
        : new Transition(new Ramping(rollout.step() + 1, false), next, why);
  }

  /** The transition that makes the candidate stable. */
  static Transition promoted(Rollout rollout, Observation observation, String why) {
    var promotion = rollout.plan().promotion();
    double length =
        promotion.arl().orElseGet(() -> QUIET * Math.max(1, expectedCalls(rollout, observation)));
    return new Transition(new Promoted(length), Share.ONE, why);
  }

  /** How many calls the watch will see, at the rate of this phase. */
  private static double expectedCalls(Rollout rollout, Observation observation) {
    var watch = rollout.plan().promotion().watch();
    return observation
        .report(rollout)
        .map(TrialReport::progress)
        .filter(now -> now.elapsed().toMillis() > 0 && !rollout.share().isZero())
        .map(now -> now.canaryCalls()
            / rollout.share().value().doubleValue()
            * watch.toMillis()
            / now.elapsed().toMillis())
        .orElse(0.0);
  }

  /** The rule by which its steps end. */
  static StepRule rule(Rollout rollout) {
    return new StepRule(rollout.plan().plan(), rollout.terms().gates());
  }

  static Share share(Rollout rollout, int step) {
    return step == 0 ? Share.ZERO : rollout.plan().plan().steps().get(step - 1);
  }

  /** Harm counts in whichever phase it was found: it does not go away. */
  private static Optional<Transition> harm(Rollout rollout, Observation observation) {
    return observation
        .report()
        .filter(report -> report.trial().id().equals(rollout.identity().id()))
        .flatMap(report -> StepRule.harm(report.judgement()))
        .filter(harm -> harm.consequence() == Consequence.ROLLBACK)
        .map(harm -> back(
            new RollbackCause.Harm(harm.gate(), harm.cause()),
            found(harm) + part(harm, observation)));
  }

  /** Names the part of the calls by which latency grew. */
  private static String part(Harm harm, Observation observation) {
    return harm.gate().ofLatency() ? observation.slower().map(why -> "; " + why).orElse("") : "";
  }

  static Transition back(RollbackCause cause, String why) {
    return new Transition(new RolledBack(cause, why), Share.ZERO, why);
  }

  private static Optional<Transition> raise(Rollout rollout, Observation observation) {
    var report = observation.report(rollout);
    if (report.isEmpty()) {
      return Optional.empty();
    }
    var missing = Missing.of(rollout, observation, report.get());
    if (!missing.isEmpty()) {
      return Pauses.timeout(rollout, observation, report.get().progress(), missing);
    }
    if (needsApproval(rollout)) {
      return Optional.of(Pauses.paused(
          rollout,
          PauseReason.APPROVAL,
          "step " + rollout.share() + " is ready and awaits approval"));
    }
    return Optional.of(raise(
        rollout,
        observation,
        rule(rollout).reason(rollout.share(), "no harm at " + rollout.share())));
  }

  private static Optional<Transition> leaveShadow(Rollout rollout, Observation observation) {
    var report = observation.report(rollout);
    boolean ready = report.isPresent()
        && rollout.plan().open(observation.now())
        && Missing.of(rollout, observation, report.get()).isEmpty();
    return ready
        ? Optional.of(raise(
            rollout,
            observation,
            "no harm in " + report.get().progress().canaryCalls() + " copies of calls"))
        : Optional.empty();
  }

  private static Optional<Transition> complete(Rollout rollout, Observation observation) {
    var report = observation.report(rollout);
    boolean ready =
        report.isPresent() && Missing.of(rollout, observation, report.get()).isEmpty();
    return ready
        ? Optional.of(new Transition(
            new Completed(),
            rollout.share(),
            "no harm in " + Span.text(bake(rollout)) + " after the promotion"))
        : Optional.empty();
  }

  /** Ends a pause whose reason is gone. */
  private static Optional<Transition> resume(
      Rollout rollout, Paused paused, Observation observation) {
    boolean gone = switch (paused.reason()) {
      case FREEZE_WINDOW -> rollout.plan().open(observation.now());
      case NO_TRAFFIC -> fresh(rollout, observation);
      case CONTROLLER_STALE ->
        fresh(rollout, observation) && observation.inState().compareTo(SETTLED) >= 0;
      case UNCLEAN_RESTART ->
        !rollout.crashedTooOften()
            && observation.inState().compareTo(rollout.plan().cooldown()) >= 0
            && rollout.plan().open(observation.now());
      case SERVICE_SLOWDOWN -> Slowdowns.over(rollout, paused, observation);
      default -> false;
    };
    return gone
        ? Optional.of(resumed(rollout, paused, paused.reason() + " is over"))
        : Optional.empty();
  }

  private static boolean fresh(Rollout rollout, Observation observation) {
    return observation
        .report(rollout)
        .filter(report -> report.progress().sinceCanaryCall().compareTo(Requirements.FRESH) < 0)
        .isPresent();
  }

  /** The transition that ends a pause. An approval is for the share in force. */
  static Transition resumed(Rollout rollout, Paused paused, String why) {
    boolean approved = paused.reason() == PauseReason.APPROVAL && !lowered(rollout);
    if (RolloutCommands.unchecked(rollout)) {
      return new Transition(new Preflight(), Share.ZERO, why);
    }
    return paused.step() == 0
        ? new Transition(new Shadow(), Share.ZERO, why)
        : new Transition(new Ramping(paused.step(), approved), share(rollout, paused.step()), why);
  }

  /** The finding of a gate in words, with its numbers. */
  static String found(Harm harm) {
    var numbers = harm.findings();
    return harm.gate() + ": " + GateText.of(harm) + " ("
        + (harm.gate().ofService()
            ? text(numbers, numbers.stable())
            : "canary " + text(numbers, numbers.canary()) + ", stable "
                + text(numbers, numbers.stable()))
        + ")";
  }

  private static String text(Findings numbers, Rate rate) {
    if (rate.observations() == 0) {
      return "none";
    }
    return numbers.unit().isShare()
        ? String.format(Locale.ROOT, "%.2f %% of %d", 100 * rate.mean(), rate.observations())
        : String.format(Locale.ROOT, "%.4f of %d", rate.mean(), rate.observations());
  }
}
