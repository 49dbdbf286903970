package dev.serin.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Feedback;
import dev.serin.client.FeedbackResult;
import dev.serin.client.FeedbackResult.Result;
import dev.serin.client.Label;
import dev.serin.client.PredictCall;
import dev.serin.client.Prediction;
import dev.serin.client.Tensor;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Labels over the wire, one by one and as streams. */
class FeedbackScenarioTest {
  private static final String CONFIG = "feedback: {byRequestId: true}\n"
      + "models:\n  digits:\n    split: {1: 1}\n" + TestGateway.QUALITY;

  @TempDir
  static Path folder;

  private static TestGateway serin;
  private static Wire wire;

  @BeforeAll
  static void start() throws Exception {
    serin = TestGateway.start(folder, CONFIG, 1);
    wire = new Wire(serin.gateway());
  }

  @AfterAll
  static void stop() {
    wire.close();
    serin.close();
  }

  @Test
  void submitFeedback_tellsWhoServed() {
    var result = serin.label(serin.predict("alice"), "3");

    assertThat(result.result()).isEqualTo(Result.ACCEPTED);
    assertThat(result.servedBy().orElseThrow().model()).isEqualTo("digits");
    assertThat(result.servedBy().orElseThrow().version()).isEqualTo(1);
  }

  @Test
  void submitFeedback_ofAForgedId_isInvalid() {
    var id = serin.predict("alice").predictionId();
    var forged = (id.charAt(0) == 'A' ? "B" : "A") + id.substring(1);

    for (var bad : List.of(forged, id.substring(1), "", "x".repeat(10_000))) {
      assertThat(serin.client().submitFeedback(Feedback.of(bad, Label.of("3"))).result())
          .isEqualTo(Result.INVALID);
    }
    assertThat(serin.client().submitFeedback(Feedback.of(id, Label.of("3"))).result())
        .isEqualTo(Result.ACCEPTED);
  }

  @Test
  void submitFeedback_ofAnUnknownClassOrRow_isInvalidAndMayBeCorrected() {
    var prediction = serin.predict("alice");

    assertThat(serin.label(prediction, "eleven").result()).isEqualTo(Result.INVALID);
    assertThat(label(prediction, 1, "3").result()).isEqualTo(Result.INVALID);
    assertThat(label(prediction, 0, "3").result()).isEqualTo(Result.ACCEPTED);
  }

  @Test
  void submitFeedback_aboutARowOfABatch_countsOncePerRow() {
    var call =
        PredictCall.to("digits").input(Tensor.fp32("input", Tensor.shapeOf(2, 64), new float[128]));
    var batch = serin.client().predict(call.build());

    assertThat(serin.label(batch, "3").result()).isEqualTo(Result.INVALID);
    assertThat(label(batch, 0, "3").result()).isEqualTo(Result.ACCEPTED);
    assertThat(label(batch, 1, "3").result()).isEqualTo(Result.ACCEPTED);
    assertThat(label(batch, 1, "4").result()).isEqualTo(Result.DUPLICATE);
    assertThat(label(batch, 2, "3").result()).isEqualTo(Result.INVALID);
  }

  @Test
  void submitFeedback_byRequestId_findsThePrediction() {
    var call = PredictCall.to("digits").requestId("order-1").input(Digits.row(0).tensor());
    var prediction = serin.client().predict(call.build());
    var byRequest = Feedback.ofRequest("digits", "order-1", Label.of("3"));

    assertThat(serin.client().submitFeedback(byRequest).result()).isEqualTo(Result.ACCEPTED);
    assertThat(serin.label(prediction, "3").result()).isEqualTo(Result.DUPLICATE);
    assertThat(serin
            .client()
            .submitFeedback(Feedback.ofRequest("digits", "order-2", Label.of("3")))
            .result())
        .isEqualTo(Result.UNKNOWN);
  }

