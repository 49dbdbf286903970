package dev.serin.client;

import com.google.protobuf.Message;
import dev.serin.v1.AdvanceRolloutRequest;
import dev.serin.v1.ExplainRequest;
import dev.serin.v1.ExplainResponse;
import dev.serin.v1.FeedbackServiceGrpc;
import dev.serin.v1.GetRolloutRequest;
import dev.serin.v1.GetSplitRequest;
import dev.serin.v1.ListModelsRequest;
import dev.serin.v1.ListModelsResponse;
import dev.serin.v1.ModelServiceGrpc;
import dev.serin.v1.ModelStatus;
import dev.serin.v1.ModelStatusRequest;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.PromoteRolloutRequest;
import dev.serin.v1.RolloutHistoryRequest;
import dev.serin.v1.RolloutHistoryResponse;
import dev.serin.v1.RolloutRequest;
import dev.serin.v1.RolloutServiceGrpc;
import dev.serin.v1.RolloutStatus;
import dev.serin.v1.SetSplitRequest;
import dev.serin.v1.SplitHistoryRequest;
import dev.serin.v1.SplitHistoryResponse;
import dev.serin.v1.SplitRevision;
import dev.serin.v1.SplitServiceGrpc;
import dev.serin.v1.StartRolloutRequest;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import dev.serin.v1.WatchRolloutRequest;
import io.grpc.Metadata;
import io.grpc.Server;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;

/** A server on loopback that returns prepared answers and records its requests. */
final class FakeGateway implements AutoCloseable, ServerInterceptor {
  /** A busy machine may take seconds for the first call, which connects. */
  static final ClientOptions PATIENT =
      ClientOptions.defaults().withDeadline(Duration.ofSeconds(25));

  /** The failures of the next calls, before the prepared answers. */
  final Queue<Status> failures = new ConcurrentLinkedQueue<>();

  /** The trailers of a failure. */
  final Metadata trailers = new Metadata();

  /** The bare method names of the calls that arrived, failed ones included. */
  final List<String> calls = new CopyOnWriteArrayList<>();

  /** Opens when the first call has arrived. */
  final CountDownLatch arrived = new CountDownLatch(1);

  /** Opens when a caller has cancelled an unanswered call or a watch. */
  final CountDownLatch givenUp = new CountDownLatch(1);

  final List<Metadata> headers = new CopyOnWriteArrayList<>();
  final List<Message> requests = new CopyOnWriteArrayList<>();
  final List<SplitRevision> watched = new CopyOnWriteArrayList<>();

  final List<RolloutStatus> watchedRollout = new CopyOnWriteArrayList<>();

  volatile boolean silent;
  volatile PredictResponse prediction = PredictResponse.getDefaultInstance();
  volatile ListModelsResponse models = ListModelsResponse.getDefaultInstance();
  volatile ModelStatus status = ModelStatus.getDefaultInstance();
  volatile SplitRevision revision = SplitRevision.getDefaultInstance();
  volatile SplitHistoryResponse history = SplitHistoryResponse.getDefaultInstance();
  volatile RolloutStatus rollout = RolloutStatus.getDefaultInstance();
  volatile RolloutHistoryResponse transitions = RolloutHistoryResponse.getDefaultInstance();
  volatile ExplainResponse explanation = ExplainResponse.getDefaultInstance();

  /** The result of each label. */
  volatile Function<SubmitFeedbackRequest, SubmitFeedbackResponse> judge =
      request -> SubmitFeedbackResponse.getDefaultInstance();

  private final Server server;

  FakeGateway() throws IOException {
    server = NettyServerBuilder.forAddress(
            new InetSocketAddress(InetAddress.getLoopbackAddress(), 0))
        .addService(new Predictions())
        .addService(new Labels())
        .addService(new Models())
        .addService(new Splits())
        .addService(new Rollouts())
        .intercept(this)
        .build()
        .start();
  }

  String address() {
    return "127.0.0.1:" + server.getPort();
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata metadata, ServerCallHandler<Q, R> next) {
    calls.add(String.valueOf(call.getMethodDescriptor().getBareMethodName()));
    headers.add(metadata);
    arrived.countDown();
    var failure = failures.poll();
    if (failure != null) {
      call.close(failure, trailers);
    }
    return silent || failure != null ? new Unanswered<>() : next.startCall(call, metadata);
  }

