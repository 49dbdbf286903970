package dev.serin.replay;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.events.Event;
import dev.serin.gate.GateIds;
import dev.serin.gate.GateSettings;
import dev.serin.replay.Decision.Outcome;
import dev.serin.rollout.Plan;
import dev.serin.split.Share;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ReplayTest {
  private final List<String> changes = new ArrayList<>();
  private final Replay replay = new Replay(
      Plan.DEFAULT,
      GateSettings.DEFAULT,
      true,
      (millis, verdict) -> changes.add(verdict.gate() + " " + verdict.getClass().getSimpleName()));
  private final Stream stream = new Stream(5, replay::add);

  @Test
  void finish_sameModelTwice_promotesInTheStepThatAsksForProof() {
    ramp();

    var decision = replay.finish();

    assertThat(decision.outcome()).isEqualTo(Outcome.PROMOTE);
    assertThat(decision.gate()).isEmpty();
    // Three steps of 15 minutes, and the bake of the fourth.
    assertThat(decision.atMillis()).isBetween(at(55 * 60), at(65 * 60));
    assertThat(decision.counts().canaryCalls()).isGreaterThan(20_000);
    assertThat(changes).contains("errors Undecided", "errors Ok", "quality Ok", "srm Ok");
  }

  @Test
  void finish_moreErrors_rollsBack() {
    stream.canary.errors = 0.1;
    ramp();

    assertDecision(Outcome.ROLLBACK, "errors");
    assertThat(replay.finish().atMillis()).isLessThan(at(5 * 60));
    assertThat(changes).contains("errors Harm");
  }

  @Test
  void finish_slowerButBetter_rollsBack() {
    stream.canary.medianMillis = 15;
    stream.canary.loss = 0.05;
    ramp();

    assertDecision(Outcome.ROLLBACK, "latency.q95");
  }

  @Test
  void finish_worseButFaster_rollsBack() {
    stream.canary.medianMillis = 5;
    stream.canary.loss = 0.2;
    ramp();

    assertDecision(Outcome.ROLLBACK, "quality");
  }

  @Test
  void finish_noLabels_isUndecidedAndSaysWhatIsMissing() {
    stream.canary.labelled = 0;
    stream.stable.labelled = 0;
    ramp();

    var decision = replay.finish();

    assertThat(decision.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(decision.reason())
        .contains("100 more labels of the canary (0 of 100)")
        .contains("proof by quality: labels of both versions");
    assertThat(changes).doesNotContain("quality Ok");
  }

  @Test
  void finish_canarysLabelsSeldom_pauses() {
    stream.canary.labelled = 0.25;
    ramp();

    assertDecision(Outcome.PAUSE, "coverage");
  }

  @Test
  void finish_canarysUsersLost_pauses() {
    stream.kept = 0.8;
    ramp();

    assertDecision(Outcome.PAUSE, "srm");
  }

  @Test
  void finish_onlyStepsWithoutProof_isUndecided() {
    stream.run("0.05", 900).run("0.10", 900).run("0.25", 1_800);

    var decision = replay.finish();

    assertThat(decision.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(decision.reason()).contains("step 0.25 does not require a proof");
    assertThat(decision.atMillis()).isLessThanOrEqualTo(at(3_601));
  }

  @Test
  void finish_shareThatIsNoStep_asksForProof() {
    stream.run("0.4", 3_600);

    assertThat(replay.finish().outcome()).isEqualTo(Outcome.PROMOTE);
  }

  @Test
  void finish_harmByALabelAfterTheLastRow_rollsBack() {
    stream.canary.loss = 0.3;
    stream.canary.labelMillis = 1_500_000;
    stream.stable.labelMillis = 1_500_000;
    stream.run("0.5", 900);
    assertThat(replay.decision()).isEmpty();

    assertDecision(Outcome.ROLLBACK, "quality");
  }

  @Test
  void finish_proofByLabelsAfterTheLastRow_isNoPromotion() {
    stream.canary.labelMillis = 1_500_000;
    stream.stable.labelMillis = 1_500_000;
    stream.run("0.5", 1_200);

    var decision = replay.finish();

    assertThat(decision.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(changes).contains("quality Undecided");
  }

  @Test
  void finish_stableBeforeTheCanary_givesTheFirstQuantile() {
    stream.canary.medianMillis = 30;
    stream.run("0", 120).run("0.05", 30);
    long withBaseline = replay.finish().atMillis();

    assertDecision(Outcome.ROLLBACK, "latency.q95");
    assertThat(withBaseline).isLessThan(at(150));
  }

  @Test
  void finish_callersGiveUpOnTheCanary_rollsBack() {
    stream.canary.abandoned = 0.24;
    ramp();

    assertDecision(Outcome.ROLLBACK, "abandoned");
  }

  /** Files of former releases do not record abandoned calls, and their decisions stay the same. */
  @Test
  void finish_gatesThatDoNotKnowWhoGaveUp_needNoProofOfIt() {
    var former = new Replay(
        Plan.DEFAULT,
        GateSettings.DEFAULT.withoutAbandoned(),
        true,
        (millis, verdict) -> changes.add(verdict.gate().toString()));
    new Stream(5, former::add)
        .run("0.05", 900)
        .run("0.10", 900)
        .run("0.25", 900)
        .run("0.50", 1_800);

    assertThat(former.finish().outcome()).isEqualTo(Outcome.PROMOTE);
    assertThat(changes).doesNotContain("abandoned");
  }

  @Test
  void finish_noCanary_isUndecided() {
    stream.run("0", 60);

    var decision = replay.finish();

    assertThat(decision.outcome()).isEqualTo(Outcome.UNDECIDED);
    assertThat(decision.reason()).isEqualTo("no canary had a share");
    assertThat(decision.verdicts()).isEmpty();
  }

  @Test
  void finish_noRows_isUndecided() {
    assertThat(replay.finish().outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  @Test
  void add_callsWithoutUser_areOnlyCounted() {
    for (int call = 0; call < 500; call++) {
      replay.add(new Event(
          at(call), "", false, Share.parse("0.1"), 1, true, OptionalDouble.empty(), 0, false, 1));
    }

    var counts = replay.finish().counts();

    assertThat(counts.unassigned()).isEqualTo(500);
    assertThat(counts.stableCalls()).isZero();
  }

  @Test
  void add_afterTheDecision_changesNothing() {
    stream.canary.errors = 0.5;
    stream.run("0.1", 120);
    var decision = replay.decision().orElseThrow();

    stream.run("0.1", 60);

    assertThat(replay.finish()).isSameAs(decision);
  }

  @Test
  void add_yearsOfSilence_takesNoTime() {
    stream.run("0.1", 60).silence(300L * 365 * 24 * 3_600).run("0.1", 60);

    assertThat(replay.finish().outcome()).isEqualTo(Outcome.UNDECIDED);
  }

  private void ramp() {
    stream.run("0.05", 900).run("0.10", 900).run("0.25", 900).run("0.50", 1_800);
  }

  private void assertDecision(Outcome outcome, String gate) {
    var decision = replay.finish();
    assertThat(decision.outcome()).as(decision.reason()).isEqualTo(outcome);
    assertThat(decision.gate()).contains(GateIds.gate(gate));
  }

  private static long at(long seconds) {
    return Stream.START + seconds * 1_000;
  }
}
