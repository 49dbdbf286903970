package dev.serin.rollout;

import static dev.serin.rollout.Samples.PLAN;
import static dev.serin.rollout.Samples.ramping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.HarmCause;
import dev.serin.gate.Need;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Undecided;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** What is missing in a step that has lasted for ten minutes and whose bake is over. */
class RequirementsTest {
  private static final Duration BAKE = Duration.ofMinutes(10);

  private final Requirements requirements = new Requirements(PLAN.plan(), true);
  /** At 0.25, without a proof. */
  private final Seen third = Seen.of(ramping(3));
  /** At 0.5, with a proof. */
  private final Seen fourth = Seen.of(ramping(4));

  @Test
  void missing_allThere_isEmpty() {
    assertThat(missing(third)).isEmpty();
    assertThat(missing(fourth)).isEmpty();
  }

  @Test
  void missing_leastOfAll_isEmpty() {
    var least = fourth.calls(300).users(50).labels(100, 100).sinceCall(Duration.ofMillis(59_999));

    assertThat(missing(least)).isEmpty();
  }

  @Test
  void missing_bakeNotOver_isTheRestOfIt() {
    assertThat(missing(third, BAKE.minusMillis(1_500)))
        .containsExactly(need("1 s of the bake", Duration.ofMillis(1_500)));
    assertThat(missing(third, BAKE.minusMillis(1)))
        .containsExactly(need("0 s of the bake", Duration.ofMillis(1)));
  }

  @Test
  void missing_noCallOfTheLastMinute_isOne() {
    assertThat(missing(third.sinceCall(Duration.ofSeconds(60))))
        .containsExactly(need("a call in the last 60 s"));
  }

  /** A bake of ten seconds raised without one call. */
  @Test
  void missing_noCallInTheStep_isOne() {
    assertThat(missing(third.elapsed(Duration.ofSeconds(10)).sinceCall(Duration.ofSeconds(10))))
        .contains(need("a call in this step"));
    assertThat(missing(third.elapsed(Duration.ofSeconds(10)).sinceCall(Duration.ofSeconds(9))))
        .doesNotContain(need("a call in this step"));
  }

  @Test
  void missing_tooFewCalls_comeAtTheRateOfTheStep() {
    assertThat(missing(third.calls(200)))
        .containsExactly(need("100 more calls of the canary (200 of 300)", Duration.ofMinutes(5)));
  }

  @Test
  void missing_tooFewUsers_comeAtTheRateOfTheStep() {
    assertThat(missing(third.users(10)))
        .containsExactly(need("40 more users of the canary (10 of 50)", Duration.ofMinutes(40)));
  }

  @Test
  void missing_noneYet_cannotSayWhenTheyCome() {
    assertThat(missing(third.calls(0).users(0)))
        .containsExactly(
            need("300 more calls of the canary (0 of 300)"),
            need("50 more users of the canary (0 of 50)"));
  }

  @Test
  void missing_tooFewLabels_comeAtTheRateOfTheStep() {
    assertThat(missing(fourth.labels(99, 80)))
        .containsExactly(
            need("1 more labels of stable (99 of 100)", Duration.ofMillis(600_000 / 99)),
            need("20 more labels of the canary (80 of 100)", Duration.ofSeconds(150)));
  }

  @Test
  void missing_noLabelsWhereNoProofIsNeeded_isEmpty() {
    assertThat(missing(third.labels(0, 0).unsettled().unproved("quality"))).isEmpty();
  }

  @Test
  void missing_noLabelsWhereQualityIsNotRequired_isEmpty() {
    var optional = new Requirements(PLAN.plan(), false);
    var report = fourth.labels(0, 0).unsettled().report();

    assertThat(optional.missing(report.progress(), BAKE, report.judgement())).isEmpty();
  }

  @Test
  void missing_labelsOfOneAge_isTheCohort() {
    assertThat(missing(fourth.unsettled()))
        .containsExactly(need("labels of the first predictions of this step"));
  }

  @Test
  void missing_nearHarm_isDistance() {
    assertThat(missing(third.near("errors", "latency.q99")))
        .containsExactly(
            need("errors further away from harm"), need("latency.q99 further away from harm"));
  }

  @Test
  void missing_harm_isItsAbsence() {
    assertThat(missing(third.harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER)))
        .containsExactly(need("srm without harm"));
    assertThat(missing(third.harm("errors", Consequence.ROLLBACK, HarmCause.MORE_ERRORS)))
        .containsExactly(need("errors without harm"));
  }

  @Test
  void missing_unprovedGate_isWhatItNeeds() {
    var needs = List.of(
        new Need("800 more labels", Optional.of(Duration.ofHours(2))),
        new Need("something else", Optional.empty()));
    var undecided = new Undecided(Seen.findings("quality"), needs);

    assertThat(missing(fourth.unproved("quality").verdict(undecided)))
        .containsExactly(need("proof by quality: 800 more labels", Duration.ofHours(2)));
  }

  @Test
  void missing_unprovedGateThatCannotSay_isItsProof() {
    assertThat(missing(fourth.unproved("errors", "quality")))
        .containsExactly(need("proof by errors"), need("proof by quality"));
  }

  @Test
  void missing_unprovedGateWhereNoProofIsNeeded_isEmpty() {
    assertThat(missing(third.unproved("errors"))).isEmpty();
  }

  @Test
  void missing_shareThatIsNoStep_asksForProof() {
    var lowered = Samples.paused(PLAN, PauseReason.MANUAL_SPLIT, 2, "0.2");

    assertThat(missing(Seen.of(lowered).unproved("errors")))
        .containsExactly(need("proof by errors"));
  }

  @Test
  void missing_manyThings_areSaidInOrder() {
    var seen =
        fourth.sinceCall(BAKE).calls(200).near("errors").unproved("quality").unsettled();

    assertThat(missing(seen, Duration.ZERO))
        .extracting(Need::what)
        .containsExactly(
            "600 s of the bake",
            "a call in the last 60 s",
            "100 more calls of the canary (200 of 300)",
            "errors further away from harm",
            "proof by quality",
            "labels of the first predictions of this step");
  }

  private List<Need> missing(Seen seen) {
    return missing(seen, BAKE);
  }

  private List<Need> missing(Seen seen, Duration elapsed) {
    var report = seen.report();
    return requirements.missing(report.progress(), elapsed, report.judgement());
  }

  private static Need need(String what) {
    return new Need(what, Optional.empty());
  }

  private static Need need(String what, Duration expected) {
    return new Need(what, Optional.of(expected));
  }
}
