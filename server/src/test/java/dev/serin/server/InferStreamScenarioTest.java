package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.serin.inference.GRPCInferenceServiceGrpc;
import dev.serin.inference.InferParameter;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.inference.ModelStreamInferResponse;
import dev.serin.onnx.OnnxModels;
import dev.serin.tensor.DataType;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** ModelStreamInfer over the wire: order, errors, flow control, and what it holds. */
class InferStreamScenarioTest {
  private static final String CONFIG =
      "limits: {messageBytes: 4MiB, inFlightBytes: 48MiB}\nmodels: {digits: {split: {1: 1}}}\n";

  @TempDir
  static Path folder;

  private static TestGateway serin;
  private static Wire wire;

  @BeforeAll
  static void start() throws Exception {
    var same = Files.createDirectories(folder.resolve("repository/same/1"));
    Files.write(same.resolve("model.onnx"), OnnxModels.identity(DataType.UINT8, -1));
    serin = TestGateway.start(folder, CONFIG, 1);
    wire = new Wire(serin.gateway());
  }

  @AfterAll
  static void stop() {
    wire.close();
    serin.close();
  }

  @Test
  void stream_manyRequests_areAnsweredInTheirOrder() throws Exception {
    var answers = new Answers();
    var requests = wire.streams().modelStreamInfer(answers);

    for (int i = 0; i < 500; i++) {
      requests.onNext((i % 2 == 0 ? Wire.zeroDigits() : same(10)).setId("r" + i).build());
    }
    requests.onCompleted();

    assertThat(answers.ended.get(20, TimeUnit.SECONDS).isOk()).isTrue();
    assertThat(answers.messages)
        .extracting(answer -> answer.getInferResponse().getId())
        .isEqualTo(IntStream.range(0, 500).mapToObj(i -> "r" + i).toList());
    assertThat(answers.messages)
        .allSatisfy(answer -> assertThat(answer.getErrorMessage()).isEmpty());
    assertNothingHeld();
  }

  @Test
  void stream_request_isAnsweredBeforeTheNextIsSent() throws Exception {
    var answers = new Answers();
    var requests = wire.streams().modelStreamInfer(answers);

    for (int i = 0; i < 3; i++) {
      requests.onNext(same(3).setId("r" + i).build());

      var answer = answers.next().getInferResponse();
      assertThat(answer.getId()).isEqualTo("r" + i);
      assertThat(answer.getRawOutputContents(0)).isEqualTo(ByteString.copyFrom(new byte[3]));
      assertThat(answer.getParametersMap()).containsOnlyKeys("prediction_id", "role", "revision");
    }
    requests.onCompleted();

    assertThat(answers.ended.get(20, TimeUnit.SECONDS).isOk()).isTrue();
  }

  @Test
  void stream_error_isAnAnswerAndTheStreamGoesOn() throws Exception {
    var answers = new Answers();
    var requests = wire.streams().modelStreamInfer(answers);

    requests.onNext(same(1).setModelName("other").setId("bad").build());
    requests.onNext(same(1).setId("good").build());
    requests.onCompleted();

    var bad = answers.next();
    assertThat(bad.getErrorMessage()).isEqualTo("Request for unknown model: 'other' is not found");
    assertThat(bad.getInferResponse().getId()).isEqualTo("bad");
    var good = answers.next();
    assertThat(good.getErrorMessage()).isEmpty();
    assertThat(good.getInferResponse().getId()).isEqualTo("good");
    assertThat(answers.ended.get(20, TimeUnit.SECONDS).isOk()).isTrue();
  }

