package dev.serin.rollout;

import dev.serin.gate.GateId;
import dev.serin.gate.Judgement;
import dev.serin.gate.Need;
import dev.serin.gate.Progress;
import dev.serin.gate.Verdict;
import dev.serin.gate.Verdict.Undecided;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** What is missing for a canary to leave a step. Thread-safe: immutable. */
final class Requirements {
  /** Data older than this say nothing about now. */
  static final Duration FRESH = Duration.ofSeconds(60);

  private final Plan plan;
  private final boolean labels;

  /**
   * Makes the requirements of a plan.
   *
   * @param labels whether a proof needs labels
   */
  Requirements(Plan plan, boolean labels) {
    this.plan = plan;
    this.labels = labels;
  }

  /**
   * Returns what is missing to leave the step in force; empty if nothing is.
   *
   * @param elapsed how much of the step counts for the bake
   */
  List<Need> missing(Progress now, Duration elapsed, Judgement judgement) {
    var missing = new ArrayList<Need>();
    var share = new Share(now.step().share());
    var requirement = plan.requirement(share);
    bake(now, plan.bake(share).minus(elapsed), missing);
    minimum(now, requirement, missing);
    harm(judgement, missing);
    if (requirement == Plan.Requirement.NON_INFERIOR) {
      proof(now, judgement, missing);
    }
    return missing;
  }

  private static void bake(Progress now, Duration left, List<Need> missing) {
    if (!left.isNegative() && !left.isZero()) {
      missing.add(new Need(left.toSeconds() + " s of the bake", Optional.of(left)));
    }
    if (now.sinceCall().compareTo(FRESH) >= 0) {
      missing.add(unexpected("a call in the last " + FRESH.toSeconds() + " s"));
    } else if (now.sinceCall().compareTo(now.elapsed()) >= 0) {
      // A bake may be shorter than that.
      missing.add(unexpected("a call in this step"));
    }
  }

  private void minimum(Progress now, Plan.Requirement requirement, List<Need> missing) {
    var minimum = plan.minimum();
    below("calls of the canary", now, now.canaryCalls(), minimum.canaryCalls(), missing);
    below("users of the canary", now, now.canaryUsers(), minimum.canaryUsers(), missing);
    if (requirement == Plan.Requirement.NON_INFERIOR && labels) {
      below("labels of stable", now, now.stableLabels(), minimum.labelsPerRole(), missing);
      below("labels of the canary", now, now.canaryLabels(), minimum.labelsPerRole(), missing);
    }
  }

  private static void below(String what, Progress now, long have, long needed, List<Need> missing) {
    if (have >= needed) {
      return;
    }
    long left = needed - have;
    var text = left + " more " + what + " (" + have + " of " + needed + ")";
    var expected = have == 0
        ? Optional.<Duration>empty()
        : Optional.of(Duration.ofMillis(now.elapsed().toMillis() * left / have));
    missing.add(new Need(text, expected));
  }

  /** Adds the gates that have found harm or are near it. */
  static void harm(Judgement judgement, List<Need> missing) {
    judgement
        .rollback()
        .or(judgement::pause)
        .ifPresent(harm -> missing.add(unexpected(harm.gate() + " without harm")));
    near(judgement, missing);
  }

  /** Adds the gates that are near harm. */
  static void near(Judgement judgement, List<Need> missing) {
    judgement.near().forEach(gate -> missing.add(unexpected(gate + " further away from harm")));
  }

  private void proof(Progress now, Judgement judgement, List<Need> missing) {
    for (var gate : judgement.unproved()) {
      missing.add(proof(gate, judgement.verdict(gate).orElseThrow()));
    }
    if (labels && !now.firstCohortSettled()) {
      missing.add(unexpected("labels of the first predictions of this step"));
    }
  }

  private static Need proof(GateId gate, Verdict verdict) {
    var text = "proof by " + gate;
    return verdict instanceof Undecided undecided && !undecided.needs().isEmpty()
        ? new Need(
            text + ": " + undecided.needs().get(0).what(),
            undecided.needs().get(0).expected())
        : unexpected(text);
  }

  private static Need unexpected(String what) {
    return new Need(what, Optional.empty());
  }
}
