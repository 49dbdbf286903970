package dev.serin.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.FakeGateway;
import dev.serin.cli.Run;
import dev.serin.v1.GateVerdict.Consequence;
import dev.serin.v1.GateVerdict.Verdict;
import dev.serin.v1.Need;
import dev.serin.v1.Rollout.State;
import dev.serin.v1.RolloutServiceGrpc;
import dev.serin.v1.RolloutStatus;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The output of `rollout status`, at a time that the gateway gives. */
class RolloutScreenTest {
  private static final String VERSIONS = """
        v1 stable  75.2 %  n=4512  err 0.00 %  p50 0.31 p99 0.92 ms  acc 93.4 % [92.6, 94.1]
        v2 canary  24.8 %  n=1488  err 0.00 %  p50 0.36 p99 1.10 ms  acc 96.8 % [95.8, 97.6]
      """;
  private static final String GATES = "gates  errors ok   latency no harm p95 x1.04 (limit x1.2)"
      + "   quality ok +3.4 pp [+1.7, +5.0] (margin -2.0)\n";

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void ramping_duringTheBake_isAsAPersonReadsIt() {
    assertThat(out(RolloutAnswers.RAMPING))
        .isEqualTo("digits  rollout #3  Ramping  step 3/5  set 25 %  actual 24.8 %      00:02:10\n"
            + VERSIONS
            + GATES
            + "next   50 % in 00:00:20 (bake)\n");
  }

  @Test
  void ramping_held_saysWhatIsMissingAndWhen() {
    assertThat(out(RolloutAnswers.RAMPING.toBuilder()
            .addMissing(RolloutAnswers.need("89 more labels of the canary (11 of 100)", 2_460))))
        .endsWith("""
            next   50 % in 00:41:00
            needs  20 s of the bake, expected in 00:00:20
            needs  89 more labels of the canary (11 of 100), expected in 00:41:00
            """);
  }

  @Test
  void ramping_heldForAnUnknownTime_saysThat() {
    assertThat(out(RolloutAnswers.RAMPING.toBuilder()
            .clearMissing()
            .addMissing(Need.newBuilder().setWhat("errors further away from harm"))))
        .endsWith("""
            next   50 %, time unknown
            needs  errors further away from harm, time unknown
            """);
  }

  @Test
  void ramping_nothingIsMissing_saysThat() {
    assertThat(out(RolloutAnswers.RAMPING.toBuilder()
            .clearMissing()
            .setElapsed(RolloutAnswers.seconds(160))))
        .endsWith("next   50 %, nothing is missing\n");
  }

  @Test
  void ramping_harm_isToldWithItsEvidence() {
    var status = RolloutAnswers.RAMPING.toBuilder();
    status
        .getComparisonBuilder()
        .getGatesBuilder(2)
        .setVerdict(Verdict.HARM)
        .setConsequence(Consequence.ROLLBACK)
        .setReason("the canary's p95 is more than 1.2 times stable's")
        .setLog10E(7.3);

    assertThat(out(status))
        .contains(
            "   latency HARM p95 x1.04 (limit x1.2)   quality",
            "\nHARM   latency.q95 rolls back: the canary's p95 is more than 1.2 times stable's;"
                + " E 1e7 of 316\n");
  }

  @Test
  void ramping_gateThatOnlyPauses_isShownWhenItFindsSomething() {
    var status = RolloutAnswers.RAMPING.toBuilder();
    status
        .getComparisonBuilder()
        .getGatesBuilder(6)
        .setVerdict(Verdict.HARM)
        .setConsequence(Consequence.PAUSE)
        .setReason("other users than the split gives");

    assertThat(out(status))
        .contains(
            "   srm HARM\nHARM   srm pauses: other users than the split gives; E 1.00 of 316\n")
        .doesNotContain("coverage");
  }

  @Test
  void ramping_gateThatHasToProve_isUndecidedUntilThen() {
    var status = RolloutAnswers.RAMPING.toBuilder();
    status.getComparisonBuilder().getGatesBuilder(4).setVerdict(Verdict.UNDECIDED);

    assertThat(out(status)).contains("   quality undecided +3.4 pp");
  }

