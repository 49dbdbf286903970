package dev.serin.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Answers;
import dev.serin.cli.FakeGateway;
import dev.serin.cli.GateAnswers;
import dev.serin.cli.Run;
import dev.serin.v1.Comparison;
import dev.serin.v1.GateVerdict;
import dev.serin.v1.GateVerdict.Consequence;
import dev.serin.v1.GateVerdict.Verdict;
import dev.serin.v1.ModelServiceGrpc;
import dev.serin.v1.ModelStatus;
import dev.serin.v1.Need;
import dev.serin.v1.Rollout;
import dev.serin.v1.Rollout.State;
import dev.serin.v1.RolloutServiceGrpc;
import dev.serin.v1.RolloutStatus;
import io.grpc.Status;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** How `status` compares canaries with stable. */
class ComparisonsTest {
  private static final String NOTHING_ACTS =
      "no rollout is running, so the gateway does not act on this";

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
  void firstStep_isNotToldTwice() {
    assertThat(out(comparison().setStep(1)))
        .contains("\ncanary version 2, stable version 1: the canary has 10 % of their users;"
            + " step 1 for 12m40s\n");
  }

  @Test
  void noHarm_hasNoWordOfIt() {
    assertThat(out(comparison().clearGates().addGates(GateAnswers.ERRORS)))
        .doesNotContain("HARM:", NOTHING_ACTS);
  }

  @Test
  void harmThatPauses_isNotForTakingUsersBack() {
    var pausing = comparison()
        .clearGates()
        .addGates(harm("srm", Consequence.PAUSE, "SRM: other users than the split gives"))
        .setConsequence(Consequence.PAUSE);

    assertThat(out(pausing))
        .contains(
            "HARM: pauses (srm): SRM: other users than the split gives\n" + NOTHING_ACTS + "\n");
  }

  @Test
  void harmOfSeveralGates_isFirstInItsOrder() {
    var harmful = comparison()
        .clearGates()
        .addGates(GateAnswers.QUALITY)
        .addGates(harm("errors", Consequence.NONE, "it fails"))
        .addGates(GateAnswers.LATENCY);

    assertThat(out(harmful))
        .containsSubsequence(
            "HARM: is reported only (errors): it fails\n",
            "HARM: rolls back (latency.q95, found 2025-01-01T01:00:00Z): the canary's p95",
            "\nerrors       HARM ",
            "\nlatency.q95  HARM ",
            "\nquality      ok ");
  }

  @ParameterizedTest
  @EnumSource(names = {"RAMPING", "PAUSED", "PROMOTED"})
  void harm_whileARolloutRunsOrWatches_saysThatItActs(State state) {
    rollout(state);

    assertThat(out(Answers.STATUS))
        .contains("\nrollout #3 is " + state
            + " and acts on its verdicts: ./serin rollout status digits\n")
        .doesNotContain(NOTHING_ACTS, "split set");
  }

  @ParameterizedTest
  @EnumSource(names = {"ROLLED_BACK", "REJECTED", "COMPLETED"})
  void harm_afterARollout_saysThatNothingActs(State state) {
    rollout(state);

    assertThat(out(Answers.STATUS)).contains(NOTHING_ACTS + "; to move the users of version 2");
  }

  @Test
  void harm_modelThatNeverHadARollout_saysThatNothingActs() {
    gateway.refuse(RolloutServiceGrpc.getGetMethod(), Status.NOT_FOUND);

    assertThat(out(Answers.STATUS)).contains(NOTHING_ACTS);
  }

  @Test
  void harm_rolloutThatIsNotTold_isAFailure() {
    gateway.refuse(
        RolloutServiceGrpc.getGetMethod(), Status.PERMISSION_DENIED.withDescription("not you"));
    gateway.answer(ModelServiceGrpc.getStatusMethod(), Answers.STATUS);

    assertThat(Run.against(gateway, "status", "digits"))
        .isEqualTo(new Run(1, "", "serin: not you\n"));
  }

