package dev.serin.telemetry;

import static dev.serin.gate.GateIds.gate;

import dev.serin.access.Author;
import dev.serin.control.Revision;
import dev.serin.gate.Findings;
import dev.serin.gate.GateSettings;
import dev.serin.gate.HarmCause;
import dev.serin.gate.Judgement;
import dev.serin.gate.LossScale;
import dev.serin.gate.Moment;
import dev.serin.gate.Progress;
import dev.serin.gate.Rate;
import dev.serin.gate.Step;
import dev.serin.gate.Terms;
import dev.serin.gate.Trial;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Unit;
import dev.serin.gate.Verdict;
import dev.serin.rollout.GateState;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState;
import dev.serin.split.Assignment;
import dev.serin.split.Share;
import dev.serin.split.Split;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.TreeSet;

/** Rollouts of a model {@code m} from version 1 to 2, and verdicts of its gates. */
final class TestRollouts {
  static final Terms TERMS = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "");

  /** The errors gate with E = 1000 of 250 for harm, and 0.1 for its absence. */
  static final Findings ERRORS = new Findings(
      gate("errors"),
      Math.log(1_000),
      Math.log(250),
      OptionalDouble.of(Math.log(0.1)),
      Math.log(20),
      new Unit.Errors(),
      new Rate(100, 1),
      new Rate(50, 10),
      Optional.empty(),
      List.of());

  static final GateState WITHOUT_LABELS = new GateState(
      gate("quality"),
      GateState.Answer.UNDECIDED,
      Double.NEGATIVE_INFINITY,
      Math.log(10),
      OptionalDouble.empty(),
      new Rate(0, 0),
      new Rate(0, 0));

  private TestRollouts() {}

  static Rollout rollout(RolloutState state, String share) {
    return rollout("r-1", state, share, 0, "", List.of());
  }

  static Rollout rollout(
      String id,
      RolloutState state,
      String share,
      int crashes,
      String requestId,
      List<GateState> evidence) {
    return new Rollout(
        new Rollout.Identity(id, 1, 1, 2, "ab", Instant.EPOCH),
        LivePlan.DEFAULT,
        TERMS,
        state,
        Share.parse(share),
        Moment.of(Instant.ofEpochMilli(9_500)),
        1,
        crashes,
        0,
        requestId,
        evidence);
  }

  static Revision revision(Rollout rollout) {
    return revision(Optional.of(rollout));
  }

  static Revision revision(Optional<Rollout> rollout) {
    return new Revision(
        "m",
        7,
        Split.all(1),
        Optional.empty(),
        1,
        Assignment.all("m", 1),
        new TreeSet<>(),
        new TreeSet<>(),
        Moment.of(Instant.ofEpochMilli(9_500)),
        Author.of("ann"),
        "she \"said\" so",
        "",
        rollout,
        /* unloaded= */ false);
  }

  /** A trial in which the errors gate found harm, and both versions agree on these copies. */
  static TrialReport report(long copies, double agreeing) {
    return new TrialReport(
        new Trial("r-1", 1, 2, Trial.Phase.SPLIT, TERMS, OptionalDouble.empty()),
        7,
        judgement(),
        new Progress(
            new Step(1, 7, 9_500, new BigDecimal("0.25")),
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            Duration.ZERO,
            0,
            0,
            0,
            0,
            false),
        new Rate(copies, agreeing));
  }

  static Judgement judgement() {
    var harm =
        new Verdict.Harm(ERRORS, Verdict.Consequence.ROLLBACK, 9_000, HarmCause.TOO_MANY_ERRORS);
    return new Judgement(List.of(harm), List.of(), List.of());
  }
}
