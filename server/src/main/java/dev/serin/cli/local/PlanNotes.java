package dev.serin.cli.local;

import dev.serin.cli.console.Figures;
import dev.serin.forecast.PlannedPhase;
import dev.serin.forecast.Rates;
import dev.serin.gate.GateSettings;
import dev.serin.rollout.LivePlan;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Notes on a plan beside its numbers: what else it waits for, and what will pause it. */
final class PlanNotes {
  /** Smaller first steps to suggest. */
  private static final List<Share> FIRST_STEPS =
      Stream.of("0.01", "0.05", "0.10").map(Share::parse).toList();

  private final LivePlan live;
  private final GateSettings gates;
  private final Rates rates;

  PlanNotes(LivePlan live, GateSettings gates, Rates rates) {
    this.live = live;
    this.gates = gates;
    this.rates = rates;
  }

  /** Returns notes on these phases of the plan. */
  List<String> notes(List<PlannedPhase> phases) {
    var notes = new ArrayList<String>();
    phases.forEach(phase -> pause(phase, notes));
    if (phases.stream().anyMatch(phase -> phase.labels() > 0)) {
      notes.add("add the time from a prediction to its label");
    }
    live.approvals()
        .forEach(share -> notes.add(
            "leaving the step of " + Figures.percent(share.toString()) + " needs an approval"));
    if (!live.windows().isEmpty()) {
      notes.add("the share is raised only within "
          + live.windows().stream().map(Object::toString).collect(Collectors.joining(", ")));
    }
    smallerFirstStep(notes);
    return notes;
  }

  private void pause(PlannedPhase phase, List<String> notes) {
    var timeout = live.plan().stepTimeout();
    if (phase.shadow() || isWithin(phase, timeout)) {
      return;
    }
    var step = "the step of " + Figures.percent(phase.share().toString());
    if (phase.labels() > 0 && rates.labels() == 0) {
      notes.add(step + " pauses after " + Figures.duration(gates.quality().labelTimeout())
          + " without labels: NO_LABELS");
    } else {
      notes.add(step + " pauses after " + Figures.duration(timeout)
          + " (stepTimeout): INCONCLUSIVE_TIMEOUT");
    }
  }

  private static boolean isWithin(PlannedPhase phase, Duration timeout) {
    return phase.longest().time().filter(time -> time.compareTo(timeout) < 0).isPresent();
  }

  /** Suggests a first step that is as quick and gives fewer users the candidate. */
  private void smallerFirstStep(List<String> notes) {
    var first = live.plan().steps().get(0);
    long needed = live.plan().minimum().canaryCalls();
    FIRST_STEPS.stream()
        .filter(share -> share.compareTo(first) < 0 && callsInBake(share) >= needed)
        .findFirst()
        .ifPresent(share -> notes.add("a first step of " + share + " also gets its " + needed
            + " calls within the bake, with fewer users on the candidate"));
  }

  private double callsInBake(Share share) {
    double bake = live.plan().bake(share).toSeconds();
    return rates.callsPerSecond() * share.value().doubleValue() * bake;
  }
}