  @Test
  void rollback_ofOneOfTwoCanaries_leavesTheOther() {
    var status = Answers.STATUS.toBuilder();
    status
        .getRevisionBuilder()
        .clearSplit()
        .addSplit(Answers.share(1, "0.85"))
        .addSplit(Answers.share(2, "0.1"))
        .addSplit(Answers.share(3, "0.05"));

    assertThat(out(status.build()))
        .contains(
            "; to move the users of version 2 to stable: ./serin split set digits 1=0.95 3=0.05\n");
  }

  @Test
  void rollback_ofACanaryThatHasNoUsersNow_hasNothingToTakeBack() {
    var status = Answers.STATUS.toBuilder();
    status.getRevisionBuilder().clearSplit().addSplit(Answers.share(1, "1"));

    assertThat(out(status.build())).contains(NOTHING_ACTS + "\n");
  }

  @Test
  void need_withAnExpectedTime_tellsIt() {
    var undecided = GateAnswers.QUALITY.toBuilder()
        .setVerdict(Verdict.UNDECIDED)
        .addNeeds(Need.newBuilder()
            .setWhat("about 1900 more labels of the canary (210 seen)")
            .setExpectedSeconds(2_460));

    assertThat(out(comparison().clearGates().addGates(undecided)))
        .contains(
            "\nquality is undecided; missing: about 1900 more labels of the canary (210 seen), 41m at"
                + " this rate\n");
  }

  @Test
  void need_inJson_isExpectedInSeconds() {
    var undecided = GateAnswers.QUALITY.toBuilder()
        .addNeeds(Need.newBuilder().setWhat("labels").setExpectedSeconds(2_460));
    var comparison = comparison().clearGates().addGates(undecided);
    gateway.answer(
        ModelServiceGrpc.getStatusMethod(),
        Answers.STATUS.toBuilder().addComparisons(comparison).build());

    assertThat(Run.against(gateway, "status", "digits", "-o", "json").out())
        .contains("\"needs\":[{\"what\":\"labels\",\"expectedSeconds\":2460}]");
  }

  @Test
  void verdictOfANewerGateway_isUnknown() {
    var newer = GateVerdict.newBuilder().setGate("memory").setVerdictValue(99);

    assertThat(out(comparison().clearGates().addGates(newer))).containsPattern("memory +unknown ");
  }

  @Test
  void severalComparisons_areApart() {
    var other = comparison().setCanary(3).build();

    assertThat(out(Answers.STATUS.toBuilder().addComparisons(other).build()))
        .contains("\n\ncanary version 2,", "\n\ncanary version 3,");
  }

  @Test
  void terminal_harmIsRed() {
    gateway.answer(ModelServiceGrpc.getStatusMethod(), Answers.STATUS);

    var run = Run.with(Map.of("SERIN_ADMIN", gateway.address()), true, "status", "digits");

    assertThat(run.out())
        .contains("\u001b[31mHARM: rolls back\u001b[0m (latency", "\u001b[31mHARM\u001b[0m  ");
  }

  private void rollout(State state) {
    gateway.answer(
        RolloutServiceGrpc.getGetMethod(),
        RolloutStatus.newBuilder()
            .setRollout(Rollout.newBuilder().setModel("digits").setNumber(3).setState(state))
            .build());
  }

  private static Comparison.Builder comparison() {
    return GateAnswers.COMPARISON.toBuilder();
  }

  private static GateVerdict harm(String gate, Consequence consequence, String reason) {
    return GateVerdict.newBuilder()
        .setGate(gate)
        .setVerdict(Verdict.HARM)
        .setConsequence(consequence)
        .setReason(reason)
        .build();
  }

  private String out(Comparison.Builder comparison) {
    return out(
        Answers.STATUS.toBuilder().clearComparisons().addComparisons(comparison).build());
  }

  private String out(ModelStatus status) {
    gateway.answer(ModelServiceGrpc.getStatusMethod(), status);
    return Run.against(gateway, "status", "digits").out();
  }
}
