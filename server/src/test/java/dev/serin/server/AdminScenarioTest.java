package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Consequence;
import dev.serin.client.Model;
import dev.serin.client.Model.VersionState;
import dev.serin.client.Role;
import dev.serin.client.SerinException;
import dev.serin.client.SplitChange;
import dev.serin.client.SplitRevision;
import dev.serin.v1.GetSplitRequest;
import dev.serin.v1.ModelServiceGrpc;
import dev.serin.v1.ModelStatusRequest;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.SplitServiceGrpc;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Split, models, health and reflection over the wire. */
class AdminScenarioTest {
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 1}\n" + TestGateway.QUALITY;

  @TempDir
  Path folder;

  private TestGateway serin;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    serin = TestGateway.start(folder, CONFIG, 1, 2, 3);
    wire = new Wire(serin.gateway());
  }

  @AfterEach
  void stop() {
    wire.close();
    serin.close();
  }

  @Test
  void split_isARevisionWithAuthorReasonAndBothSplits() {
    var set = serin.split(Map.of(1L, "0.9", 2L, "0.1"));

    assertThat(set.revision()).isEqualTo(2);
    assertThat(set.split()).containsExactlyInAnyOrderEntriesOf(Map.of(1L, "0.9", 2L, "0.1"));
    assertThat(set.previousSplit()).containsExactlyEntriesOf(Map.of(1L, "1"));
    assertThat(set.author()).isEqualTo("tester");
    assertThat(set.reason()).isEqualTo("a test");
    assertThat(set.stable()).isEqualTo(1);
    assertThat(set.salt()).isEqualTo("digits");
    assertThat(serin.admin().split("digits")).isEqualTo(set);
  }

  @Test
  void split_thatIsInForceAlready_makesNoRevision() {
    assertThat(serin.split(Map.of(1L, "1.0")).revision()).isEqualTo(1);
  }

  @Test
  void split_expectingAnotherRevision_isAborted() {
    serin.split(Map.of(1L, "0.9", 2L, "0.1"));
    var change = SplitChange.of("digits", Map.of(1L, "0.8", 2L, "0.2"))
        .expectedRevision(1)
        .build();

    assertThatThrownBy(() -> serin.admin().setSplit(change))
        .isInstanceOfSatisfying(
            SerinException.class, error -> assertThat(error.code()).isEqualTo("ABORTED"))
        .hasMessageContaining("revision 2 is in force, not 1");
    assertThat(serin.admin().split("digits").revision()).isEqualTo(2);
  }

  @Test
  void split_naming_aNewStable() {
    serin.split(Map.of(1L, "0.5", 2L, "0.5"));
    var change =
        SplitChange.of("digits", Map.of(1L, "0.5", 2L, "0.5")).stable(2).build();

    assertThat(serin.admin().setSplit(change).stable()).isEqualTo(2);
    assertThat(serin.predict("").version()).isEqualTo(2);
  }

  @Test
  void history_isNewestFirstAndLimited() {
    for (int i = 1; i <= 25; i++) {
      serin.split(shares(i));
    }

    assertThat(serin.admin().history("digits", 3))
        .extracting(SplitRevision::revision)
        .containsExactly(26L, 25L, 24L);
    assertThat(serin.admin().history("digits", 0)).hasSize(20);
    assertThatThrownBy(() -> serin.admin().history("digits", -1))
        .hasMessageContaining("limit: -1 (expected: at least 0)");
  }

  @Test
  void watch_tellsTheRevisionInForceAndEachLaterOneInOrder() throws Exception {
    var revisions = new LinkedBlockingQueue<SplitRevision>();
    try (var watch = serin.admin().watch("digits", revisions::add)) {
      assertThat(Await.next(revisions, any -> true).revision()).isEqualTo(1);
      for (int i = 1; i <= 10; i++) {
        serin.split(shares(i));
      }

      for (long number = 2; number <= 11; number++) {
        assertThat(Await.next(revisions, any -> true).revision()).isEqualTo(number);
      }
      assertThat(watch.ended()).isNotDone();
    }
  }

  @Test
  void explain_tellsWhatPredictDoes() {
    serin.split(Map.of(1L, "0.5", 2L, "0.5"));

    for (int i = 0; i < 20; i++) {
      var explained = serin.admin().explain("digits", "user-" + i);
      assertThat(explained.version()).isEqualTo(serin.predict("user-" + i).version());
    }
  }

  @Test
  void explain_ofAnUnknownModel_namesTheModels() {
    assertThatThrownBy(() -> serin.admin().explain("other", "alice"))
        .hasMessageContaining("model: other (expected: one of [digits])");
  }

  @Test
  void status_tellsSinceWhenItCounts() {
    var request = ModelStatusRequest.newBuilder().setModel("digits").build();

    var first = ModelServiceGrpc.newBlockingStub(wire.admin).status(request).getSince();
    serin.predict("alice");

    assertThat(first.getSeconds()).isGreaterThan(1_700_000_000L);
    assertThat(ModelServiceGrpc.newBlockingStub(wire.admin).status(request).getSince())
        .isEqualTo(first);
  }

  @Test
  void everyRpc_aboutAnUnknownModel_isNotFound() {
    var client = serin.admin();
    for (var call : List.<Runnable>of(
        () -> client.split("other"),
        () -> client.history("other", 1),
        () -> client.explain("other", "alice"),
        () -> client.status("other"),
        () -> client.setSplit(SplitChange.of("other", Map.of(1L, "1")).build()))) {
      assertThatThrownBy(call::run)
          .isInstanceOfSatisfying(
              SerinException.class, error -> assertThat(error.code()).isEqualTo("NOT_FOUND"));
    }
    assertThat(Wire.error(() -> wire.split()
                .watch(GetSplitRequest.newBuilder().setModel("other").build())
                .next())
            .getCode())
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void models_listsVersionsWithSignatureAndHash() {
    var models = serin.admin().models();

    assertThat(models).extracting(Model::name).containsExactly("digits");
    assertThat(models.get(0).state()).isEqualTo(Model.State.SERVING);
    assertThat(models.get(0).versions())
        .extracting(Model.Version::number)
        .containsExactly(1L, 2L, 3L);
    var first = models.get(0).versions().get(0);
    assertThat(first.state()).isEqualTo(VersionState.READY);
    assertThat(first.sha256()).hasSize(64);
    assertThat(first.inputs().get(0).name()).isEqualTo("input");
    assertThat(first.inputs().get(0).shape()).containsExactly(-1L, 64L);
  }

  @Test
  void status_tellsSharesCallsErrorsAndQuality() throws Exception {
    serin.split(Map.of(1L, "0.5", 2L, "0.5"));
    IntStream.range(0, 40).forEach(i -> serin.label(serin.predict("user-" + i), "3"));
    var bad = Wire.zeros().setUserId("user-1").addOutputs("nothing").build();
    assertThat(Wire.error(() -> wire.prediction().predict(bad)).getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
    Await.until("all calls are counted", () -> counted() == 41);

    var status = serin.admin().status("digits");

    assertThat(status.model().state()).isEqualTo(Model.State.SERVING);
    assertThat(status.revision().orElseThrow().revision()).isEqualTo(2);
    assertThat(status.versions())
        .extracting(version -> version.role())
        .containsExactly(Role.STABLE, Role.CANARY);
    assertThat(status.versions()).allSatisfy(version -> {
      assertThat(version.shareSet()).isEqualTo("0.5");
      assertThat(version.shareReal()).isBetween(0.2, 0.8);
      assertThat(version.endToEnd().count()).isPositive();
      assertThat(version.quality().metric()).isEqualTo("accuracy");
      assertThat(version.quality().coverage()).isEqualTo(1);
      assertThat(version.quality().low().orElseThrow())
          .isLessThanOrEqualTo(version.quality().mean().orElseThrow());
      assertThat(version.errors()).isEmpty();
    });
    assertThat(status.versions().stream()
            .flatMap(version -> version.callerErrors().entrySet().stream()))
        .containsExactly(Map.entry("INVALID_ARGUMENT", 1L));
  }

  /** The number of calls that were answered, and of those that were refused. */
  private long counted() {
    return serin.admin().status("digits").versions().stream()
        .mapToLong(version -> version.endToEnd().count()
            + version.callerErrors().values().stream()
                .mapToLong(Long::longValue)
                .sum())
        .sum();
  }

  @Test
  void status_comparesVersionsThatShareUsers() throws Exception {
    assertThat(serin.admin().status("digits").comparisons()).isEmpty();
    serin.split(Map.of(1L, "0.5", 2L, "0.5"));
    IntStream.range(0, 40).forEach(i -> serin.label(serin.predict("user-" + i), "3"));

    Await.until("all labels are in the evidence", () -> labels() == 40);

    assertThat(serin.admin().status("digits").comparisons())
        .singleElement()
        .satisfies(comparison -> {
          assertThat(comparison.stable()).isEqualTo(1);
          assertThat(comparison.canary()).isEqualTo(2);
          assertThat(comparison.share()).isEqualTo("0.5");
          assertThat(comparison.step()).isEqualTo(1);
          assertThat(comparison.time()).isAfterOrEqualTo(comparison.stepSince());
          assertThat(comparison.consequence()).isEqualTo(Consequence.NONE);
          assertThat(comparison.gates())
              .extracting(GateVerdict::gate)
              .contains("errors", "quality", "coverage", "srm");
        });
  }

  /** The number of labels that count for the quality of all canaries and their stables. */
  private long labels() {
    return serin.admin().status("digits").comparisons().stream()
        .flatMap(comparison -> comparison.gates().stream())
        .filter(gate -> gate.gate().equals("quality"))
        .mapToLong(gate -> gate.stable().observations() + gate.canary().observations())
        .sum();
  }

  @Test
  void health_isOfEachModelAndOfAll() {
    for (var channel : List.of(wire.data, wire.admin)) {
      assertThat(health(channel, "")).isEqualTo(ServingStatus.SERVING);
      assertThat(health(channel, "digits")).isEqualTo(ServingStatus.SERVING);
      assertThat(Wire.error(() -> health(channel, "other")).getCode())
          .isEqualTo(Status.Code.NOT_FOUND);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "digits"})
  void healthWatch_seesTheDrain(String service) throws Exception {
    var statuses = watchHealth(wire.data, service);
    assertThat(Await.next(statuses, any -> true)).isEqualTo(ServingStatus.SERVING);

    var drain = CompletableFuture.runAsync(() -> {
      try {
        serin.gateway().drain();
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
    });

    assertThat(Await.next(statuses, any -> true)).isEqualTo(ServingStatus.NOT_SERVING);
    drain.get(30, TimeUnit.SECONDS);
  }

  @Test
  void healthWatch_ofAnUnknownService_isServiceUnknown() throws Exception {
    assertThat(Await.next(watchHealth(wire.data, "other"), any -> true))
        .isEqualTo(ServingStatus.SERVICE_UNKNOWN);
  }

  @Test
  void reflection_listsTheServicesOfThatPortOnly() throws Exception {
    var common = List.of(
        "grpc.health.v1.Health",
        "grpc.reflection.v1.ServerReflection",
        "grpc.reflection.v1alpha.ServerReflection");

    assertThat(services(wire.data))
        .containsAll(common)
        .contains(
            "serin.v1.PredictionService",
            "serin.v1.FeedbackService",
            "inference.GRPCInferenceService")
        .hasSize(6);
    assertThat(services(wire.admin))
        .containsAll(common)
        .contains(
            "serin.v1.SplitService",
            "serin.v1.ModelService",
            "serin.v1.RolloutService",
            "inference.GRPCInferenceService")
        .hasSize(7);
    assertThat(oldServices(wire.data)).containsExactlyInAnyOrderElementsOf(services(wire.data));
  }

  @Test
  void adminServices_areNotOnTheDataPort_norTheOtherWayRound() {
    var split = SplitServiceGrpc.newBlockingStub(wire.data);
    var get = GetSplitRequest.newBuilder().setModel("digits").build();

    assertThat(Wire.error(() -> split.get(get)).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(Wire.error(() -> PredictionServiceGrpc.newBlockingStub(wire.admin)
                .predict(Wire.zeros().build()))
            .getCode())
        .isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  /** Gives version 2 this many thousandths. */
  private static Map<Long, String> shares(int thousandths) {
    return Map.of(1L, "0." + (1_000 - thousandths), 2L, String.format("0.%03d", thousandths));
  }

  private static ServingStatus health(ManagedChannel channel, String service) {
    return Wire.health(channel)
        .check(HealthCheckRequest.newBuilder().setService(service).build())
        .getStatus();
  }

  private static LinkedBlockingQueue<ServingStatus> watchHealth(
      ManagedChannel channel, String service) {
    var statuses = new LinkedBlockingQueue<ServingStatus>();
    HealthGrpc.newStub(channel)
        .watch(
            HealthCheckRequest.newBuilder().setService(service).build(),
            new Each<HealthCheckResponse>(answer -> statuses.add(answer.getStatus())));
    return statuses;
  }

  private static List<String> services(ManagedChannel channel) throws Exception {
    var answer = new CompletableFuture<ServerReflectionResponse>();
    var requests = ServerReflectionGrpc.newStub(channel)
        .serverReflectionInfo(new Each<ServerReflectionResponse>(answer::complete));
    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    requests.onCompleted();
    return answer.get(20, TimeUnit.SECONDS).getListServicesResponse().getServiceList().stream()
        .map(ServiceResponse::getName)
        .toList();
  }

  private static List<String> oldServices(ManagedChannel channel) throws Exception {
    var answer = new CompletableFuture<io.grpc.reflection.v1alpha.ServerReflectionResponse>();
    var requests = io.grpc.reflection.v1alpha.ServerReflectionGrpc.newStub(channel)
        .serverReflectionInfo(new Each<>(answer::complete));
    requests.onNext(io.grpc.reflection.v1alpha.ServerReflectionRequest.newBuilder()
        .setListServices("")
        .build());
    requests.onCompleted();
    return answer.get(20, TimeUnit.SECONDS).getListServicesResponse().getServiceList().stream()
        .map(service -> service.getName())
        .toList();
  }

  /** Passes on each message; ignores the end. */
  private record Each<T>(Consumer<T> consumer) implements StreamObserver<T> {
    @Override
    public void onNext(T message) {
      consumer.accept(message);
    }

    @Override
    public void onError(Throwable error) {}

    @Override
    public void onCompleted() {}
  }
}