  @Override
  public void close() {
    server.shutdownNow();
  }

  private <R> void reply(Message request, R answer, StreamObserver<R> observer) {
    requests.add(request);
    observer.onNext(answer);
    observer.onCompleted();
  }

  private final class Unanswered<Q> extends ServerCall.Listener<Q> {
    @Override
    public void onCancel() {
      givenUp.countDown();
    }
  }

  private final class Predictions extends PredictionServiceGrpc.PredictionServiceImplBase {
    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
      reply(request, prediction, observer);
    }
  }

  private final class Labels extends FeedbackServiceGrpc.FeedbackServiceImplBase {
    @Override
    public void submitFeedback(
        SubmitFeedbackRequest request, StreamObserver<SubmitFeedbackResponse> observer) {
      reply(request, judge.apply(request), observer);
    }

    @Override
    public StreamObserver<SubmitFeedbackRequest> streamFeedback(
        StreamObserver<SubmitFeedbackResponse> observer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(SubmitFeedbackRequest request) {
          observer.onNext(judge.apply(request));
        }

        @Override
        public void onError(Throwable error) {
          givenUp.countDown();
        }

        @Override
        public void onCompleted() {
          observer.onCompleted();
        }
      };
    }
  }

  private final class Models extends ModelServiceGrpc.ModelServiceImplBase {
    @Override
    public void list(ListModelsRequest request, StreamObserver<ListModelsResponse> observer) {
      reply(request, models, observer);
    }

    @Override
    public void status(ModelStatusRequest request, StreamObserver<ModelStatus> observer) {
      reply(request, status, observer);
    }
  }

  private final class Splits extends SplitServiceGrpc.SplitServiceImplBase {
    @Override
    public void get(GetSplitRequest request, StreamObserver<SplitRevision> observer) {
      reply(request, revision, observer);
    }

    @Override
    public void set(SetSplitRequest request, StreamObserver<SplitRevision> observer) {
      reply(request, revision, observer);
    }

    @Override
    public void history(
        SplitHistoryRequest request, StreamObserver<SplitHistoryResponse> observer) {
      reply(request, history, observer);
    }

    @Override
    public void watch(GetSplitRequest request, StreamObserver<SplitRevision> observer) {
      requests.add(request);
      ((ServerCallStreamObserver<SplitRevision>) observer).setOnCancelHandler(givenUp::countDown);
      watched.forEach(observer::onNext);
    }

    @Override
    public void explain(ExplainRequest request, StreamObserver<ExplainResponse> observer) {
      reply(request, explanation, observer);
    }
  }

  private final class Rollouts extends RolloutServiceGrpc.RolloutServiceImplBase {
    @Override
    public void start(StartRolloutRequest request, StreamObserver<RolloutStatus> observer) {
      reply(request, rollout, observer);
    }

    @Override
    public void get(GetRolloutRequest request, StreamObserver<RolloutStatus> observer) {
      reply(request, rollout, observer);
    }

    @Override
    public void watch(WatchRolloutRequest request, StreamObserver<RolloutStatus> observer) {
      requests.add(request);
      watchedRollout.forEach(observer::onNext);
      observer.onCompleted();
    }

    @Override
    public void pause(RolloutRequest request, StreamObserver<RolloutStatus> observer) {
      reply(request, rollout, observer);
    }

    @Override
    public void resume(RolloutRequest request, StreamObserver<RolloutStatus> observer) {
      reply(request, rollout, observer);
    }

    @Override
    public void advance(AdvanceRolloutRequest request, StreamObserver<RolloutStatus> observer) {
      reply(request, rollout, observer);
    }

    @Override
    public void promote(PromoteRolloutRequest request, StreamObserver<RolloutStatus> observer) {
      reply(request, rollout, observer);
    }

    @Override
    public void abort(RolloutRequest request, StreamObserver<RolloutStatus> observer) {
      reply(request, rollout, observer);
    }

    @Override
    public void history(
        RolloutHistoryRequest request, StreamObserver<RolloutHistoryResponse> observer) {
      reply(request, transitions, observer);
    }
  }
}
