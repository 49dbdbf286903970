package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinException;
import dev.serin.inference.GRPCInferenceServiceGrpc;
import dev.serin.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.serin.inference.ModelConfig;
import dev.serin.inference.ModelConfigRequest;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelReadyRequest;
import dev.serin.inference.ModelRepositoryParameter;
import dev.serin.inference.RepositoryIndexRequest;
import dev.serin.inference.RepositoryIndexResponse.ModelIndex;
import dev.serin.inference.RepositoryModelLoadRequest;
import dev.serin.inference.RepositoryModelUnloadRequest;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models that standard clients load and unload. */
class RepositoryControlScenarioTest {
  private static final String CONFIG = "models:\n  digits:\n    split: {1: 1}\n";

  @TempDir
  Path folder;

  private TestGateway serin;
  private Wire wire;

  @BeforeEach
  void start() throws Exception {
    Files.createDirectories(folder.resolve("repository"));
    TestGateway.copyVersion(folder, 1);
    Files.writeString(folder.resolve("serin.yaml"), CONFIG);
    open();
  }

  private void open() throws Exception {
    serin = TestGateway.controlled(folder);
    wire = new Wire(serin.gateway());
  }

  @AfterEach
  void close() {
    wire.close();
    serin.close();
  }

  @Test
  void unload_thenLoad_asTritonDoes() {
    var unloaded = data()
        .repositoryModelUnload(unload("digits")
            .putParameters(
                "unload_dependents",
                ModelRepositoryParameter.newBuilder().setBoolParam(false).build())
            .build());

    assertThat(unloaded.getIsUnloaded()).isTrue();
    assertThat(ready()).isFalse();
    assertThat(index()).extracting(ModelIndex::getState).containsExactly("UNAVAILABLE");
    assertThat(index()).extracting(ModelIndex::getReason).containsExactly("unloaded");
    fails(
        () -> data()
            .modelInfer(ModelInferRequest.newBuilder().setModelName("digits").build()),
        Status.Code.NOT_FOUND,
        "Request for unknown model: 'digits' has no available versions");
    assertThat(serin.admin().split("digits").reason()).isEqualTo("RepositoryModelUnload");

    assertThat(data().repositoryModelLoad(load("digits").build()).getIsLoaded()).isTrue();

    assertThat(ready()).isTrue();
    assertThat(index()).extracting(ModelIndex::getState).containsExactly("READY");
  }

  @Test
  void unload_outlivesARestart() throws Exception {
    data().repositoryModelUnload(unload("digits").build());
    close();
    open();

    assertThat(ready()).isFalse();
  }

  @Test
  void adminPort_withoutTheOption_doesIt_andTheDataPortRefuses() throws Exception {
    close();
    serin = TestGateway.start(folder);
    wire = new Wire(serin.gateway());
    var admin = GRPCInferenceServiceGrpc.newBlockingStub(wire.admin)
        .withDeadlineAfter(60, TimeUnit.SECONDS);

    fails(
        () -> data().repositoryModelUnload(unload("digits").build()),
        Status.Code.UNAVAILABLE,
        "explicit model load / unload is not allowed if polling is enabled");
    assertThat(admin.repositoryModelUnload(unload("digits").build()).getIsUnloaded())
        .isTrue();
    assertThat(ready()).isFalse();
    assertThat(admin.repositoryModelLoad(load("digits").build()).getIsLoaded()).isTrue();
    assertThat(ready()).isTrue();
    fails(
        () -> admin.modelInfer(
            ModelInferRequest.newBuilder().setModelName("digits").build()),
        Status.Code.UNIMPLEMENTED,
        "");
  }

  @Test
  void load_withConfig_isServedByItUntilTheNextLoad() {
    data()
        .repositoryModelLoad(load("digits")
            .putParameters(
                "config", text("{\"max_batch_size\": 8, \"instance_group\": [{\"count\": 1}]}"))
            .build());

    assertThat(config().getMaxBatchSize()).isEqualTo(8);
    assertThat(config().getInstanceGroup(0).getCount()).isEqualTo(1);

    data().repositoryModelLoad(load("digits").build());

    assertThat(config().getMaxBatchSize()).isEqualTo(1_024);
  }

