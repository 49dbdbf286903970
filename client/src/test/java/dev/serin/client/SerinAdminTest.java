package dev.serin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.google.protobuf.Duration;
import com.google.protobuf.Timestamp;
import dev.serin.v1.Batching;
import dev.serin.v1.Compute;
import dev.serin.v1.ExplainRequest;
import dev.serin.v1.ExplainResponse;
import dev.serin.v1.GetSplitRequest;
import dev.serin.v1.Latency;
import dev.serin.v1.ListModelsResponse;
import dev.serin.v1.ModelStatusRequest;
import dev.serin.v1.Quality;
import dev.serin.v1.SetSplitRequest;
import dev.serin.v1.SplitHistoryRequest;
import dev.serin.v1.SplitHistoryResponse;
import dev.serin.v1.Version;
import dev.serin.v1.VersionShare;
import dev.serin.v1.VersionStatus;
import io.grpc.Status;
import java.io.IOException;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import java.util.TreeMap;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SerinAdminTest {
  private static final dev.serin.v1.SplitRevision WIRE_REVISION =
      dev.serin.v1.SplitRevision.newBuilder()
          .setModel("digits")
          .setRevision(5)
          .addSplit(share(1, "0.9"))
          .addSplit(share(2, "0.1"))
          .addPreviousSplit(share(1, "1"))
          .setStable(1)
          .setSalt("digits")
          .setTime(Timestamp.newBuilder().setSeconds(1_700_000_000).setNanos(5))
          .setAuthor("eve")
          .setReason("first users")
          .addAbsent(2)
          .build();
  private static final SplitRevision REVISION = new SplitRevision(
      "digits",
      5,
      new TreeMap<>(Map.of(1L, "0.9", 2L, "0.1")),
      new TreeMap<>(Map.of(1L, "1")),
      1,
      "digits",
      Instant.ofEpochSecond(1_700_000_000, 5),
      "eve",
      "first users",
      List.of(2L));
  private static final dev.serin.v1.Model WIRE_MODEL = dev.serin.v1.Model.newBuilder()
      .setName("digits")
      .setState(dev.serin.v1.Model.State.DEGRADED)
      .addVersions(Version.newBuilder()
          .setVersion(2)
          .setState(Version.State.REJECTED)
          .setReason("cut")
          .setSha256("abc")
          .addInputs(dev.serin.v1.TensorSpec.newBuilder()
              .setName("input")
              .setDatatype(dev.serin.v1.Tensor.Datatype.FP32)
              .addShape(-1)
              .addShape(64))
          .addOutputs(dev.serin.v1.TensorSpec.newBuilder()
              .setName("output")
              .setDatatype(dev.serin.v1.Tensor.Datatype.INT64)
              .addShape(-1))
          .setBatching(Batching.newBuilder()
              .setMaxRows(16)
              .setCompute(Compute.newBuilder()
                  .setRows(8)
                  .setMicrosPerRow(13.5)
                  .setStableMicrosPerRow(12.5)))
          .setProcessId(4711))
      .build();
  private static final Model MODEL = new Model(
      "digits",
      Model.State.DEGRADED,
      List.of(new Model.Version(
          2,
          Model.VersionState.REJECTED,
          "cut",
          "abc",
          List.of(new TensorSpec("input", Datatype.FP32, List.of(-1L, 64L))),
          List.of(new TensorSpec("output", Datatype.INT64, List.of(-1L))),
          Optional.of(new Model.Batching(16, "", Optional.of(new Model.Compute(8, 13.5, 12.5)))),
          OptionalLong.of(4711))));

  private FakeGateway gateway;
  private SerinAdmin admin;

  @BeforeEach
  void connect() throws IOException {
    gateway = new FakeGateway();
    gateway.revision = WIRE_REVISION;
    admin = SerinAdmin.connect(gateway.address(), FakeGateway.PATIENT);
  }

  @AfterEach
  void disconnect() {
    admin.close();
    gateway.close();
  }

  @Test
  void models_answer_isReadAsAWhole() {
    gateway.models = ListModelsResponse.newBuilder().addModels(WIRE_MODEL).build();

    assertThat(admin.models()).containsExactly(MODEL);
  }

  @Test
  void models_stateThatThisLibraryDoesNotKnow_isUnknown() {
    gateway.models = ListModelsResponse.newBuilder()
        .addModels(dev.serin.v1.Model.newBuilder()
            .setStateValue(99)
            .addVersions(Version.newBuilder().setStateValue(99)))
        .build();

    assertThat(admin.models())
        .extracting(Model::state, model -> model.versions().get(0).state())
        .containsExactly(
            org.assertj.core.groups.Tuple.tuple(Model.State.UNKNOWN, Model.VersionState.UNKNOWN));
  }

  @Test
  void status_answer_isReadAsAWhole() {
    gateway.status = dev.serin.v1.ModelStatus.newBuilder()
        .setModel(WIRE_MODEL)
        .setRevision(WIRE_REVISION)
        .addVersions(wireStatus())
        .addNotes("digits/2: REJECTED")
        .setWindow(Duration.newBuilder().setSeconds(60))
        .setSince(Timestamp.newBuilder().setSeconds(1_600_000_000).setNanos(7))
        .addComparisons(Comparisons.WIRE)
        .build();

    assertThat(admin.status("digits"))
        .isEqualTo(new ModelStatus(
            MODEL,
            Optional.of(REVISION),
            List.of(status()),
            List.of("digits/2: REJECTED"),
            java.time.Duration.ofMinutes(1),
            Instant.ofEpochSecond(1_600_000_000, 7),
            List.of(Comparisons.READ)));
    assertThat(gateway.requests)
        .containsExactly(ModelStatusRequest.newBuilder().setModel("digits").build());
  }

  @Test
  void status_beforeTheFirstRevision_hasNone() {
    gateway.status = dev.serin.v1.ModelStatus.newBuilder()
        .addVersions(VersionStatus.getDefaultInstance())
        .build();

    var status = admin.status("digits");

    assertThat(status.revision()).isEmpty();
    assertThat(status.versions().get(0).quality().mean()).isEmpty();
  }

  @Test
  void status_verdictThatThisLibraryDoesNotKnow_isUnknown() {
    gateway.status = dev.serin.v1.ModelStatus.newBuilder()
        .addComparisons(dev.serin.v1.Comparison.newBuilder()
            .addGates(
                dev.serin.v1.GateVerdict.newBuilder().setVerdictValue(99).setConsequenceValue(99)))
        .build();

    var comparison = admin.status("digits").comparisons().get(0);

    assertThat(comparison.consequence()).isEqualTo(GateVerdict.Consequence.UNKNOWN);
    assertThat(comparison.gates())
        .extracting(GateVerdict::verdict, GateVerdict::consequence)
        .containsExactly(org.assertj.core.groups.Tuple.tuple(
            GateVerdict.Verdict.UNKNOWN, GateVerdict.Consequence.UNKNOWN));
  }

  @Test
  void split_answer_isReadAsAWhole() {
    assertThat(admin.split("digits")).isEqualTo(REVISION);
    assertThat(gateway.requests)
        .containsExactly(GetSplitRequest.newBuilder().setModel("digits").build());
  }

  @Test
  void setSplit_everyPart_isSent() {
    var revision = admin.setSplit(SplitChange.of("digits", Map.of(2L, "0.10", 1L, "0.9"))
        .stable(1)
        .expectedRevision(4)
        .author("eve")
        .reason("first users")
        .force(true)
        .build());

    assertThat(revision).isEqualTo(REVISION);
    assertThat(gateway.requests)
        .containsExactly(SetSplitRequest.newBuilder()
            .setModel("digits")
            .addSplit(share(1, "0.9"))
            .addSplit(share(2, "0.10"))
            .setStable(1)
            .setExpectedRevision(4)
            .setAuthor("eve")
            .setReason("first users")
            .setForce(true)
            .build());
  }

  @Test
  void setSplit_optionalParts_stayAbsent() {
    admin.setSplit(SplitChange.of("digits", Map.of(1L, "1")).build());

    assertThat(gateway.requests)
        .containsExactly(SetSplitRequest.newBuilder()
            .setModel("digits")
            .addSplit(share(1, "1"))
            .build());
  }

  @Test
  void setSplit_unavailable_isNeverRepeated() {
    gateway.failures.add(Status.UNAVAILABLE.withDescription("journal: disk full"));
    var change = SplitChange.of("digits", Map.of(1L, "1")).build();

    assertThatExceptionOfType(SerinException.class)
        .isThrownBy(() -> admin.setSplit(change))
        .withMessage("journal: disk full")
        .satisfies(failure -> assertThat(failure.retryable()).isFalse())
        .satisfies(failure -> assertThat(failure.unreachable()).isFalse());
    assertThat(gateway.calls).containsExactly("Set");
  }

  @Test
  void setSplit_unavailableWithExpectedRevision_maySafelyBeSetAgain() {
    gateway.failures.add(Status.UNAVAILABLE);
    var change = SplitChange.of("digits", Map.of(1L, "1")).expectedRevision(4).build();

    assertThatExceptionOfType(SerinException.class)
        .isThrownBy(() -> admin.setSplit(change))
        .satisfies(failure -> assertThat(failure.retryable()).isTrue());
    assertThat(gateway.calls).containsExactly("Set");
  }

  @Test
  void readers_unavailable_areRepeated() {
    gateway.failures.add(Status.UNAVAILABLE);
    admin.models();
    gateway.failures.add(Status.UNAVAILABLE);
    admin.status("digits");
    gateway.failures.add(Status.UNAVAILABLE);
    admin.split("digits");
    gateway.failures.add(Status.UNAVAILABLE);
    admin.history("digits", 1);
    gateway.failures.add(Status.UNAVAILABLE);
    admin.explain("digits", "alice");

    assertThat(gateway.calls)
        .containsExactly(
            "List", "List", "Status", "Status", "Get", "Get", "History", "History", "Explain",
            "Explain");
  }

  @Test
  void history_answer_isRead() {
    gateway.history =
        SplitHistoryResponse.newBuilder().addRevisions(WIRE_REVISION).build();

    assertThat(admin.history("digits", 7)).containsExactly(REVISION);
    assertThat(gateway.requests)
        .containsExactly(
            SplitHistoryRequest.newBuilder().setModel("digits").setLimit(7).build());
  }

  @Test
  void explain_answer_isReadAsAWhole() {
    gateway.explanation = ExplainResponse.newBuilder()
        .setModel("digits")
        .setUserId("\u7528\u6237")
        .setSalt("s")
        .setHash("5d6607e3bdccfcd1")
        .setBucket(0.36)
        .setVersion(1)
        .setRole(dev.serin.v1.Role.STABLE)
        .setRevision(4)
        .setWhy("because")
        .setForcedBy(ExplainResponse.ForcedBy.FORCE_CANARY)
        .build();

    assertThat(admin.explain("digits", "\u7528\u6237"))
        .isEqualTo(new Explanation(
            "digits",
            "\u7528\u6237",
            "s",
            "5d6607e3bdccfcd1",
            0.36,
            1,
            Role.STABLE,
            4,
            "because",
            Optional.of(Explanation.ForcedBy.FORCE_CANARY)));
    assertThat(gateway.requests)
        .containsExactly(ExplainRequest.newBuilder()
            .setModel("digits")
            .setUserId("\u7528\u6237")
            .build());
  }

  @Test
  void explain_userIdThatUtf8CannotHold_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> admin.explain("digits", "\udc00"));
  }

  @Test
  void watch_revisions_comeInOrder() throws InterruptedException {
    gateway.watched.addAll(
        List.of(WIRE_REVISION, WIRE_REVISION.toBuilder().setRevision(6).build()));
    var seen = new LinkedBlockingQueue<SplitRevision>();

    try (var watch = admin.watch("digits", seen::add)) {
      assertThat(seen.take()).isEqualTo(REVISION);
      assertThat(seen.take().revision()).isEqualTo(6);
      assertThat(watch.ended()).isNotDone();
    }
  }

  @Test
  void watch_closed_cancelsTheCall() throws InterruptedException {
    gateway.watched.add(WIRE_REVISION);
    var seen = new LinkedBlockingQueue<SplitRevision>();
    var watch = admin.watch("digits", seen::add);
    assertThat(seen.take()).isEqualTo(REVISION);

    watch.close();

    gateway.givenUp.await();
    assertThat(watch.ended()).isCompleted();
  }

  @Test
  void watch_refused_failsWithSerinException() {
    gateway.failures.add(Status.NOT_FOUND.withDescription("model: digitz"));

    try (var watch = admin.watch("digitz", revision -> {})) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> watch.ended().join())
          .havingCause()
          .isInstanceOf(SerinException.class)
          .withMessage("model: digitz");
    }
  }

  @Test
  void watch_consumerThrows_failsWithIt() {
    gateway.watched.add(WIRE_REVISION);

    try (var watch = admin.watch("digits", revision -> {
      throw new IllegalStateException("tired");
    })) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> watch.ended().join())
          .havingCause()
          .withMessage("tired");
    }
  }

  @Test
  void close_endsTheWatches() {
    var watch = admin.watch("digits", revision -> {});

    admin.close();

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> watch.ended().join())
        .havingCause()
        .isInstanceOf(SerinException.class);
  }

  private static VersionShare share(long version, String share) {
    return VersionShare.newBuilder().setVersion(version).setShare(share).build();
  }

  private static VersionStatus wireStatus() {
    var latency = Latency.newBuilder().setP50Ms(1).setP95Ms(2).setP99Ms(3).setMaxMs(4);
    return VersionStatus.newBuilder()
        .setVersion(2)
        .setRole(dev.serin.v1.Role.CANARY)
        .setShareSet("0.1")
        .setShareReal(0.11)
        .setRevisionCalls(11)
        .setCalls(100)
        .putErrors("INTERNAL", 3)
        .putCallerErrors("INVALID_ARGUMENT", 4)
        .setEndToEnd(latency.setCount(10).build())
        .setQueue(latency.setCount(11).build())
        .setInference(latency.setCount(12).build())
        .setBatchRows(6.5)
        .setQuality(Quality.newBuilder()
            .setMetric("accuracy")
            .setLabels(50)
            .setCoverage(0.5)
            .setMedianLag(Duration.newBuilder().setSeconds(9))
            .setMean(0.97)
            .setLow(0.9)
            .setHigh(0.99))
        .build();
  }

  private static ModelStatus.Version status() {
    return new ModelStatus.Version(
        2,
        Role.CANARY,
        "0.1",
        0.11,
        11,
        100,
        new TreeMap<>(Map.of("INTERNAL", 3L)),
        new TreeMap<>(Map.of("INVALID_ARGUMENT", 4L)),
        new ModelStatus.Latency(10, 1, 2, 3, 4),
        new ModelStatus.Latency(11, 1, 2, 3, 4),
        new ModelStatus.Latency(12, 1, 2, 3, 4),
        6.5,
        new ModelStatus.Quality(
            "accuracy",
            50,
            0.5,
            java.time.Duration.ofSeconds(9),
            OptionalDouble.of(0.97),
            OptionalDouble.of(0.9),
            OptionalDouble.of(0.99)));
  }
}
