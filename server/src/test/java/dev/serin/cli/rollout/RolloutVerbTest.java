package dev.serin.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.FakeGateway;
import dev.serin.cli.Run;
import dev.serin.v1.AdvanceRolloutRequest;
import dev.serin.v1.GetRolloutRequest;
import dev.serin.v1.PromoteRolloutRequest;
import dev.serin.v1.Rollout;
import dev.serin.v1.Rollout.State;
import dev.serin.v1.RolloutHistoryRequest;
import dev.serin.v1.RolloutHistoryResponse;
import dev.serin.v1.RolloutRequest;
import dev.serin.v1.RolloutServiceGrpc;
import dev.serin.v1.StartRolloutRequest;
import io.grpc.Status;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutVerbTest {
  private static final List<String> AUDIT =
      List.of("--author", "ada", "--reason", "why", "--expect-revision", "9");
  private static final String SCREEN =
      "digits  rollout #3  Ramping  step 3/5  set 25 %  actual 24.8 %      00:02:10\n";

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeGateway();
    gateway.answer(RolloutServiceGrpc.getStartMethod(), RolloutAnswers.RAMPING);
    gateway.answer(RolloutServiceGrpc.getGetMethod(), RolloutAnswers.RAMPING);
    gateway.answer(RolloutServiceGrpc.getPauseMethod(), RolloutAnswers.RAMPING);
    gateway.answer(RolloutServiceGrpc.getResumeMethod(), RolloutAnswers.RAMPING);
    gateway.answer(RolloutServiceGrpc.getAdvanceMethod(), RolloutAnswers.RAMPING);
    gateway.answer(RolloutServiceGrpc.getPromoteMethod(), RolloutAnswers.RAMPING);
    gateway.answer(RolloutServiceGrpc.getAbortMethod(), RolloutAnswers.RAMPING);
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void start_allOptions_reachTheGateway() {
    audited("start", "--candidate", "2", "--force", "--replace");

    var request = (StartRolloutRequest) gateway.request();
    assertThat(request.getRequestId()).isNotEmpty();
    assertThat(request.toBuilder().clearRequestId().build())
        .isEqualTo(StartRolloutRequest.newBuilder()
            .setModel("digits")
            .setCandidate(2)
            .setExpectedRevision(9)
            .setAuthor("ada")
            .setReason("why")
            .setForce(true)
            .setReplace(true)
            .build());
  }

  @Test
  void start_noOption_leavesTheCandidateToThePlan() {
    Run.against(gateway, "rollout", "start", "digits");

    var request = (StartRolloutRequest) gateway.request();
    assertThat(request.toBuilder().clearRequestId().build())
        .isEqualTo(StartRolloutRequest.newBuilder()
            .setModel("digits")
            .setAuthor(System.getProperty("user.name"))
            .build());
  }

  @Test
  void start_done_saysHowItStandsAndHowToLookOn() {
    var run = Run.against(gateway, "rollout", "start", "digits");

    assertThat(run.exitCode()).isZero();
    assertThat(run.out())
        .startsWith("rollout #3 of version 2 started; stable is version 1\n" + SCREEN)
        .endsWith("(bake)\nfollow it with ./serin rollout status digits --watch\n");
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "abort"})
  void plainChange_allOptions_reachTheGateway(String verb) {
    var run = audited(verb);

    var request = (RolloutRequest) gateway.request();
    assertThat(request.getRequestId()).isNotEmpty();
    assertThat(request.toBuilder().clearRequestId().build())
        .isEqualTo(RolloutRequest.newBuilder()
            .setModel("digits")
            .setExpectedRevision(9)
            .setAuthor("ada")
            .setReason("why")
            .build());
    assertThat(run.out()).startsWith(SCREEN);
  }

  @ParameterizedTest
  @ValueSource(strings = {"pause", "resume", "abort"})
  void plainChange_is_theOneThatIsAskedFor(String verb) {
    gateway.refuse(
        RolloutServiceGrpc.getPauseMethod(), Status.ABORTED.withDescription("not pause"));
    gateway.refuse(
        RolloutServiceGrpc.getResumeMethod(), Status.ABORTED.withDescription("not resume"));
    gateway.refuse(
        RolloutServiceGrpc.getAbortMethod(), Status.ABORTED.withDescription("not abort"));

    assertThat(audited(verb)).isEqualTo(new Run(1, "", "serin: not " + verb + "\n"));
  }

  @Test
  void advance_allOptions_reachTheGateway() {
    audited("advance", "--skip-evidence");

    assertThat(((AdvanceRolloutRequest) gateway.request())
            .toBuilder().clearRequestId().build())
        .isEqualTo(AdvanceRolloutRequest.newBuilder()
            .setModel("digits")
            .setExpectedRevision(9)
            .setAuthor("ada")
            .setReason("why")
            .setSkipEvidence(true)
            .build());
  }

  @Test
  void promote_full_isNotForced() {
    audited("promote", "--full");

    assertThat(((PromoteRolloutRequest) gateway.request())
            .toBuilder().clearRequestId().build())
        .isEqualTo(PromoteRolloutRequest.newBuilder()
            .setModel("digits")
            .setExpectedRevision(9)
            .setAuthor("ada")
            .setReason("why")
            .setFull(true)
            .build());
  }

  @Test
  void promote_force_isNotFull() {
    audited("promote", "--force");

    var request = (PromoteRolloutRequest) gateway.request();
    assertThat(request.getForce()).isTrue();
    assertThat(request.getFull()).isFalse();
  }

  @Test
  void change_twice_hasRequestIdsOfTheirOwn() {
    audited("pause");
    audited("pause");

    assertThat(gateway.requests)
        .extracting(request -> ((RolloutRequest) request).getRequestId())
        .doesNotHaveDuplicates();
  }

  @Test
  void change_refused_tellsWhatIsMissing() {
    gateway.refuse(
        RolloutServiceGrpc.getAdvanceMethod(),
        Status.FAILED_PRECONDITION.withDescription("advance: 20 s of the bake is missing"));

    assertThat(audited("advance", "-o", "json"))
        .isEqualTo(new Run(
            1,
            "",
            "{\"error\":\"advance: 20 s of the bake is missing\","
                + "\"code\":\"FAILED_PRECONDITION\"}\n"));
  }

  @Test
  void status_json_isComplete() {
    var status = RolloutAnswers.in(State.PAUSED, "NO_TRAFFIC").addNotes("a note");
    status
        .getRolloutBuilder()
        .setDetail("no calls")
        .setEndsByItself(true)
        .addEvidence(RolloutAnswers.HARM);
    gateway.answer(RolloutServiceGrpc.getGetMethod(), status.build());

    var run = Run.against(gateway, "rollout", "status", "digits", "-o", "json");

    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.out())
        .startsWith("{\"model\":\"digits\",\"rollout\":3,\"id\":\"r-3\",\"state\":\"PAUSED\","
            + "\"pauseReason\":\"NO_TRAFFIC\",\"endsByItself\":true,\"detail\":\"no calls\","
            + "\"rollback\":null,\"step\":3,\"steps\":[\"0.05\",\"0.1\",\"0.25\",\"0.5\",\"1\"],\"share\":\"0.25\","
            + "\"stable\":1,\"candidate\":2,\"started\":\"2025-01-01T00:00:00Z\","
            + "\"since\":\"2025-01-01T00:06:10Z\",\"revision\":10,\"author\":\"controller\","
            + "\"reason\":\"so it went\",\"evidence\":[{\"gate\":\"latency.q95\","
            + "\"verdict\":\"harm\",\"log10E\":7.3,\"log10Threshold\":2.8239,\"okLog10E\":null,"
            + "\"stable\":{\"observations\":12000,\"mean\":0.0505},"
            + "\"canary\":{\"observations\":600,\"mean\":0.1717}}],"
            + "\"revisionInForce\":11,\"time\":\"2025-01-01T00:07:10Z\",\"elapsedSeconds\":130.0,\"bakeSeconds\":150.0,"
            + "\"nextShare\":\"0.5\",\"missing\":[{\"what\":\"20 s of the bake\","
            + "\"expectedSeconds\":20}],\"comparison\":{\"stable\":1,\"canary\":2,")
        .contains(
            "\"versions\":[{\"version\":1,\"role\":\"stable\",\"shareSet\":\"0.75\",",
            "\"limits\":{\"latency\":[{\"quantile\":0.95,\"maxRatio\":1.2},"
                + "{\"quantile\":0.99,\"maxRatio\":1.5}],\"latencyFloorMs\":0.0,"
                + "\"qualityMargin\":0.02,\"qualityRequired\":true},\"notes\":[\"a note\"]}");
    assertThat(gateway.request())
        .isEqualTo(GetRolloutRequest.newBuilder().setModel("digits").build());
  }

  @Test
  void status_jsonOfWhatIsNotThere_isNull() {
    var status = RolloutAnswers.RAMPING.toBuilder().clearComparison().clearNextShare();
    gateway.answer(RolloutServiceGrpc.getGetMethod(), status.build());

    assertThat(Run.against(gateway, "rollout", "status", "digits", "-o", "json").out())
        .contains(
            "\"pauseReason\":null,\"endsByItself\":null,",
            "\"nextShare\":null,",
            "\"comparison\":null,");
  }

  @Test
  void history_table_hasARowForEachTransition() {
    gateway.answer(RolloutServiceGrpc.getHistoryMethod(), history());

    var run = Run.against(gateway, "rollout", "history", "digits", "-n", "2");

    assertThat(run.out()).isEqualTo("""
        ROLLOUT  REVISION  TIME                  STATE              STEP  SHARE  AUTHOR      REASON
        #3       10        2025-01-01T00:06:10Z  Paused(NO_LABELS)  3/5   25 %   controller  so it went: no label for 2 h
        #3       9         2025-01-01T00:05:00Z  Ramping            3/5   25 %   controller  step 2 is left
        #3       8         2025-01-01T00:05:00Z  Preflight          -     25 %   controller  step 2 is left
        """);
    assertThat(gateway.request())
        .isEqualTo(
            RolloutHistoryRequest.newBuilder().setModel("digits").setLimit(2).build());
  }

  @Test
  void history_json_isOneObjectForEachTransition() {
    gateway.answer(RolloutServiceGrpc.getHistoryMethod(), history());

    assertThat(Run.against(gateway, "rollout", "history", "digits", "-o", "json")
            .out()
            .lines())
        .hasSize(3)
        .allSatisfy(line -> assertThat(line)
            .startsWith("{\"model\":\"digits\",\"rollout\":3,")
            .endsWith(",\"evidence\":[]}"));
  }

  @Test
  void history_limit0_isWrongUsage() {
    assertThat(Run.against(gateway, "rollout", "history", "digits", "-n", "0").exitCode())
        .isEqualTo(64);
  }

  private Run audited(String verb, String... options) {
    var arguments = new ArrayList<>(List.of("rollout", verb, "digits"));
    arguments.addAll(List.of(options));
    arguments.addAll(AUDIT);
    return Run.against(gateway, arguments.toArray(String[]::new));
  }

  private static RolloutHistoryResponse history() {
    Rollout.Builder paused = RolloutAnswers.in(State.PAUSED, "NO_LABELS").getRollout().toBuilder();
    return RolloutHistoryResponse.newBuilder()
        .addTransitions(paused.setDetail("no label for 2 h"))
        .addTransitions(RolloutAnswers.RAMPING.getRollout())
        .addTransitions(RolloutAnswers.RAMPING.getRollout().toBuilder()
            .setState(State.PREFLIGHT)
            .setStep(0)
            .setRevision(8))
        .build();
  }
}
