package dev.serin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import io.grpc.Metadata;
import io.grpc.Status;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class SerinClientTest {
  private static final Tensor ROW = Tensor.fp32("input", Tensor.shapeOf(1, 2), 0.5f, -1);
  private static final PredictCall CALL =
      PredictCall.to("digits").user("alice").input(ROW).build();
  private static final PredictResponse ANSWER = PredictResponse.newBuilder()
      .setModel("digits")
      .setVersion(2)
      .setRole(dev.serin.v1.Role.CANARY)
      .setRevision(4)
      .setPredictionId("token")
      .addOutputs(dev.serin.v1.Tensor.newBuilder()
          .setName("output")
          .setDatatype(dev.serin.v1.Tensor.Datatype.INT8)
          .addShape(2)
          .setRaw(ByteString.copyFrom(new byte[] {1, -1})))
      .addOutputs(dev.serin.v1.Tensor.newBuilder()
          .setName("empty")
          .setDatatype(dev.serin.v1.Tensor.Datatype.FP32)
          .addShape(0))
      .setServerTime(Duration.newBuilder().setNanos(410_000))
      .build();

  private FakeGateway gateway;
  private SerinClient client;

  @BeforeEach
  void connect() throws IOException {
    gateway = new FakeGateway();
    gateway.prediction = ANSWER;
    client = SerinClient.connect(gateway.address(), FakeGateway.PATIENT);
  }

  @AfterEach
  void disconnect() {
    gateway.close();
    client.close();
  }

  @Test
  void predict_answer_isReadAsAWhole() {
    var prediction = client.predict(CALL);

    assertThat(prediction.model()).isEqualTo("digits");
    assertThat(prediction.version()).isEqualTo(2);
    assertThat(prediction.role()).isEqualTo(Role.CANARY);
    assertThat(prediction.revision()).isEqualTo(4);
    assertThat(prediction.predictionId()).isEqualTo("token");
    assertThat(prediction.outputs().keySet()).containsExactly("output", "empty");
    assertThat(prediction.output("output").longs()).containsExactly(1, -1);
    assertThat(prediction.output("empty").floats()).isEmpty();
    assertThat(prediction.serverTime()).isEqualTo(java.time.Duration.ofNanos(410_000));
  }

  @Test
  void predict_everyPart_isSent() {
    client.predict(PredictCall.to("digits")
        .input(ROW)
        .version(3)
        .output("output")
        .requestId("r-1")
        .build());

    assertThat(gateway.requests)
        .containsExactly(PredictRequest.newBuilder()
            .setModel("digits")
            .setVersion(3)
            .addInputs(dev.serin.v1.Tensor.newBuilder()
                .setName("input")
                .setDatatype(dev.serin.v1.Tensor.Datatype.FP32)
                .addShape(1)
                .addShape(2)
                .setRaw(ByteString.copyFrom(ROW.raw())))
            .addOutputs("output")
            .setRequestId("r-1")
            .build());
  }

  @Test
  void predict_withoutVersion_leavesItAbsent() {
    client.predict(CALL);

    assertThat(gateway.requests)
        .first()
        .isInstanceOfSatisfying(
            PredictRequest.class, request -> assertThat(request.hasVersion()).isFalse());
  }

  @Test
  void predict_userIdBeyondAscii_arrivesUnchanged() {
    client.predict(PredictCall.to("digits").user("\u7528\u6237 \ud83d\udc24").build());

    var key = Metadata.Key.of("x-user-id-bin", Metadata.BINARY_BYTE_MARSHALLER);
    assertThat(new String(gateway.headers.get(0).get(key), StandardCharsets.UTF_8))
        .isEqualTo("\u7528\u6237 \ud83d\udc24");
  }

  @Test
  void predict_withoutUser_sendsNoHeader() {
    client.predict(PredictCall.to("digits").build());

    assertThat(gateway.headers.get(0).keys()).doesNotContain("x-user-id-bin");
  }

  @Test
  void predict_userIdThatUtf8CannotHold_isRefused() {
    var call = PredictCall.to("digits").user("half \ud83d").build();

    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> client.predict(call))
        .withMessageContaining("half a surrogate pair");
    assertThat(gateway.calls).isEmpty();
  }

  @Test
  void predictAsync_answer_isRead() {
    assertThat(client.predictAsync(CALL).join()).isEqualTo(client.predict(CALL));
  }

  @Test
  void predict_refused_tellsCodeAndMessage() {
    gateway.failures.add(Status.NOT_FOUND.withDescription("model: digitz"));

    var failure = failureOf(CALL);

    assertThat(failure.code()).isEqualTo("NOT_FOUND");
    assertThat(failure).hasMessage("model: digitz");
    assertThat(failure.retryable()).isFalse();
    assertThat(failure.unreachable()).isFalse();
  }

  @Test
  void predictAsync_refused_failsWithSerinException() {
    gateway.failures.add(Status.INVALID_ARGUMENT.withDescription("input: missing"));

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> client.predictAsync(CALL).join())
        .havingCause()
        .isInstanceOf(SerinException.class)
        .withMessage("input: missing");
  }

  @Test
  void predict_unavailableForAWhile_isRepeated() {
    gateway.failures.addAll(List.of(Status.UNAVAILABLE, Status.UNAVAILABLE, Status.UNAVAILABLE));

    assertThat(client.predict(CALL).version()).isEqualTo(2);
    assertThat(gateway.calls).hasSize(4);
  }

  @Test
  void predict_unavailable_isGivenUpAfterFourAttempts() {
    gateway.failures.addAll(
        List.of(Status.UNAVAILABLE, Status.UNAVAILABLE, Status.UNAVAILABLE, Status.UNAVAILABLE));

    var failure = failureOf(CALL);

    assertThat(gateway.calls).hasSize(4);
    assertThat(failure.code()).isEqualTo("UNAVAILABLE");
    assertThat(failure.retryable()).isTrue();
    assertThat(failure.unreachable()).isFalse();
  }

  @Test
  void predict_repeated_keepsTheUser() {
    gateway.failures.add(Status.UNAVAILABLE);

    client.predict(CALL);

    assertThat(gateway.headers).allMatch(headers -> headers.keys().contains("x-user-id-bin"));
  }

  @Test
  void predict_pushedBack_isNotRepeated() {
    gateway.failures.add(Status.UNAVAILABLE.withDescription("digits/1: not ready"));
    gateway.trailers.put(
        Metadata.Key.of("grpc-retry-pushback-ms", Metadata.ASCII_STRING_MARSHALLER), "-1");

    var failure = failureOf(CALL);

    assertThat(failure).hasMessage("digits/1: not ready");
    assertThat(failure.code()).isEqualTo("UNAVAILABLE");
    assertThat(failure.unreachable()).isFalse();
    assertThat(gateway.calls).containsExactly("Predict");
  }

  @Test
  void predict_otherFailure_isNotRepeated() {
    gateway.failures.add(Status.RESOURCE_EXHAUSTED);

    assertThat(failureOf(CALL).code()).isEqualTo("RESOURCE_EXHAUSTED");
    assertThat(gateway.calls).hasSize(1);
  }

  @Test
  void predict_noAnswer_exceedsTheDeadline() {
    try (var hasty = SerinClient.connect(
        gateway.address(),
        ClientOptions.defaults().withDeadline(java.time.Duration.ofMillis(300)))) {
      awaitAnswer(hasty);
      gateway.silent = true;

      assertThatExceptionOfType(SerinException.class)
          .isThrownBy(() -> hasty.predict(CALL))
          .satisfies(failure -> assertThat(failure.code()).isEqualTo("DEADLINE_EXCEEDED"))
          .satisfies(failure -> assertThat(failure.unreachable()).isFalse());
    }
  }

  @Test
  void predict_nothingListens_isUnreachable() throws IOException {
    try (var unreachable = SerinClient.connect("127.0.0.1:" + freePort())) {
      assertThatExceptionOfType(SerinException.class)
          .isThrownBy(() -> unreachable.predict(CALL))
          .satisfies(failure -> assertThat(failure.code()).isEqualTo("UNAVAILABLE"))
          .satisfies(failure -> assertThat(failure.unreachable()).isTrue())
          .withMessageContaining("refused");
    }
  }

  @Test
  void predict_acceptedButNotAnswered_isUnreachable() throws IOException {
    try (var mute = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        var hasty = SerinClient.connect(
            "127.0.0.1:" + mute.getLocalPort(),
            ClientOptions.defaults().withDeadline(java.time.Duration.ofMillis(300)))) {
      assertThatExceptionOfType(SerinException.class)
          .isThrownBy(() -> hasty.predict(CALL))
          .satisfies(failure -> assertThat(failure.code()).isEqualTo("DEADLINE_EXCEEDED"))
          .satisfies(failure -> assertThat(failure.unreachable()).isTrue());
    }
  }

  @Test
  void predict_requestAboveTheBound_isNotSent() {
    try (var small =
        SerinClient.connect(gateway.address(), FakeGateway.PATIENT.withMaxMessageBytes(10))) {
      assertThatExceptionOfType(SerinException.class)
          .isThrownBy(() -> small.predict(CALL))
          .withMessage("request: 33 bytes (expected: at most 10)")
          .satisfies(failure -> assertThat(failure.code()).isEqualTo("RESOURCE_EXHAUSTED"));
      assertThatThrownBy(() -> small.predictAsync(CALL).join())
          .hasCauseInstanceOf(SerinException.class);
    }
    assertThat(gateway.calls).isEmpty();
  }

  @Test
  void predict_answerAboveTheBound_isRefused() {
    gateway.prediction = ANSWER.toBuilder().setPredictionId("x".repeat(100)).build();
    try (var small =
        SerinClient.connect(gateway.address(), FakeGateway.PATIENT.withMaxMessageBytes(100))) {
      assertThatExceptionOfType(SerinException.class)
          .isThrownBy(() -> small.predict(CALL))
          .satisfies(failure -> assertThat(failure.code()).isEqualTo("RESOURCE_EXHAUSTED"));
    }
  }

  @Test
  void predict_answerThatMakesNoSense_isInternal() {
    gateway.prediction = PredictResponse.newBuilder()
        .addOutputs(dev.serin.v1.Tensor.newBuilder().setName("output").addShape(2))
        .build();

    var failure = failureOf(CALL);

    assertThat(failure.code()).isEqualTo("INTERNAL");
    assertThat(failure).hasMessageContaining("output: datatype UNSPECIFIED");
  }

  @Test
  void predictAsync_answerThatMakesNoSense_isInternal() {
    gateway.prediction = PredictResponse.newBuilder()
        .addOutputs(dev.serin.v1.Tensor.newBuilder().setName("output").addShape(-2))
        .build();

    assertThatThrownBy(() -> client.predictAsync(CALL).join())
        .hasCauseInstanceOf(SerinException.class);
  }

  @Test
  void predictAsync_cancelled_cancelsTheCall() throws InterruptedException {
    gateway.silent = true;
    try (var patient = SerinClient.connect(
        gateway.address(),
        ClientOptions.defaults().withDeadline(java.time.Duration.ofMinutes(1)))) {
      var prediction = patient.predictAsync(CALL);
      gateway.arrived.await();

      prediction.cancel(false);

      gateway.givenUp.await();
      assertThatThrownBy(prediction::join).isInstanceOf(CancellationException.class);
    }
  }

  @Test
  void predict_interrupted_isCancelledAndStaysInterrupted() {
    gateway.silent = true;
    Thread.currentThread().interrupt();

    var failure = failureOf(CALL);

    assertThat(Thread.interrupted()).isTrue();
    assertThat(failure.code()).isEqualTo("CANCELLED");
  }

  @Test
  void submitFeedback_everyLabelAndSubject_isSent() {
    client.submitFeedback(Feedback.of("token", Label.of("8")).withRow(2));
    client.submitFeedback(Feedback.of("token", Label.ofIndex(8)));
    client.submitFeedback(Feedback.of("token", Label.ofValue(2.5)));
    client.submitFeedback(Feedback.ofRequest("digits", "r-1", Label.ofReward(1)));

    assertThat(gateway.requests)
        .containsExactly(
            SubmitFeedbackRequest.newBuilder()
                .setPredictionId("token")
                .setRow(2)
                .setLabel("8")
                .build(),
            SubmitFeedbackRequest.newBuilder()
                .setPredictionId("token")
                .setClassIndex(8)
                .build(),
            SubmitFeedbackRequest.newBuilder()
                .setPredictionId("token")
                .setNumber(2.5)
                .build(),
            SubmitFeedbackRequest.newBuilder()
                .setRequest(SubmitFeedbackRequest.CallerRequest.newBuilder()
                    .setModel("digits")
                    .setRequestId("r-1"))
                .setReward(1)
                .build());
  }

  @Test
  void submitFeedback_accepted_tellsWhoServed() {
    gateway.judge = request -> SubmitFeedbackResponse.newBuilder()
        .setResult(SubmitFeedbackResponse.Result.ACCEPTED)
        .setModel("digits")
        .setVersion(2)
        .setRole(dev.serin.v1.Role.PINNED)
        .build();

    var result = client.submitFeedback(Feedback.of("token", Label.of("8")));

    assertThat(result.result()).isEqualTo(FeedbackResult.Result.ACCEPTED);
    assertThat(result.servedBy()).contains(new FeedbackResult.ServedBy("digits", 2, Role.PINNED));
  }

  @Test
  void submitFeedbackAsync_invalid_tellsWhy() {
    gateway.judge = request -> SubmitFeedbackResponse.newBuilder()
        .setResult(SubmitFeedbackResponse.Result.INVALID)
        .setMessage("row: 9 (expected: 0)")
        .build();

    var result = client.submitFeedbackAsync(Feedback.of("token", Label.of("8"))).join();

    assertThat(result.result()).isEqualTo(FeedbackResult.Result.INVALID);
    assertThat(result.message()).isEqualTo("row: 9 (expected: 0)");
    assertThat(result.servedBy()).isEmpty();
  }

  @Test
  void submitFeedback_unavailable_isRepeated() {
    gateway.failures.add(Status.UNAVAILABLE);

    client.submitFeedback(Feedback.of("token", Label.of("8")));

    assertThat(gateway.calls).containsExactly("SubmitFeedback", "SubmitFeedback");
  }

  @Test
  void close_thenCall_isRefused() {
    client.close();

    assertThat(failureOf(CALL).code()).isEqualTo("UNAVAILABLE");
  }

  private SerinException failureOf(PredictCall call) {
    return catchThrowableOfType(SerinException.class, () -> client.predict(call));
  }

  /** Calls until there is an answer: connecting may take longer than the deadline. */
  private static void awaitAnswer(SerinClient hasty) {
    while (true) {
      try {
        var unused = hasty.predict(CALL);
        return;
      } catch (SerinException late) {
        // The connection is not there yet.
      }
    }
  }

  private static int freePort() throws IOException {
    try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
      return socket.getLocalPort();
    }
  }
}
