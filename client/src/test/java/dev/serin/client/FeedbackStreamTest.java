package dev.serin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.v1.SubmitFeedbackResponse;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Iterator;
import java.util.List;
import java.util.concurrent.CancellationException;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class FeedbackStreamTest {
  private FakeGateway gateway;
  private SerinClient client;

  @BeforeEach
  void connect() throws IOException {
    gateway = new FakeGateway();
    gateway.judge = request -> SubmitFeedbackResponse.newBuilder()
        .setResult(SubmitFeedbackResponse.Result.ACCEPTED)
        .setMessage(request.getPredictionId())
        .build();
    client = SerinClient.connect(gateway.address(), FakeGateway.PATIENT);
  }

  @AfterEach
  void disconnect() {
    gateway.close();
    client.close();
  }

  @Test
  void submitAll_manyLabels_haveTheirResultsInOrder() {
    var labels = labels(10_000).toList();

    assertThat(client.submitAll(labels))
        .extracting(FeedbackResult::message)
        .containsExactlyElementsOf(
            IntStream.range(0, 10_000).mapToObj(Integer::toString).toList());
  }

  @Test
  void submitAll_nothing_hasNoResults() {
    assertThat(client.submitAll(List.of())).isEmpty();
  }

  @Test
  void submitAll_refused_tellsCode() {
    gateway.failures.add(Status.UNAVAILABLE);

    assertThatExceptionOfType(SerinException.class)
        .isThrownBy(() -> client.submitAll(labels(3).toList()))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo("UNAVAILABLE"))
        .satisfies(failure -> assertThat(failure.retryable()).isTrue());
    assertThat(gateway.calls).hasSize(1);
  }

  @Test
  void submitAll_noAnswer_exceedsTheStreamDeadline() {
    gateway.silent = true;
    try (var hasty = SerinClient.connect(
        gateway.address(), ClientOptions.defaults().withStreamDeadline(Duration.ofMillis(300)))) {
      assertThatExceptionOfType(SerinException.class)
          .isThrownBy(() -> hasty.submitAll(labels(3).toList()))
          .satisfies(failure -> assertThat(failure.code()).isEqualTo("DEADLINE_EXCEEDED"));
    }
  }

  @Test
  void submitAll_interrupted_isCancelledAndStaysInterrupted() {
    gateway.silent = true;
    Thread.currentThread().interrupt();

    assertThatExceptionOfType(SerinException.class)
        .isThrownBy(() -> client.submitAll(labels(3).toList()))
        .satisfies(failure -> assertThat(failure.code()).isEqualTo("CANCELLED"));
    assertThat(Thread.interrupted()).isTrue();
  }

  @Test
  void submitAllAsync_fastSender_neverHasMoreThanAThousandUnanswered() {
    var unanswered = new AtomicInteger();
    var most = new AtomicInteger();
    var labels = labels(5_000)
        .peek(label -> most.accumulateAndGet(unanswered.incrementAndGet(), Math::max))
        .iterator();

    client.submitAllAsync(labels, result -> unanswered.decrementAndGet()).join();

    assertThat(unanswered).hasValue(0);
    assertThat(most.get()).isBetween(1, 1_000);
  }

  @Test
  void submitAllAsync_gatewayThatTakesNothing_stopsReadingLabels() {
    gateway.silent = true;
    var read = new AtomicInteger();
    var large = labels(1_000, "x".repeat(10_000)::concat).peek(label -> read.incrementAndGet());
    try (var hasty = SerinClient.connect(
        gateway.address(), ClientOptions.defaults().withStreamDeadline(Duration.ofMillis(500)))) {
      var ended = hasty.submitAllAsync(large.iterator(), result -> {});

      assertThatThrownBy(ended::join).hasCauseInstanceOf(SerinException.class);
    }
    assertThat(read.get()).isLessThan(1_000);
  }

  @Test
  void submitAllAsync_iteratorThrows_failsWithIt() {
    Iterator<Feedback> broken = labels(1)
        .map(label -> {
          if (label.row().isEmpty()) {
            throw new IllegalStateException("no more paper");
          }
          return label;
        })
        .iterator();

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(() -> client.submitAllAsync(broken, result -> {}).join())
        .havingCause()
        .withMessage("no more paper");
  }

  @Test
  void submitAllAsync_consumerThrows_failsWithItAndCancelsTheCall() throws InterruptedException {
    var ended = client.submitAllAsync(labels(1_000_000).iterator(), result -> {
      throw new IllegalStateException("disk full");
    });

    assertThatExceptionOfType(CompletionException.class)
        .isThrownBy(ended::join)
        .havingCause()
        .withMessage("disk full");
    gateway.givenUp.await();
  }

  @Test
  void submitAllAsync_cancelled_cancelsTheCall() throws InterruptedException {
    gateway.silent = true;
    var ended = client.submitAllAsync(labels(3).iterator(), result -> {});
    gateway.arrived.await();

    ended.cancel(false);

    gateway.givenUp.await();

    assertThatThrownBy(ended::join).isInstanceOf(CancellationException.class);
  }

  private static java.util.stream.Stream<Feedback> labels(int count) {
    return labels(count, UnaryOperator.identity());
  }

  private static java.util.stream.Stream<Feedback> labels(int count, UnaryOperator<String> id) {
    return IntStream.range(0, count)
        .mapToObj(i -> Feedback.of(id.apply(Integer.toString(i)), Label.of("8")));
  }
}