  @Test
  void submitFeedback_withoutTruth_isInvalid() throws Exception {
    var answer = new CompletableFuture<SubmitFeedbackResponse>();
    wire.feedback()
        .submitFeedback(
            SubmitFeedbackRequest.newBuilder()
                .setPredictionId(serin.predict("alice").predictionId())
                .build(),
            new Answers<>(answer::complete, 0));

    assertThat(answer.get(20, TimeUnit.SECONDS).getResult())
        .isEqualTo(SubmitFeedbackResponse.Result.INVALID);
  }

  @Test
  void streamFeedback_answersInOrder() {
    var predictions =
        IntStream.range(0, 200).mapToObj(i -> serin.predict("u" + i)).toList();
    // Every third label is for the previous prediction.
    var labels = IntStream.range(0, 200)
        .mapToObj(i -> predictions.get(i % 3 == 2 ? i - 1 : i))
        .map(prediction -> Feedback.of(prediction.predictionId(), Label.of("3")))
        .toList();

    var results = serin.client().submitAll(labels);

    assertThat(results)
        .extracting(FeedbackResult::result)
        .isEqualTo(IntStream.range(0, 200)
            .mapToObj(i -> i % 3 == 2 ? Result.DUPLICATE : Result.ACCEPTED)
            .toList());
  }

  /** A caller that sends and does not read must not fill the gateway's memory. */
  @Test
  void streamFeedback_ofACallerThatDoesNotRead_takesNoMoreLabels() throws Exception {
    var request = SubmitFeedbackRequest.newBuilder()
        .setPredictionId("x".repeat(1_000))
        .setLabel("3")
        .build();
    var answers = new LinkedBlockingQueue<SubmitFeedbackResponse>();
    var observer = new Answers<SubmitFeedbackRequest, SubmitFeedbackResponse>(answers::add, 1);
    wire.feedback().streamFeedback(observer);

    int sent = 0;
    while (observer.awaitReady()) {
      observer.call().onNext(request);
      sent++;
      assertThat(sent).as("labels taken though no answer is read").isLessThan(20_000);
    }
    observer.call().request(Integer.MAX_VALUE);
    observer.call().onCompleted();

    observer.ended.get(20, TimeUnit.SECONDS);
    assertThat(answers).hasSize(sent);
  }

  @Test
  void streamFeedback_ofACallerThatGoesAway_leavesTheGatewayServing() throws Exception {
    var observer = new Answers<SubmitFeedbackRequest, SubmitFeedbackResponse>(answer -> {}, 1);
    wire.feedback().streamFeedback(observer);
    observer.call().onNext(SubmitFeedbackRequest.getDefaultInstance());

    observer.call().cancel("gone", null);

    assertThat(serin.label(serin.predict("alice"), "3").result()).isEqualTo(Result.ACCEPTED);
  }

  private static FeedbackResult label(Prediction prediction, int row, String label) {
    return serin
        .client()
        .submitFeedback(Feedback.of(prediction.predictionId(), Label.of(label)).withRow(row));
  }

  /** Reads as many answers as the test allows. */
  private static final class Answers<Q, R> implements ClientResponseObserver<Q, R> {
    final CompletableFuture<Void> ended = new CompletableFuture<>();
    private final Consumer<R> consumer;
    private final int wanted;
    private @Nullable ClientCallStreamObserver<Q> call;

    Answers(Consumer<R> consumer, int wanted) {
      this.consumer = consumer;
      this.wanted = wanted;
    }

    @Override
    public void beforeStart(ClientCallStreamObserver<Q> requests) {
      call = requests;
      if (wanted > 0) {
        requests.disableAutoRequestWithInitial(wanted);
      }
    }

    ClientCallStreamObserver<Q> call() {
      return requireNonNull(call);
    }

    /** Returns whether the other side accepts more, now or soon. */
    boolean awaitReady() throws InterruptedException {
      var never = new CountDownLatch(1);
      for (int step = 0; step < 500 && !call().isReady(); step++) {
        boolean unused = never.await(1, TimeUnit.MILLISECONDS);
      }
      return call().isReady();
    }

    @Override
    public void onNext(R answer) {
      consumer.accept(answer);
    }

    @Override
    public void onError(Throwable error) {
      ended.completeExceptionally(error);
    }

    @Override
    public void onCompleted() {
      ended.complete(null);
    }
  }
}
