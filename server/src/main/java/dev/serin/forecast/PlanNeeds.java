package dev.serin.forecast;

import dev.serin.forecast.PlannedPhase.Wait;
import dev.serin.forecast.PlannedPhase.Wait.Cause;
import dev.serin.gate.GateSettings;
import dev.serin.gate.Planning;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.rollout.Plan;
import dev.serin.rollout.Plan.Requirement;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Computes what a plan needs at a given rate of calls, if the candidate is as good as stable. Calls
 * and labels of earlier steps count in the proofs of later ones. Confined to one thread.
 */
public final class PlanNeeds {
  private static final double MILLIS_PER_SECOND = 1000;

  private final LivePlan live;
  private final Plan plan;
  private final GateSettings gates;
  private final Rates rates;
  private final Planning planning;
  /** The canary's calls in the steps so far. */
  private double calls;

  private double labels;

  /** Starts with the first phase of a plan. */
  public PlanNeeds(LivePlan live, GateSettings gates, Rates rates) {
    this.live = live;
    this.plan = live.plan();
    this.gates = gates;
    this.rates = rates;
    this.planning = new Planning(gates, rates.errors(), rates.loss());
  }

  /** Returns the phases up to the promotion, or up to the one that is never left. */
  public List<PlannedPhase> phases() {
    var phases = new ArrayList<PlannedPhase>();
    live.shadow().map(this::shadow).ifPresent(phases::add);
    for (var share : plan.steps().subList(0, plan.steps().size() - 1)) {
      var phase = step(share);
      phases.add(phase);
      if (phase.longest().time().isEmpty()) {
        break;
      }
      double seen = phase.longest().seconds() * perSecond(share);
      calls += seen;
      labels += seen * rates.labels();
    }
    return phases;
  }

  private PlannedPhase shadow(Shadowing shadow) {
    double copies = rates.callsPerSecond() * shadow.fraction().doubleValue();
    var longest = Wait.longest(
        new Wait(Cause.DURATION, seconds(shadow.duration())),
        new Wait(Cause.COPIES, shadow.minCalls() / copies));
    return new PlannedPhase(Share.ZERO, Optional.empty(), shadow.minCalls(), 0, 0, longest);
  }

  private PlannedPhase step(Share share) {
    boolean proves = plan.requirement(share) == Requirement.NON_INFERIOR;
    double needed =
        Math.max((double) plan.minimum().canaryCalls(), proves ? provingCalls(share) : 0);
    double labelled = proves && gates.quality().required() ? provingLabels(share) : 0;
    var longest = Wait.longest(
        new Wait(Cause.BAKE, seconds(plan.bake(share))),
        new Wait(Cause.CALLS, needed / perSecond(share)),
        new Wait(Cause.LABELS, proves ? planning.compared(labelSeconds(labelled, share)) : 0));
    return new PlannedPhase(
        share,
        Optional.of(plan.requirement(share)),
        ceiling(needed),
        ceiling(proves ? users(needed, labelled, longest) : plan.minimum().canaryUsers()),
        ceiling(labelled),
        longest);
  }

  private double provingCalls(Share share) {
    return planning.calls(share.value().doubleValue()).orElse(Double.POSITIVE_INFINITY) - calls;
  }

  private double provingLabels(Share share) {
    double proof = planning.labels(share.value().doubleValue()) - labels;
    return Math.max((double) plan.minimum().labelsPerRole(), proof);
  }

  /** Returns the time until there are this many labels of the canary, and enough of stable. */
  private double labelSeconds(double needed, Share share) {
    if (needed == 0) {
      return 0;
    }
    double perSecond = perSecond(share) * rates.labels();
    double ofStable = rates.callsPerSecond() * rates.labels() - perSecond;
    return Math.max(needed / perSecond, plan.minimum().labelsPerRole() / ofStable);
  }

  /** Returns how many users are needed, as only a part of each user's labels counts. */
  private double users(double needed, double labelled, Wait longest) {
    var cap = gates.cap();
    double windows = Math.max(1, Math.ceil(longest.seconds() / seconds(cap.window())));
    return Math.max(
        (double) plan.minimum().canaryUsers(),
        Math.max(needed / windows, labelled) / cap.observations());
  }

  private double perSecond(Share share) {
    return rates.callsPerSecond() * share.value().doubleValue();
  }

  private static double seconds(Duration time) {
    return time.toMillis() / MILLIS_PER_SECOND;
  }

  private static long ceiling(double number) {
    return (long) Math.ceil(number);
  }
}