  @Test
  void stream_errorOfACallerThatWantsGrpcErrors_endsTheStream() throws Exception {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("triton_grpc_error", Metadata.ASCII_STRING_MARSHALLER), "true");
    var answers = new Answers();
    var requests = wire.streams()
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(headers))
        .modelStreamInfer(answers);

    requests.onNext(same(1).setId("good").build());
    requests.onNext(same(1).setModelName("other").build());

    assertThat(answers.next().getInferResponse().getId()).isEqualTo("good");
    var ended = answers.ended.get(20, TimeUnit.SECONDS);
    assertThat(ended.getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(ended.getDescription()).isEqualTo("Request for unknown model: 'other' is not found");
    assertNothingHeld();
  }

  @Test
  void stream_finalResponse_isMarkedIfAskedFor() throws Exception {
    var answers = new Answers();
    var requests = wire.streams().modelStreamInfer(answers);
    var wanted = InferParameter.newBuilder().setBoolParam(true).build();

    requests.onNext(
        same(1).putParameters("triton_enable_empty_final_response", wanted).build());
    requests.onCompleted();

    assertThat(answers.next().getInferResponse().getParametersMap())
        .containsEntry("triton_final_response", wanted);
  }

  /** A caller that does not read its answers is not read from, and others still are. */
  @Test
  void stream_callerThatDoesNotReadItsAnswers_isHeldUp() throws Exception {
    var call = wire.data.newCall(
        GRPCInferenceServiceGrpc.getModelStreamInferMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    for (int i = 0; i < 400; i++) {
      call.sendMessage(same(1 << 20).build());
    }

    for (int i = 0; i < 50; i++) {
      assertThat(wire.inference().modelInfer(same(1).build()).getModelName()).isEqualTo("same");
    }
    call.cancel("enough", null);
    assertNothingHeld();
  }

  @Test
  void stream_cancelled_holdsNothing() throws Exception {
    var call = wire.data.newCall(
        GRPCInferenceServiceGrpc.getModelStreamInferMethod(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    for (int i = 0; i < 100; i++) {
      call.sendMessage(Wire.zeroDigits().build());
    }
    call.cancel("enough", null);

    assertNothingHeld();
  }

  @Test
  void stream_ofADrainedGateway_endsWithUnavailable(@TempDir Path other) throws Exception {
    try (var gateway = TestGateway.start(other, "models: {digits: {split: {1: 1}}}\n", 1);
        var wires = new Wire(gateway.gateway())) {
      var answers = new Answers();
      var requests = wires.streams().modelStreamInfer(answers);
      requests.onNext(Wire.zeroDigits().build());
      assertThat(answers.next().getErrorMessage()).isEmpty();

      gateway.gateway().close();

      var ended = answers.ended.get(20, TimeUnit.SECONDS);
      assertThat(ended.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    }
  }

  private static void assertNothingHeld() throws InterruptedException {
    Await.until(
        "nothing is held",
        () -> Wire.metrics(serin.gateway())
            .lines()
            .anyMatch(line -> line.equals("serin_in_flight_bytes 0.0")));
  }

  /** A request with this many bytes. */
  private static ModelInferRequest.Builder same(int size) {
    return ModelInferRequest.newBuilder()
        .setModelName("same")
        .addInputs(
            InferInputTensor.newBuilder().setName("x").setDatatype("UINT8").addShape(size))
        .addRawInputContents(ByteString.copyFrom(new byte[size]));
  }

  /** Collects what a stream answers. */
  private static final class Answers implements StreamObserver<ModelStreamInferResponse> {
    private final List<ModelStreamInferResponse> messages = new CopyOnWriteArrayList<>();
    private final BlockingQueue<ModelStreamInferResponse> unread = new LinkedBlockingQueue<>();
    private final CompletableFuture<Status> ended = new CompletableFuture<>();

    ModelStreamInferResponse next() throws InterruptedException {
      var answer = unread.poll(20, TimeUnit.SECONDS);
      assertThat(answer).as("answer").isNotNull();
      return answer;
    }

    @Override
    public void onNext(ModelStreamInferResponse answer) {
      messages.add(answer);
      unread.add(answer);
    }

    @Override
    public void onError(Throwable error) {
      ended.complete(Status.fromThrowable(error));
    }

    @Override
    public void onCompleted() {
      ended.complete(Status.OK);
    }
  }
}
