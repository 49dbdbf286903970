package dev.serin.rollout;

import dev.serin.gate.Evidence;
import dev.serin.gate.Judgement;
import dev.serin.gate.Progress;
import dev.serin.gate.Verdict;
import dev.serin.gate.Verdict.Undecided;
import dev.serin.rollout.Plan.Need;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** What is missing for a canary to leave a step. Thread-safe: immutable. */
public final class Requirements {
  /** Data older than this say nothing about now. */
  private static final Duration FRESH = Duration.ofSeconds(60);

  private final Plan plan;

  public Requirements(Plan plan) {
    this.plan = plan;
  }

  /**
   * Returns what is missing to leave the step in force, in words; empty if nothing is.
   *
   * @param millis the time now, in milliseconds since 1970
   */
  public List<String> missing(Evidence evidence, Judgement judgement, long millis) {
    var progress = Progress.of(evidence, millis);
    if (progress.isEmpty()) {
      return List.of("a step of the canary");
    }
    var missing = new ArrayList<String>();
    var now = progress.get();
    var share = new Share(now.step().share());
    var need = plan.need(share);
    bake(now, share, missing);
    minimum(now, need, missing);
    harm(judgement, missing);
    if (need == Need.NON_INFERIOR) {
      proof(now, judgement, missing);
    }
    return missing;
  }

  private void bake(Progress now, Share share, List<String> missing) {
    var left = plan.bake(share).minus(now.elapsed());
    if (!left.isNegative() && !left.isZero()) {
      missing.add(left.toSeconds() + " s of the bake");
    }
    if (now.sinceCall().compareTo(FRESH) >= 0) {
      missing.add("a call in the last " + FRESH.toSeconds() + " s");
    }
  }

  private void minimum(Progress now, Need need, List<String> missing) {
    var minimum = plan.minimum();
    below("calls of the canary", now.canaryCalls(), minimum.canaryCalls(), missing);
    below("users of the canary", now.canaryUsers(), minimum.canaryUsers(), missing);
    if (need == Need.NON_INFERIOR) {
      below("labels of stable", now.stableLabels(), minimum.labelsPerRole(), missing);
      below("labels of the canary", now.canaryLabels(), minimum.labelsPerRole(), missing);
    }
  }

  private static void below(String what, long have, long needed, List<String> missing) {
    if (have < needed) {
      missing.add((needed - have) + " more " + what + " (" + have + " of " + needed + ")");
    }
  }

  private static void harm(Judgement judgement, List<String> missing) {
    judgement
        .rollback()
        .or(judgement::pause)
        .ifPresent(harm -> missing.add(harm.gate() + " without harm"));
    judgement.near().forEach(gate -> missing.add(gate + " further away from harm"));
  }

  private static void proof(Progress now, Judgement judgement, List<String> missing) {
    for (var gate : judgement.unproved()) {
      var verdict = judgement.verdict(gate).orElseThrow();
      missing.add("proof by " + gate + needs(verdict));
    }
    if (!now.firstCohortSettled()) {
      missing.add("labels of the first predictions of this step");
    }
  }

  private static String needs(Verdict verdict) {
    return verdict instanceof Undecided undecided && !undecided.needs().isEmpty()
        ? ": " + undecided.needs().get(0).what()
        : "";
  }
}
