package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.Outcome;
import dev.serin.model.Role;
import dev.serin.serving.CallRecord.Served;
import java.nio.file.Path;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The calls of users whom the configuration names: served, and counted for no gate. */
class ForcedCallsTest {
  private static final String OWNER = "owner";
  private static final String TESTER = "tester";

  @TempDir
  Path folder;

  private TestServing serin;

  @BeforeEach
  void start() throws Exception {
    serin = new TestServing(folder);
    serin.covers = true;
    serin.force(OWNER, TESTER);
  }

  @Test
  void predict_forced_isARecordOfThatVersionAndRoleWithoutHash() {
    serve(TESTER);
    serve(OWNER);

    assertThat(serin.records)
        .extracting(call -> call.served().orElseThrow())
        .containsExactly(new Served(2, Role.CANARY, 5), new Served(1, Role.STABLE, 5));
    assertThat(serin.records).extracting(CallRecord::userHash).containsOnly(OptionalLong.empty());
  }

  @Test
  void predict_forced_isToldToNoGate() {
    serve(TESTER);
    serve(OWNER);

    assertThat(serin.recorded).isEmpty();
  }

  @Test
  void predict_forcedAndPinned_isPinned() {
    serin.serve(Calls.good().user(TESTER).pinned(1).at(serin.nanos.get()));

    assertThat(serin.records)
        .singleElement()
        .returns(new Served(1, Role.PINNED, 5), call -> call.served().orElseThrow());
  }

  @Test
  void label_ofAForcedCall_isAcceptedAndCountsForNoGate() {
    serin.measure("y");
    var answer = (PredictResult.Answer) serve(TESTER);

    assertThat(serin.label(answer.predictionId(), 1).result()).isEqualTo(FeedbackResult.ACCEPTED);

    assertThat(serin.outcomes)
        .singleElement()
        .returns(Role.CANARY, Outcome::role)
        .returns(OptionalLong.empty(), Outcome::userHash)
        .returns(false, Outcome::covered);
  }

  @Test
  void predict_forcedToACanaryThatFails_isAnsweredByNobodyElse() {
    serin.fallBack(1_000, 1);
    serin.canary.duringRun = () -> {
      throw new IllegalStateException();
    };

    assertThat(serve(TESTER)).isInstanceOf(PredictResult.Refusal.class);

    assertThat(serin.stable.runs).hasValue(0);
    assertThat(serin.recorded).isEmpty();
  }

  @Test
  void predict_forcedToStable_isNotCopiedForACandidate() {
    serin.shadow(serin.two, 1);

    serve(OWNER);

    assertThat(serin.shadowThreads.queue()).isEmpty();
  }

  @Test
  void predict_forced_isNoCallThatCandidatesAreTriedOn() {
    serve(TESTER);
    serve(OWNER);

    assertThat(serin.serving.preflight().run("m", serin.two, serin.one))
        .returns(0, PreflightResult::calls);
  }

  private PredictResult serve(String user) {
    return serin.serve(Calls.good().user(user).at(serin.nanos.get()));
  }
}
