package dev.serin.cli.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Answers;
import dev.serin.cli.FakeGateway;
import dev.serin.cli.Run;
import dev.serin.v1.Batching;
import dev.serin.v1.Compute;
import dev.serin.v1.ExplainRequest;
import dev.serin.v1.ExplainResponse;
import dev.serin.v1.ExplainResponse.ForcedBy;
import dev.serin.v1.ListModelsResponse;
import dev.serin.v1.ModelServiceGrpc;
import dev.serin.v1.Role;
import dev.serin.v1.SplitServiceGrpc;
import dev.serin.v1.Version;
import io.grpc.Status;
import java.io.IOException;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class AdminVerbsTest {
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
  void explain_json_isInTheAgreedShape() {
    gateway.answer(SplitServiceGrpc.getExplainMethod(), explanation());

    assertThat(Run.against(gateway, "explain", "digits", "--user", "alice", "-o", "json"))
        .isEqualTo(new Run(
            0,
            "{\"model\":\"digits\",\"user\":\"alice\",\"salt\":\"digits\","
                + "\"hash\":\"2a777df57be8cf6d\",\"bucket\":0.16588580363523697,\"version\":1,"
                + "\"role\":\"stable\",\"revision\":4,\"why\":\"everybody gets version 1\"}\n",
            ""));
    assertThat(gateway.request())
        .isEqualTo(
            ExplainRequest.newBuilder().setModel("digits").setUserId("alice").build());
  }

  @Test
  void explain_jsonOfAForcedUser_namesTheList() {
    var forced = explanation().toBuilder().setForcedBy(ForcedBy.FORCE_CANARY).build();
    gateway.answer(SplitServiceGrpc.getExplainMethod(), forced);

    assertThat(Run.against(gateway, "explain", "digits", "--user", "alice", "-o", "json")
            .out())
        .endsWith("\"forcedBy\":\"force_canary\"}\n");
  }

  @Test
  void explain_table_saysWhy() {
    gateway.answer(SplitServiceGrpc.getExplainMethod(), explanation());

    assertThat(Run.against(gateway, "explain", "digits", "--user", "alice").out())
        .isEqualTo("""
        MODEL   USER   SALT    HASH              BUCKET    VERSION  ROLE    REVISION
        digits  alice  digits  2a777df57be8cf6d  0.165886  1        stable  4

        everybody gets version 1
        """);
  }

  @Test
  void explain_noUser_isWrongUsage() {
    assertThat(Run.against(gateway, "explain", "digits").exitCode()).isEqualTo(64);
  }

  @Test
  void modelsList_json_isOneObjectPerModel() {
    gateway.answer(ModelServiceGrpc.getListMethod(), models());

    assertThat(Run.against(gateway, "models", "list", "-o", "json"))
        .isEqualTo(new Run(
            0,
            "{\"model\":\"digits\",\"state\":\"DEGRADED\",\"versions\":[{\"version\":1,"
                + "\"state\":\"READY\",\"sha256\":\"0123456789abcdef0123456789abcdef\","
                + "\"inputs\":[{\"name\":\"input\",\"datatype\":\"FP32\",\"shape\":[-1,64],\"optional\":false,\"classes\":[]}],"
                + "\"outputs\":[{\"name\":\"output\",\"datatype\":\"FP32\",\"shape\":[-1,10],\"optional\":false,\"classes\":[]}],"
                + "\"batching\":{\"maxRows\":16,\"off\":\"\",\"compute\":null},\"processId\":null,"
                + "\"reason\":\"\"},{\"version\":2,\"state\":\"REJECTED\",\"sha256\":\"\","
                + "\"inputs\":[],\"outputs\":[],\"batching\":null,\"processId\":null,\"reason\":\"model.onnx is empty\"}]}\n",
            ""));
  }

  @Test
  void modelsList_table_hasARowPerVersion() {
    gateway.answer(ModelServiceGrpc.getListMethod(), models());

    assertThat(Run.against(gateway, "models", "list").out()).isEqualTo("""
            MODEL   STATE     VERSION  STATE     SHA256        SIGNATURE                                    BATCH  REASON
            digits  DEGRADED  1        READY     0123456789ab  input FP32 [-1, 64] -> output FP32 [-1, 10]  16
            digits  DEGRADED  2        REJECTED  -             -                                            -      model.onnx is empty
            """);
  }

  @Test
  void modelsList_terminal_coloursStates() {
    gateway.answer(ModelServiceGrpc.getListMethod(), models());
    var environment = Map.of("SERIN_ADMIN", gateway.address());

    assertThat(Run.with(environment, true, "models", "list").out())
        .contains("\u001b[32mREADY\u001b[0m   ", "\u001b[31mREJECTED\u001b[0m");
  }

  @Test
  void modelsList_terminalWithNoColor_isPlain() {
    gateway.answer(ModelServiceGrpc.getListMethod(), models());
    var environment = Map.of("SERIN_ADMIN", gateway.address(), "NO_COLOR", "1");

    assertThat(Run.with(environment, true, "models", "list").out()).doesNotContain("\u001b");
  }

  @Test
  void status_table_isAsAPersonReadsIt() {
    gateway.answer(ModelServiceGrpc.getStatusMethod(), Answers.STATUS);

    assertThat(Run.against(gateway, "status", "digits").out()).isEqualTo("""
            digits is DEGRADED, revision 5 by ada at 2025-01-01T00:00:00Z: first users
            counts since 2024-12-30T23:06:40Z, latencies over the last 300 s

            VERSION  ROLE    SET  REAL    CALLS  ERRORS  CALLER ERRORS  P50 MS  P95 MS  P99 MS  BATCH  LABELS  COVERAGE  QUALITY
            1        stable  0.9  0.8993  12345  3       7              0.31    1.26    12.50   6.4    800     64.8 %    accuracy 0.9313 [0.9000, 0.9500]
            2        canary  0.1  0.0000  0      0       0              -       -       -       -      0       -         accuracy -

            version 1: up to 16 rows a run

            canary version 2, stable version 1: the canary has 10 % of their users; step 2 for 12m40s, compared for 1h02m
            HARM: rolls back (latency.q95, found 2025-01-01T01:00:00Z): the canary's p95 is more than 1.2 times stable's
            no rollout is running, so the gateway does not act on this; to move the users of version 2 to stable: ./serin split set digits 1=1
            GATE            VERDICT    E FOR HARM     E FOR OK    STABLE                             CANARY
            latency.q95     HARM       1e7 of 667     -           5.05 % [4.70, 5.41] of 12000       17.17 % [13.91, 20.92] of 600
            errors          undecided  0.30 of 333    4.10 of 20  0.98 % [0.90, 1.10] of 12345       1.08 % [0.51, 2.19] of 650
            errors.slo      undecided  <0.01 of 1000  -           0.98 % [0.90, 1.10] of 99000       1.08 % [0.91, 1.29] of 5210
            quality         ok         0.40 of 333    32 of 20    0.1020 [0.0982, 0.1055] of 4100    0.0981 [0.0601, 0.1501] of 210
            coverage        ok         1.00 of 1000   -           -                                  -
            service.stable  ok         1.00 of 1000   -           0.0100 % [0.0020, 0.0400] of 9000
            errors is undecided; missing: about 900 more calls of the canary (650 seen)
            latency.q95: stable's p95 is 5.250 ms
            errors, errors.slo: FEW_USERS: the cap per user left out 93 % of the observations
            labels: stable 4100 in time, 12 late, 888 of 5000 missing; canary 210 in time, 1 late, 49 of 260 missing
            latency.q95: share of calls that take longer than stable's p95 (of the canary: times 1.2)
            errors, errors.slo: share of calls with an error
            quality: mean loss of the labels that came within 30 min
            coverage: share of predictions that got their label, by age
            service.stable: share of stable's calls that take longer than 1.3 times its p95 before the canary

            errors of version 1, stable: INTERNAL 2, UNAVAILABLE 1
            caller errors of version 1, stable: INVALID_ARGUMENT 7
            note: version 2 is REJECTED: model.onnx is empty
            note: serin.yaml says 1=1, the journal 1=0.9 2=0.1
            """);
  }

  @Test
  void status_batching_isSaidPerVersion() {
    var status = Answers.STATUS.toBuilder();
    status
        .getModelBuilder()
        .getVersionsBuilder(1)
        .setBatching(Batching.newBuilder()
            .setMaxRows(1)
            .setOff("input x holds strings")
            .setCompute(Compute.newBuilder()
                .setRows(8)
                .setMicrosPerRow(13.04)
                .setStableMicrosPerRow(12.5)));
    gateway.answer(ModelServiceGrpc.getStatusMethod(), status.build());

    assertThat(Run.against(gateway, "status", "digits").out())
        .contains("version 2: no batches: input x holds strings; 13.0 us of processor time a row,"
            + " stable 12.5 us, in runs of at most 8 rows\n");
  }

  @Test
  void status_revisionWithoutReason_endsWithItsTime() {
    var status = Answers.STATUS.toBuilder();
    status.getRevisionBuilder().clearReason();
    gateway.answer(ModelServiceGrpc.getStatusMethod(), status.build());

    assertThat(Run.against(gateway, "status", "digits").out())
        .startsWith("digits is DEGRADED, revision 5 by ada at 2025-01-01T00:00:00Z\n");
  }

  @Test
  void status_noteOfTheGatewayThatTheStatesSayToo_isThereOnce() {
    gateway.answer(
        ModelServiceGrpc.getStatusMethod(),
        Answers.STATUS.toBuilder()
            .addNotes("version 2 is REJECTED: model.onnx is empty")
            .addNotes("serin.yaml says 1=1, the journal 1=0.9 2=0.1")
            .build());

    assertThat(Run.against(gateway, "status", "digits").out())
        .containsOnlyOnce("model.onnx is empty")
        .containsOnlyOnce("serin.yaml says");
    assertThat(Run.against(gateway, "status", "digits", "-o", "json").out())
        .containsOnlyOnce("serin.yaml says");
  }

  @Test
  void status_noteOfAVersion_isShownOnce() {
    var model = Answers.MODEL.toBuilder();
    model.getVersionsBuilder(0).setReason("the file changed");
    gateway.answer(
        ModelServiceGrpc.getStatusMethod(),
        Answers.STATUS.toBuilder()
            .setModel(model)
            .addNotes("version 1: the file changed")
            .build());

    assertThat(Run.against(gateway, "status", "digits").out()).containsOnlyOnce("the file changed");
  }

  @Test
  void status_versionWithoutAReason_isNotedOnlyUnlessItIsReady() {
    var model = Answers.MODEL.toBuilder();
    model.getVersionsBuilder(1).setState(Version.State.LOADING).setReason("");
    gateway.answer(
        ModelServiceGrpc.getStatusMethod(),
        Answers.STATUS.toBuilder().setModel(model).build());

    assertThat(Run.against(gateway, "status", "digits").out())
        .contains("note: version 2 is LOADING\n")
        .doesNotContain("note: version 1");
  }

  @Test
  void status_noCallCounted_showsNoRealShare() {
    var canary = Answers.STATUS.getVersions(1);
    gateway.answer(
        ModelServiceGrpc.getStatusMethod(),
        Answers.STATUS.toBuilder().clearVersions().addVersions(canary).build());

    assertThat(Run.against(gateway, "status", "digits").out())
        .containsPattern("2 +canary +0.1 +- +0 ");
  }

  @Test
  void status_json_isComplete() {
    gateway.answer(ModelServiceGrpc.getStatusMethod(), Answers.STATUS);

    var run = Run.against(gateway, "status", "digits", "-o", "json");

    assertThat(run.out().lines()).hasSize(1);
    assertThat(run.out())
        .startsWith("{\"model\":\"digits\",\"state\":\"DEGRADED\",\"loaded\":[{\"version\":1,")
        .contains(
            "\"split\":{\"model\":\"digits\",\"revision\":5,",
            "\"since\":\"2024-12-30T23:06:40Z\",\"windowSeconds\":300.0,",
            "{\"version\":1,\"role\":\"stable\",\"shareSet\":\"0.9\",\"shareReal\":0.8993,"
                + "\"revisionCalls\":12300,\"calls\":12345,\"errors\":{\"INTERNAL\":2,\"UNAVAILABLE\":1},"
                + "\"callerErrors\":{\"INVALID_ARGUMENT\":7},"
                + "\"endToEnd\":{\"count\":300,\"p50Ms\":0.31,\"p95Ms\":1.255,\"p99Ms\":12.5,"
                + "\"maxMs\":40.0},",
            "\"quality\":{\"metric\":\"accuracy\",\"labels\":800,\"coverage\":0.648,"
                + "\"medianLagSeconds\":90.0,\"mean\":0.93125,\"low\":0.9,\"high\":0.95}}",
            "\"quality\":{\"metric\":\"accuracy\",\"labels\":0,\"coverage\":0.0,"
                + "\"medianLagSeconds\":0.0,\"mean\":null,\"low\":null,\"high\":null}}",
            "\"comparisons\":[{\"stable\":1,\"canary\":2,\"share\":\"0.1\",\"step\":2,"
                + "\"stepSince\":\"2025-01-01T00:50:00Z\",\"since\":\"2025-01-01T00:00:00Z\","
                + "\"time\":\"2025-01-01T01:02:40Z\",\"consequence\":\"rollback\","
                + "\"gates\":[{\"gate\":\"errors\",\"verdict\":\"undecided\","
                + "\"consequence\":\"none\",\"reason\":\"\",\"cause\":null,\"found\":null,\"log10E\":-0.52,"
                + "\"log10Threshold\":2.5229,\"okLog10E\":0.6128,\"okLog10Threshold\":1.30103,"
                + "\"unit\":\"share of calls with an error\",\"limitMs\":null,"
                + "\"stable\":{\"observations\":12345,\"mean\":0.0098,\"low\":0.009,"
                + "\"high\":0.011,\"labels\":null},",
            "\"remarks\":[\"FEW_USERS: the cap per user left out 93 % of the observations\"],"
                + "\"needs\":[{\"what\":\"about 900 more calls of the canary (650 seen)\","
                + "\"expectedSeconds\":null}]},",
            "\"verdict\":\"harm\",\"consequence\":\"rollback\","
                + "\"reason\":\"the canary's p95 is more than 1.2 times stable's\","
                + "\"cause\":\"slower\",\"found\":\"2025-01-01T01:00:00Z\",\"log10E\":7.3,\"log10Threshold\":2.8239,"
                + "\"okLog10E\":null,\"okLog10Threshold\":null,",
            "\"limitMs\":6.3,",
            "\"labels\":{\"inTime\":210,\"late\":1,\"matured\":260,\"missing\":49}},"
                + "\"remarks\":[],\"needs\":[]},",
            "\"canary\":{\"observations\":0,\"mean\":null,\"low\":0.0,\"high\":1.0,",
            "\"notes\":[\"serin.yaml says 1=1, the journal 1=0.9 2=0.1\"]}");
  }

  @Test
  void status_unknownModel_isRefused() {
    gateway.refuse(
        ModelServiceGrpc.getStatusMethod(), Status.NOT_FOUND.withDescription("model: nope"));

    assertThat(Run.against(gateway, "status", "nope", "-o=json"))
        .isEqualTo(new Run(1, "", "{\"error\":\"model: nope\",\"code\":\"NOT_FOUND\"}\n"));
  }

  @Test
  void status_otherPort_saysThatItIsTheWrongOne() {
    assertThat(Run.against(gateway, "status", "digits"))
        .isEqualTo(new Run(
            1,
            "",
            "serin: " + gateway.address()
                + ": call not implemented (expected: a gateway's admin port)\n"));
  }

  private static ExplainResponse explanation() {
    return ExplainResponse.newBuilder()
        .setModel("digits")
        .setUserId("alice")
        .setSalt("digits")
        .setHash("2a777df57be8cf6d")
        .setBucket(0.16588580363523697)
        .setVersion(1)
        .setRole(Role.STABLE)
        .setRevision(4)
        .setWhy("everybody gets version 1")
        .build();
  }

  private static ListModelsResponse models() {
    return ListModelsResponse.newBuilder().addModels(Answers.MODEL).build();
  }
}