  @Test
  void ramping_gateOfANewerGateway_isUnknown() {
    var status = RolloutAnswers.RAMPING.toBuilder();
    status.getComparisonBuilder().getGatesBuilder(6).setVerdictValue(99);

    assertThat(out(status)).contains("   srm unknown\n");
  }

  @Test
  void latency_withinTheFloor_isBesideTheFloor() {
    var status = RolloutAnswers.RAMPING.toBuilder();
    status
        .getLimitsBuilder()
        .setLatencyFloor(com.google.protobuf.Duration.newBuilder().setNanos(5_000_000));

    assertThat(out(status)).contains("   latency no harm p99 1.10 ms (limit 5 ms)   ");
  }

  @Test
  void latency_quantileNearestToItsLimit_isShown() {
    var status = RolloutAnswers.RAMPING.toBuilder();
    status.getVersionsBuilder(1).getEndToEndBuilder().setP99Ms(1.3);

    assertThat(out(status)).contains("   latency no harm p99 x1.41 (limit x1.5)   ");
  }

  @Test
  void quality_ofALoss_isInItsUnit() {
    var status = RolloutAnswers.RAMPING.toBuilder();
    status.getVersionsBuilder(0).getQualityBuilder().setMetric("brier");
    status.getVersionsBuilder(1).getQualityBuilder().setMetric("brier");

    assertThat(out(status))
        .contains(
            "  brier 0.9340 [0.9260, 0.9410]\n",
            "   quality ok +0.0340 [+0.0170, +0.0500] (margin -0.0200)\n");
  }

  @ParameterizedTest
  @CsvSource({"49, -", "50, 2.0 %"})
  void actual_handfulOfCallsUnderTheRevision_isNotShown(long calls, String shown) {
    var status = RolloutAnswers.RAMPING.toBuilder();
    status.getVersionsBuilder(0).setShareReal(0.98).setRevisionCalls(calls - 1);
    status.getVersionsBuilder(1).setShareReal(0.02).setRevisionCalls(1);

    assertThat(out(status)).contains("  actual " + shown + "      ");
  }

  @Test
  void versions_withoutCalls_haveNoNumbers() {
    var status = RolloutAnswers.RAMPING.toBuilder();
    status
        .getVersionsBuilder(0)
        .setShareReal(0)
        .setRevisionCalls(0)
        .setCalls(0)
        .clearEndToEnd()
        .getQualityBuilder()
        .clearMean();
    status.getVersionsBuilder(1).setShareReal(0).setRevisionCalls(0);

    assertThat(out(status))
        .contains("  actual -      ", "  v1 stable  -  n=0     err -       p50 - p99 -\n")
        .contains("   latency no harm   quality");
  }

  @Test
  void preflight_hasNoGatesYet() {
    var status = RolloutAnswers.in(State.PREFLIGHT, "")
        .clearComparison()
        .clearVersions()
        .clearMissing()
        .clearBake()
        .clearElapsed()
        .setNextShare("0.05")
        .addMissing(Need.newBuilder().setWhat("the preflight of the candidate"));
    status.getRolloutBuilder().setStep(0).setShare("0");

    assertThat(out(status)).isEqualTo("""
        digits  rollout #3  Preflight  set 0 %  actual -      00:00:00
        next   5 %, time unknown
        needs  the preflight of the candidate, time unknown
        """);
  }

  @Test
  void shadow_lastsForATime() {
    var status = RolloutAnswers.in(State.SHADOW, "").setNextShare("0.05");

    assertThat(out(status)).contains("  Shadow  ").endsWith("next   5 % in 00:00:20 (shadow)\n");
  }

  @Test
  void paused_forAnOperator_saysWhyAndWhatCanBeDone() {
    var status = RolloutAnswers.in(State.PAUSED, "NO_LABELS")
        .clearMissing()
        .addMissing(RolloutAnswers.need("100 more labels of stable (0 of 100)", 7_200));
    status.getRolloutBuilder().setDetail("no label for 2 h");

    assertThat(out(status))
        .isEqualTo(
            "digits  rollout #3  Paused(NO_LABELS)  step 3/5  set 25 %  actual 24.8 %      00:02:10\n"
                + VERSIONS
                + GATES
                + """
                paused for 00:01:00 by controller: so it went: no label for 2 h
                       resume with ./serin rollout resume digits; roll back with ./serin rollout abort digits
                next   50 % after it resumes, once nothing is missing
                needs  100 more labels of stable (0 of 100), expected in 02:00:00
                """);
  }