  @Test
  void load_configThatCannotBeServed_isRefusedAndChangesNothing() {
    fails(
        () -> data()
            .repositoryModelLoad(load("digits")
                .putParameters("config", text("{\"backend\": \"python\"}"))
                .build()),
        Status.Code.INVALID_ARGUMENT,
        "failed to load 'digits', config.pbtxt: backend: python (expected: onnxruntime");
    fails(
        () -> data()
            .repositoryModelLoad(
                load("digits").putParameters("config", text("{")).build()),
        Status.Code.INVALID_ARGUMENT,
        "failed to load 'digits', config: no ModelConfig in JSON: End of input");

    assertThat(ready()).isTrue();
    assertThat(config().getMaxBatchSize()).isEqualTo(1_024);
  }

  @Test
  void load_modelThatIsCopiedNow_isServedAtOnce() throws Exception {
    var version = Files.createDirectories(folder.resolve("repository/other/1"));
    Files.copy(folder.resolve("repository/digits/1/model.onnx"), version.resolve("model.onnx"));

    data().repositoryModelLoad(load("other").build());

    assertThat(data()
            .modelReady(ModelReadyRequest.newBuilder().setName("other").build())
            .getReady())
        .isTrue();
  }

  @Test
  void load_whatCannotBe_isRefused() {
    fails(
        () -> data().repositoryModelLoad(load("no").build()),
        Status.Code.INTERNAL,
        "failed to load 'no', model: no (expected: one of [digits])");
    fails(
        () -> data().repositoryModelUnload(unload("no").build()),
        Status.Code.NOT_FOUND,
        "failed to unload 'no', model: no");
    fails(
        () -> data()
            .repositoryModelLoad(load("digits")
                .putParameters(
                    "file:1/model.onnx",
                    ModelRepositoryParameter.newBuilder()
                        .setBytesParam(ByteString.EMPTY)
                        .build())
                .build()),
        Status.Code.UNIMPLEMENTED,
        "load parameter 'file:1/model.onnx': files cannot be uploaded");
    fails(
        () -> data()
            .repositoryModelLoad(load("digits").putParameters("x", text("")).build()),
        Status.Code.INVALID_ARGUMENT,
        "unrecognized load parameter 'x'");
    fails(
        () -> data().repositoryModelLoad(load("digits").setRepositoryName("r").build()),
        Status.Code.UNIMPLEMENTED,
        "'repository_name' specification is not supported");
  }

  @Test
  void unload_whileARolloutRuns_isRefused() throws Exception {
    TestGateway.copyVersion(folder, 2);
    Files.writeString(folder.resolve("serin.yaml"), CONFIG + TestGateway.QUALITY);
    data().repositoryModelLoad(load("digits").build());
    Await.until("the rollout to start", this::rolloutStarts);

    fails(
        () -> data().repositoryModelUnload(unload("digits").build()),
        Status.Code.FAILED_PRECONDITION,
        "failed to unload 'digits', rollout #1 of version 2 is running");
  }

  private boolean rolloutStarts() {
    try {
      serin.admin().startRollout(RolloutStart.of(RolloutChange.of("digits")).withCandidate(2));
      return true;
    } catch (SerinException notYet) {
      return false;
    }
  }

  /** Each call has a deadline of its own. */
  private GRPCInferenceServiceBlockingStub data() {
    return wire.inference();
  }

  private boolean ready() {
    return data()
        .modelReady(ModelReadyRequest.newBuilder().setName("digits").build())
        .getReady();
  }

  private Iterable<ModelIndex> index() {
    return data().repositoryIndex(RepositoryIndexRequest.getDefaultInstance()).getModelsList();
  }

  private ModelConfig config() {
    return data()
        .modelConfig(ModelConfigRequest.newBuilder().setName("digits").build())
        .getConfig();
  }

  private static RepositoryModelLoadRequest.Builder load(String model) {
    return RepositoryModelLoadRequest.newBuilder().setModelName(model);
  }

  private static RepositoryModelUnloadRequest.Builder unload(String model) {
    return RepositoryModelUnloadRequest.newBuilder().setModelName(model);
  }

  private static ModelRepositoryParameter text(String text) {
    return ModelRepositoryParameter.newBuilder().setStringParam(text).build();
  }

  private static void fails(ThrowingCallable call, Status.Code code, String message) {
    assertThatThrownBy(call).isInstanceOfSatisfying(StatusRuntimeException.class, e -> {
      assertThat(e.getStatus().getCode()).isEqualTo(code);
      assertThat(e.getStatus().getDescription()).contains(message);
    });
  }
}
