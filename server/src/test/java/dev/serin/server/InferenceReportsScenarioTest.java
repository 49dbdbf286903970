package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.serin.inference.DataType;
import dev.serin.inference.InferBatchStatistics;
import dev.serin.inference.LogSettingsRequest;
import dev.serin.inference.ModelConfigRequest;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.inference.ModelInferRequest.InferRequestedOutputTensor;
import dev.serin.inference.ModelMetadataRequest;
import dev.serin.inference.ModelMetadataResponse.TensorMetadata;
import dev.serin.inference.ModelReadyRequest;
import dev.serin.inference.ModelStatistics;
import dev.serin.inference.ModelStatisticsRequest;
import dev.serin.inference.RepositoryIndexRequest;
import dev.serin.inference.RepositoryIndexResponse.ModelIndex;
import dev.serin.inference.RepositoryModelLoadRequest;
import dev.serin.inference.RepositoryModelUnloadRequest;
import dev.serin.inference.ServerLiveRequest;
import dev.serin.inference.ServerMetadataRequest;
import dev.serin.inference.ServerReadyRequest;
import dev.serin.inference.SystemSharedMemoryStatusRequest;
import dev.serin.inference.TraceSettingRequest;
import dev.serin.onnx.OnnxModels;
import io.grpc.Status;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What callers ask about the gateway and its models, as the standard clients do. */
class InferenceReportsScenarioTest {
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 0.5, 2: 0.5}\n    batching: {maxBatchDelay: 2ms}\n";

  @TempDir
  static Path folder;

  private static TestGateway serin;
  private static Wire wire;

  @BeforeAll
  static void start() throws Exception {
    write("fixed", OnnxModels.identity(dev.serin.tensor.DataType.FP32, 3, 2));
    write("texts", OnnxModels.identity(dev.serin.tensor.DataType.STRING, -1));
    write("broken", new byte[] {1});
    serin = TestGateway.start(folder, CONFIG, 1, 2);
    wire = new Wire(serin.gateway());
  }

  private static void write(String model, byte[] file) throws Exception {
    var version =
        Files.createDirectories(folder.resolve("repository").resolve(model).resolve("1"));
    Files.write(version.resolve("model.onnx"), file);
  }

  @AfterAll
  static void stop() {
    wire.close();
    serin.close();
  }

  /** Its calls in their order, and what it needs of each answer. */
  @Test
  void perfAnalyzer_getsWhatItNeeds() throws Exception {
    var stub = wire.inference();
    var metadata =
        stub.modelMetadata(ModelMetadataRequest.newBuilder().setName("digits").build());
    assertThat(metadata.getName()).isEqualTo("digits");
    assertThat(metadata.getPlatform()).isEqualTo("onnxruntime_onnx");
    assertThat(metadata.getVersionsList()).containsExactly("1", "2");
    assertThat(metadata.getInputsList()).containsExactly(tensor("input", "FP32", -1, 64));
    assertThat(metadata.getOutputsList()).containsExactly(tensor("output", "FP32", -1, 10));

    var config = stub.modelConfig(
            ModelConfigRequest.newBuilder().setName("digits").build())
        .getConfig();
    assertThat(config.getMaxBatchSize()).isEqualTo(1_024);
    assertThat(config.getInput(0).getName()).isEqualTo("input");
    assertThat(config.getInput(0).getDimsList()).containsExactly(64L);
    assertThat(config.getOutput(0).getDimsList()).containsExactly(10L);
    assertThat(config.hasDynamicBatching()).isTrue();
    assertThat(config.getModelTransactionPolicy().getDecoupled()).isFalse();

    assertThat(stub.serverMetadata(ServerMetadataRequest.getDefaultInstance()).getExtensionsList())
        .contains("statistics");

    var before = statistics("digits", "1");
    for (int i = 0; i < 3; i++) {
      var answer = stub.modelInfer(rows(4).setId("" + i).build());
      assertThat(answer.getId()).isEqualTo("" + i);
      assertThat(answer.getRawOutputContents(0).size()).isEqualTo(4 * 10 * 4);
    }
    Await.until(
        "the calls are counted",
        () -> statistics("digits", "1").getInferenceCount() == before.getInferenceCount() + 12);
    var after = statistics("digits", "1");

    var grown = after.getInferenceStats();
    assertThat(after.getExecutionCount() - before.getExecutionCount()).isEqualTo(3);
    assertThat(
            grown.getQueue().getCount() - before.getInferenceStats().getQueue().getCount())
        .isEqualTo(3);
    assertThat(grown.getComputeInfer().getCount())
        .isEqualTo(grown.getComputeInput().getCount())
        .isEqualTo(grown.getComputeOutput().getCount())
        .isEqualTo(grown.getSuccess().getCount());
    assertThat(grown.getComputeInfer().getNs()).isPositive();
    assertThat(grown.getSuccess().getNs())
        .isGreaterThanOrEqualTo(
            grown.getQueue().getNs() + grown.getComputeInfer().getNs());
    assertThat(after.getLastInference()).isPositive();
    assertThat(after.getBatchStatsList())
        .extracting(InferBatchStatistics::getBatchSize)
        .contains(4L);
  }

  @Test
  void statistics_countCallsOfBothProtocolsAndRefusals() throws Exception {
    var before = statistics("digits", "1").getInferenceStats();

    serin.predict("");
    var wrong = Wire.zeroDigits();
    wrong.getInputsBuilder(0).setName("other");
    assertThat(code(() -> wire.inference().modelInfer(wrong.build())))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);

    Await.until(
        "the answer is counted",
        () -> statistics("digits", "1").getInferenceStats().getSuccess().getCount()
            == before.getSuccess().getCount() + 1);
    Await.until(
        "the refusal is counted",
        () -> statistics("digits", "1").getInferenceStats().getFail().getCount()
            == before.getFail().getCount() + 1);
  }

  @Test
  void statistics_ofAllModels_areThoseOfEachVersion() {
    var all = wire.inference().modelStatistics(ModelStatisticsRequest.getDefaultInstance());
    var ofOne = wire.inference()
        .modelStatistics(ModelStatisticsRequest.newBuilder().setName("digits").build());

    assertThat(all.getModelStatsList())
        .extracting(one -> one.getName() + "/" + one.getVersion())
        .containsExactly("digits/1", "digits/2", "fixed/1", "texts/1");
    assertThat(ofOne.getModelStatsList())
        .extracting(ModelStatistics::getVersion)
        .containsExactly("1", "2");
  }

  @Test
  void config_tellsHowAModelBatches() {
    var config = wire.inference()
        .modelConfig(
            ModelConfigRequest.newBuilder().setName("digits").setVersion("2").build())
        .getConfig();

    assertThat(config.getName()).isEqualTo("digits");
    assertThat(config.getBackend()).isEqualTo("onnxruntime");
    assertThat(config.getVersionPolicy().hasAll()).isTrue();
    assertThat(config.getDynamicBatching().getMaxQueueDelayMicroseconds()).isEqualTo(2_000);
    assertThat(config.getDynamicBatching().getDefaultQueuePolicy().getDefaultTimeoutMicroseconds())
        .isEqualTo(1_000_000);
    assertThat(config.getInstanceGroup(0).getCount()).isPositive();
  }

  @Test
  void config_ofAModelThatDoesNotBatch_hasWholeShapes() {
    var fixed = wire.inference()
        .modelConfig(ModelConfigRequest.newBuilder().setName("fixed").build())
        .getConfig();
    var texts = wire.inference()
        .modelConfig(ModelConfigRequest.newBuilder().setName("texts").build())
        .getConfig();

    assertThat(fixed.getMaxBatchSize()).isZero();
    assertThat(fixed.hasDynamicBatching()).isFalse();
    assertThat(fixed.getInput(0).getDimsList()).containsExactly(3L, 2L);
    assertThat(texts.getMaxBatchSize()).isZero();
    assertThat(texts.getInput(0).getDataType()).isEqualTo(DataType.TYPE_STRING);
    assertThat(texts.getInput(0).getDimsList()).containsExactly(-1L);
  }

  @ParameterizedTest
  @CsvSource({
    "digits, '', true",
    "digits, 2, true",
    "digits, stable, true",
    "digits, canary, true",
    "digits, 3, false",
    "texts, canary, false",
    "broken, '', false",
    "broken, 1, false",
    "other, '', false"
  })
  void modelReady_isWhetherItCanBeCalled(String model, String version, boolean ready) {
    var request =
        ModelReadyRequest.newBuilder().setName(model).setVersion(version).build();

    assertThat(wire.inference().modelReady(request).getReady()).isEqualTo(ready);
  }

  @Test
  void modelReady_ofAVersionThatIsNone_isInvalid() {
    var request =
        ModelReadyRequest.newBuilder().setName("digits").setVersion("x").build();

    assertThat(code(() -> wire.inference().modelReady(request)))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other  | '' | NOT_FOUND   | Request for unknown model: 'other' is not found",
        "digits | 9  | NOT_FOUND   | Request for unknown model: 'digits' version 9 is not found",
        "broken | '' | NOT_FOUND   | Request for unknown model: 'broken' has no available versions: ",
        "broken | 1  | UNAVAILABLE | Request for unknown model: 'broken' version 1 is not at ready state"
      })
  void metadata_ofWhatCannotBeCalled_isAnError(
      String model, String version, Status.Code code, String message) {
    var stub = wire.inference();
    var status = Wire.error(() -> stub.modelMetadata(
        ModelMetadataRequest.newBuilder().setName(model).setVersion(version).build()));

    assertThat(status.getCode()).isEqualTo(code);
    assertThat(status.getDescription()).startsWith(message);
    assertThat(code(() -> stub.modelConfig(
            ModelConfigRequest.newBuilder().setName(model).setVersion(version).build())))
        .isEqualTo(code);
    assertThat(code(() -> stub.modelStatistics(ModelStatisticsRequest.newBuilder()
            .setName(model)
            .setVersion(version)
            .build())))
        .isEqualTo(code);
  }

  @Test
  void server_isLiveAndReady() {
    var stub = wire.inference();
    var metadata = stub.serverMetadata(ServerMetadataRequest.getDefaultInstance());

    assertThat(stub.serverLive(ServerLiveRequest.getDefaultInstance()).getLive())
        .isTrue();
    assertThat(stub.serverReady(ServerReadyRequest.getDefaultInstance()).getReady())
        .isTrue();
    assertThat(metadata.getName()).isEqualTo("serin");
    assertThat(metadata.getVersion()).isNotEmpty();
    assertThat(metadata.getExtensionsList())
        .containsExactlyInAnyOrder(
            "classification",
            "model_repository",
            "model_configuration",
            "parameters",
            "schedule_policy",
            "statistics",
            "binary_tensor_data");
  }

  @Test
  void repositoryIndex_listsVersionsAndWhyTheyAreNotReady() {
    var all = wire.inference().repositoryIndex(RepositoryIndexRequest.getDefaultInstance());
    var ready = wire.inference()
        .repositoryIndex(RepositoryIndexRequest.newBuilder().setReady(true).build());

    assertThat(all.getModelsList())
        .extracting(one -> one.getName() + "/" + one.getVersion() + " " + one.getState())
        .containsExactly(
            "broken/1 UNAVAILABLE",
            "digits/1 READY",
            "digits/2 READY",
            "fixed/1 READY",
            "texts/1 READY");
    assertThat(all.getModels(0).getReason()).isNotEmpty();
    assertThat(ready.getModelsList())
        .extracting(ModelIndex::getName)
        .containsExactly("digits", "digits", "fixed", "texts");
  }

  @Test
  void whatIsNotSupported_saysSo() {
    var stub = wire.inference();

    assertThat(code(() ->
            stub.systemSharedMemoryStatus(SystemSharedMemoryStatusRequest.getDefaultInstance())))
        .isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(code(() -> stub.traceSetting(TraceSettingRequest.getDefaultInstance())))
        .isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(code(() -> stub.logSettings(LogSettingsRequest.getDefaultInstance())))
        .isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(code(() -> stub.repositoryIndex(
            RepositoryIndexRequest.newBuilder().setRepositoryName("mine").build())))
        .isEqualTo(Status.Code.UNIMPLEMENTED);
    assertThat(Wire.error(
            () -> stub.repositoryModelLoad(RepositoryModelLoadRequest.getDefaultInstance())))
        .satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE))
        .satisfies(status -> assertThat(status.getDescription())
            .startsWith("explicit model load / unload is not allowed if polling is enabled"));
    assertThat(code(
            () -> stub.repositoryModelUnload(RepositoryModelUnloadRequest.getDefaultInstance())))
        .isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void health_listsTheService() {
    var request = HealthCheckRequest.newBuilder()
        .setService("inference.GRPCInferenceService")
        .build();

    assertThat(Wire.health(wire.data).check(request).getStatus()).isEqualTo(ServingStatus.SERVING);
  }

  @Test
  void reflection_describesTheService() throws Exception {
    var answers = new LinkedBlockingQueue<ServerReflectionResponse>();
    var requests = ServerReflectionGrpc.newStub(wire.data)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .serverReflectionInfo(new StreamObserver<>() {
          @Override
          public void onNext(ServerReflectionResponse answer) {
            answers.add(answer);
          }

          @Override
          public void onError(Throwable error) {}

          @Override
          public void onCompleted() {}
        });

    requests.onNext(ServerReflectionRequest.newBuilder().setListServices("").build());
    requests.onNext(ServerReflectionRequest.newBuilder()
        .setFileContainingSymbol("inference.GRPCInferenceService.ModelInfer")
        .build());
    requests.onCompleted();

    var services = Await.next(answers, answer -> true).getListServicesResponse();
    assertThat(services.getServiceList())
        .extracting(ServiceResponse::getName)
        .contains("inference.GRPCInferenceService", "serin.v1.PredictionService");
    assertThat(Await.next(answers, answer -> true)
            .getFileDescriptorResponse()
            .getFileDescriptorProtoCount())
        .isPositive();
  }

  private static Status.Code code(ThrowingCallable call) {
    return Wire.error(call).getCode();
  }

  private static ModelStatistics statistics(String model, String version) {
    var request =
        ModelStatisticsRequest.newBuilder().setName(model).setVersion(version).build();
    return wire.inference().modelStatistics(request).getModelStats(0);
  }

  private static TensorMetadata tensor(String name, String datatype, long... shape) {
    var tensor = TensorMetadata.newBuilder().setName(name).setDatatype(datatype);
    for (long size : shape) {
      tensor.addShape(size);
    }
    return tensor.build();
  }

  /** A request of this many rows of zeros, as perf_analyzer makes it. */
  private static ModelInferRequest.Builder rows(int rows) {
    return ModelInferRequest.newBuilder()
        .setModelName("digits")
        .addInputs(InferInputTensor.newBuilder()
            .setName("input")
            .setDatatype("FP32")
            .addAllShape(List.of((long) rows, 64L)))
        .addOutputs(InferRequestedOutputTensor.newBuilder().setName("output"))
        .addRawInputContents(ByteString.copyFrom(new byte[rows * 256]));
  }
}
