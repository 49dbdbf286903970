package dev.serin.client;

import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import io.grpc.stub.ClientCallStreamObserver;
import io.grpc.stub.ClientResponseObserver;
import java.util.Iterator;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Labels sent as fast as the gateway takes them, and their results in the same order.
 *
 * <p>Waits while the connection is not ready or too many labels have no result yet. Confined to
 * gRPC's callbacks, which come one at a time; the future may be cancelled from anywhere.
 */
final class FeedbackStream
    implements ClientResponseObserver<SubmitFeedbackRequest, SubmitFeedbackResponse> {
  /** The most labels without a result, so that sending never starves the results. */
  private static final int MAX_UNANSWERED = 1_000;

  private final CompletableFuture<Void> ended = new CompletableFuture<>();
  private final Iterator<Feedback> feedback;
  private final Consumer<FeedbackResult> results;
  private final Function<Throwable, SerinException> failure;
  private @Nullable ClientCallStreamObserver<SubmitFeedbackRequest> call;
  private int unanswered;
  private boolean allSent;

  FeedbackStream(
      Iterator<Feedback> feedback,
      Consumer<FeedbackResult> results,
      Function<Throwable, SerinException> failure) {
    this.feedback = feedback;
    this.results = results;
    this.failure = failure;
  }

  /** Completes after the last result, or exceptionally. */
  CompletableFuture<Void> ended() {
    return ended;
  }

  @Override
  public void beforeStart(ClientCallStreamObserver<SubmitFeedbackRequest> requests) {
    call = requests;
    requests.setOnReadyHandler(() -> guard(this::send));
    var unused = ended.whenComplete((nothing, error) -> {
      if (error != null) {
        requests.cancel("cancelled by the caller", error);
      }
    });
  }

  @Override
  public void onNext(SubmitFeedbackResponse response) {
    guard(() -> {
      if (unanswered == 0) {
        throw SerinException.invalidAnswer("results: more than labels (expected: one each)", null);
      }
      unanswered--;
      results.accept(Wire.feedbackResult(response));
      send();
    });
  }

  @Override
  public void onError(Throwable error) {
    ended.completeExceptionally(failure.apply(error));
  }

  @Override
  public void onCompleted() {
    if (allSent && unanswered == 0) {
      ended.complete(null);
    } else {
      ended.completeExceptionally(
          SerinException.invalidAnswer("results: fewer than labels (expected: one each)", null));
    }
  }

  private void send() {
    var requests = call;
    while (requests != null && !allSent && unanswered < MAX_UNANSWERED && requests.isReady()) {
      if (feedback.hasNext()) {
        unanswered++;
        requests.onNext(Wire.feedbackRequest(feedback.next()));
      } else {
        allSent = true;
        requests.onCompleted();
      }
    }
  }

  /** Runs a step, and ends the stream with the exception of the caller's iterator or consumer. */
  private void guard(Runnable step) {
    if (ended.isDone()) {
      return;
    }
    try {
      step.run();
    } catch (RuntimeException e) {
      ended.completeExceptionally(e);
    }
  }
}
