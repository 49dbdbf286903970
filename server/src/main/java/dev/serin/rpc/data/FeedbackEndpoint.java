package dev.serin.rpc.data;

import dev.serin.feedback.Feedback;
import dev.serin.feedback.FeedbackAnswer;
import dev.serin.feedback.FeedbackRequest;
import dev.serin.feedback.FeedbackRequest.CallerRequest;
import dev.serin.feedback.FeedbackResult;
import dev.serin.feedback.FeedbackUnavailableException;
import dev.serin.feedback.quality.Truth;
import dev.serin.rpc.Roles;
import dev.serin.rpc.StatusTable;
import dev.serin.serving.CallStatus;
import dev.serin.v1.FeedbackServiceGrpc.FeedbackServiceImplBase;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import dev.serin.v1.SubmitFeedbackResponse.Result;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/** {@code serin.v1.FeedbackService}. */
public final class FeedbackEndpoint extends FeedbackServiceImplBase {
  /** The most labels of a stream that are requested before they are answered. */
  private static final int AHEAD = 64;

  private final Feedback feedback;

  public FeedbackEndpoint(Feedback feedback) {
    this.feedback = feedback;
  }

  @Override
  public void submitFeedback(
      SubmitFeedbackRequest request, StreamObserver<SubmitFeedbackResponse> observer) {
    try {
      observer.onNext(answer(request));
    } catch (StatusRuntimeException e) {
      observer.onError(e);
      return;
    }
    observer.onCompleted();
  }

  @Override
  public StreamObserver<SubmitFeedbackRequest> streamFeedback(
      StreamObserver<SubmitFeedbackResponse> responses) {
    var observer = (ServerCallStreamObserver<SubmitFeedbackResponse>) responses;
    observer.setOnCancelHandler(() -> {});
    return new FeedbackStream(observer);
  }

  /**
   * Answers label by label. Requests some ahead, so that not each label waits for a thread to fetch
   * it, and no more while the caller does not read its answers.
   */
  private final class FeedbackStream implements StreamObserver<SubmitFeedbackRequest> {
    private final ServerCallStreamObserver<SubmitFeedbackResponse> observer;
    /** Labels that were requested and have not arrived yet. */
    private int asked;
    /** Whether the stream ended with an error. */
    private boolean failed;

    FeedbackStream(ServerCallStreamObserver<SubmitFeedbackResponse> observer) {
      this.observer = observer;
      observer.disableAutoRequest();
      observer.setOnReadyHandler(this::askMore);
    }

    @Override
    public void onNext(SubmitFeedbackRequest request) {
      asked--;
      try {
        observer.onNext(answer(request));
      } catch (StatusRuntimeException e) {
        failed = true;
        observer.onError(e);
        return;
      }
      askMore();
    }

    @Override
    public void onError(Throwable cancelled) {
      // The labels received are counted; the caller is gone.
    }

    @Override
    public void onCompleted() {
      if (!failed) {
        observer.onCompleted();
      }
    }

    private void askMore() {
      if (asked <= AHEAD / 2 && !failed && observer.isReady()) {
        observer.request(AHEAD - asked);
        asked = AHEAD;
      }
    }
  }

  private SubmitFeedbackResponse answer(SubmitFeedbackRequest request) {
    try {
      return response(feedback.submit(read(request)));
    } catch (FeedbackUnavailableException e) {
      throw StatusTable.error(CallStatus.UNAVAILABLE, "cannot store the label: retry");
    }
  }

  private static FeedbackRequest read(SubmitFeedbackRequest request) {
    var caller = request.hasRequest()
        ? new CallerRequest(
            request.getRequest().getModel(), request.getRequest().getRequestId())
        : null;
    return new FeedbackRequest(
        request.hasPredictionId() ? request.getPredictionId() : null,
        caller,
        request.hasRow() ? OptionalInt.of(request.getRow()) : OptionalInt.empty(),
        truth(request));
  }

  private static @Nullable Truth truth(SubmitFeedbackRequest request) {
    return switch (request.getTruthCase()) {
      case LABEL -> new Truth.Label(request.getLabel());
      case CLASS_INDEX -> new Truth.ClassIndex(request.getClassIndex());
      case NUMBER -> new Truth.Quantity(request.getNumber());
      case REWARD -> new Truth.Reward(request.getReward());
      case TRUTH_NOT_SET -> null;
    };
  }

  private static Result result(FeedbackResult result) {
    return switch (result) {
      case ACCEPTED -> Result.ACCEPTED;
      case DUPLICATE -> Result.DUPLICATE;
      case UNKNOWN -> Result.UNKNOWN;
      case EXPIRED -> Result.EXPIRED;
      case INVALID -> Result.INVALID;
    };
  }

  private static SubmitFeedbackResponse response(FeedbackAnswer answer) {
    var response = SubmitFeedbackResponse.newBuilder()
        .setResult(result(answer.result()))
        .setMessage(answer.message());
    answer
        .version()
        .ifPresent(version -> response.setModel(version.model()).setVersion(version.version()));
    answer.role().ifPresent(role -> response.setRole(Roles.message(role)));
    return response.build();
  }
}