  @Test
  void paused_untilItEndsByItself_saysSo() {
    var status = RolloutAnswers.in(State.PAUSED, "FREEZE_WINDOW").clearMissing();
    status.getRolloutBuilder().setEndsByItself(true);

    assertThat(out(status))
        .contains("\n       resumes by itself, or now with ./serin rollout resume digits;")
        .endsWith("next   50 % after it resumes\n");
  }

  @Test
  void paused_byHarm_tellsWhatWasFound() {
    var status = RolloutAnswers.in(State.PAUSED, "SIGNAL").clearComparison();
    status.getRolloutBuilder().addEvidence(RolloutAnswers.HARM);

    assertThat(out(status))
        .contains(
            "\nfound  latency.q95: E 1e7 of 667, stable 0.0505 of 12000, canary 0.1717 of 600\n");
  }

  @Test
  void promoted_isWatched() {
    var status = RolloutAnswers.in(State.PROMOTED, "").clearNextShare().clearMissing();
    status.getComparisonBuilder().clearGates();
    status
        .getComparisonBuilder()
        .addGates(RolloutAnswers.gate("watch.errors", Verdict.UNDECIDED))
        .addGates(RolloutAnswers.gate("watch.latency", Verdict.OK))
        .addGates(RolloutAnswers.gate("watch.change", Verdict.HARM).setReason("slower"));

    assertThat(out(status))
        .contains("  Promoted  ", "\ngates  watch.errors no harm   watch.latency ok   watch.change")
        .contains("\nHARM   watch.change is reported only: slower; E 1.00 of 316\n")
        .endsWith("next   completed in 00:00:20 (watch)\n");
  }

  @Test
  void rolledBack_tellsWhyAndWhatWasFound() {
    var status =
        RolloutAnswers.in(State.ROLLED_BACK, "").clearNextShare().clearMissing().clearComparison();
    status
        .getRolloutBuilder()
        .setShare("0")
        .setDetail("so it went")
        .addEvidence(RolloutAnswers.HARM)
        .addEvidence(RolloutAnswers.HARM.toBuilder().setVerdict(Verdict.OK).setGate("errors"));

    assertThat(out(status)).contains("  RolledBack  step 3/5  set 0 %  ").endsWith("""
        ended  00:01:00 ago by controller: so it went
        found  latency.q95: E 1e7 of 667, stable 0.0505 of 12000, canary 0.1717 of 600
        """);
  }

  @Test
  void notes_areLast() {
    assertThat(out(RolloutAnswers.RAMPING.toBuilder().addNotes("the disk refuses")))
        .endsWith("(bake)\nnote   the disk refuses\n");
  }

  @ParameterizedTest
  @CsvSource({
    "20,      00:00:20",
    "3599,    00:59:59",
    "359999,  99:59:59",
    "360000,  4d04h",
    "99999999, more than a year"
  })
  void times_areReadAtAGlance(long seconds, String text) {
    assertThat(out(RolloutAnswers.RAMPING.toBuilder()
            .clearMissing()
            .addMissing(RolloutAnswers.need("labels", seconds))
            .setElapsed(RolloutAnswers.seconds(150))))
        .contains("in " + text + "\n");
  }

  @Test
  void terminal_hasColours() {
    gateway.answer(
        RolloutServiceGrpc.getGetMethod(),
        RolloutAnswers.in(State.PAUSED, "MANUAL").build());

    var environment = Map.of("SERIN_ADMIN", gateway.address());
    assertThat(Run.with(environment, true, "rollout", "status", "digits").out())
        .contains("\u001b[33mPaused(MANUAL)\u001b[0m", "errors \u001b[32mok\u001b[0m ");
  }

  private String out(RolloutStatus.Builder status) {
    return out(status.build());
  }

  private String out(RolloutStatus status) {
    gateway.answer(RolloutServiceGrpc.getGetMethod(), status);
    var run = Run.against(gateway, "rollout", "status", "digits");
    assertThat(run.err()).isEmpty();
    assertThat(run.exitCode()).isZero();
    return run.out();
  }
}
