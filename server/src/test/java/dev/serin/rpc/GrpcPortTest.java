package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.serving.InFlightBytes;
import dev.serin.v1.FeedbackServiceGrpc;
import dev.serin.v1.FeedbackServiceGrpc.FeedbackServiceImplBase;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import io.grpc.Compressor;
import io.grpc.CompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthCheckResponse.ServingStatus;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class GrpcPortTest {
  private final InFlightBytes inFlight = new InFlightBytes(1 << 20);
  private final List<String> malformed = new CopyOnWriteArrayList<>();
  private final CountDownLatch predicted = new CountDownLatch(1);
  private final CountDownLatch streaming = new CountDownLatch(1);
  private final ExecutorService threads =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "blocking"));
  private final ExecutorService unpacking =
      Executors.newSingleThreadExecutor(task -> new Thread(task, "unpacking"));
  private GrpcPort port;
  private ManagedChannel channel;

  @BeforeEach
  void start() throws Exception {
    port = new GrpcPort(
        Listener.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        new GrpcPort.Bounds(1 << 20, inFlight, Optional.empty()),
        new GrpcPort.Services(
            List.of(new Quick()),
            List.of(new Blocking()),
            threads,
            unpacking,
            (method, status) -> malformed.add(method + " " + status)),
        System::nanoTime);
    channel =
        NettyChannelBuilder.forAddress("localhost", port.port()).usePlaintext().build();
  }

  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    port.stop(Duration.ofSeconds(5));
    threads.shutdownNow();
    unpacking.shutdownNow();
  }

  /** One connection has one event loop: a service that blocked it would wait forever here. */
  @Test
  void blockingService_doesNotHoldUpTheEventLoop() throws Exception {
    port.started();
    var label = FeedbackServiceGrpc.newFutureStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .submitFeedback(SubmitFeedbackRequest.getDefaultInstance());

    var thread = PredictionServiceGrpc.newBlockingStub(channel)
        .withDeadlineAfter(60, TimeUnit.SECONDS)
        .predict(PredictRequest.getDefaultInstance())
        .getModel();

    assertThat(thread).isNotEqualTo("blocking");
    assertThat(label.get().getMessage()).isEqualTo("blocking");
  }

  @Test
  void health_untilSomebodySaysOtherwise_isNotServing() {
    assertThat(health()).isEqualTo(ServingStatus.NOT_SERVING);

    port.ready(true);
    assertThat(health()).isEqualTo(ServingStatus.SERVING);

    port.enterTerminalState();
    port.ready(true);
    assertThat(health()).isEqualTo(ServingStatus.NOT_SERVING);
  }

  /** The port must be open while models are loaded, or a liveness probe kills the gateway. */
  @Test
  void call_beforeTheGatewayHasStarted_isUnavailableButHealthAnswers() {
    var prediction = PredictionServiceGrpc.newBlockingStub(channel);

    assertThatThrownBy(() -> prediction.predict(PredictRequest.getDefaultInstance()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus())
                .extracting(Status::getCode, Status::getDescription)
                .containsExactly(
                    Status.Code.UNAVAILABLE, "the gateway is starting: loading models"));
    assertThat(health()).isEqualTo(ServingStatus.NOT_SERVING);

    port.started();
    assertThat(prediction.predict(PredictRequest.getDefaultInstance()).getModel())
        .isNotEmpty();
  }

  /** By default gRPC answers UNKNOWN and logs a stack trace for each. */
  @Test
  void call_bytesThatAreNoMessage_areTheCallersFaultAndHeardOf() {
    port.started();
    for (var method : List.of(
        PredictionServiceGrpc.getPredictMethod(), FeedbackServiceGrpc.getSubmitFeedbackMethod())) {
      var status = Bytes.send(channel, method.getFullMethodName(), new byte[] {0x0a, 0x7f});

      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(status.getDescription()).startsWith("message: not a valid ");
    }
    assertThat(malformed)
        .containsExactly(
            "serin.v1.PredictionService/Predict INVALID_ARGUMENT",
            "serin.v1.FeedbackService/SubmitFeedback INVALID_ARGUMENT");
  }

  @Test
  void call_textThatIsNotUtf8_isTheCallersFault() {
    port.started();

    var status = Bytes.send(
        channel, "serin.v1.PredictionService/Predict", new byte[] {0x1a, 1, (byte) 0xff});

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  /** 64 KB of gzip can occupy an event loop, and all connections on it, for seconds. */
  @Test
  void call_thatIsPacked_isReadOnOtherThreads() {
    port.started();
    var call = PredictionServiceGrpc.newBlockingStub(channel);

    var plain = call.predict(PredictRequest.getDefaultInstance()).getModel();
    var packed = call.withCompression("gzip")
        .predict(PredictRequest.newBuilder().setModel("x".repeat(1_000)).build())
        .getModel();

    assertThat(plain).isNotEqualTo("unpacking");
    assertThat(packed).isEqualTo("unpacking");
  }

  /** 8 MiB, compressed to 8 KB. */
  @Test
  void call_gzipThatGrowsBeyondTheLimit_isRefused() throws Exception {
    port.started();
    var request = PredictRequest.newBuilder().setModel("x".repeat(8 << 20)).build();

    var call = PredictionServiceGrpc.newBlockingStub(channel).withCompression("gzip");

    assertThatThrownBy(() -> call.predict(request))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED));
  }

  @Test
  void call_gzipWithoutItsHeader_isTheCallersFault() {
    port.started();
    var registry = CompressorRegistry.newEmptyInstance();
    registry.register(new NotCompressing());
    var lying = NettyChannelBuilder.forAddress("localhost", port.port())
        .usePlaintext()
        .compressorRegistry(registry)
        .build();
    var call = PredictionServiceGrpc.newBlockingStub(lying).withCompression("gzip");

    assertThatThrownBy(
            () -> call.predict(PredictRequest.newBuilder().setModel("m").build()))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            e -> assertThat(e.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT));
    lying.shutdownNow();
  }

  @Test
  void health_bytesThatAreNoMessage_areTheCallersFault() {
    assertThat(Bytes.send(channel, "grpc.health.v1.Health/Check", new byte[] {0x0a, 0x7f})
            .getCode())
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  /** Probes ask for the service that they depend on. */
  @Test
  void health_ofAService_isThatOfTheListener() {
    port.ready(true);

    assertThat(HealthGrpc.newBlockingStub(channel)
            .check(HealthCheckRequest.newBuilder()
                .setService("serin.v1.PredictionService")
                .build())
            .getStatus())
        .isEqualTo(ServingStatus.SERVING);
  }

  /** An idle stream of labels must not delay shutting down for the time that calls are given. */
  @Test
  void stop_streamOfLabelsThatIsIdle_endsItAtOnce() throws Exception {
    port.started();
    var ended = new CompletableFuture<Status>();
    var labels = FeedbackServiceGrpc.newStub(channel).streamFeedback(new StreamObserver<>() {
      @Override
      public void onNext(SubmitFeedbackResponse response) {
        ended.complete(Status.OK);
      }

      @Override
      public void onError(Throwable e) {
        ended.complete(Status.fromThrowable(e));
      }

      @Override
      public void onCompleted() {
        ended.complete(Status.OK);
      }
    });
    labels.onNext(SubmitFeedbackRequest.getDefaultInstance());
    assertThat(streaming.await(20, TimeUnit.SECONDS)).isTrue();

    port.stop(Duration.ofMinutes(1));

    assertThat(ended.get(20, TimeUnit.SECONDS))
        .extracting(Status::getCode, Status::getDescription)
        .containsExactly(Status.Code.UNAVAILABLE, "the gateway is shutting down");
  }

  private ServingStatus health() {
    return HealthGrpc.newBlockingStub(channel)
        .check(HealthCheckRequest.getDefaultInstance())
        .getStatus();
  }

  /** Answers with the name of its thread. */
  private final class Quick extends PredictionServiceImplBase {
    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
      predicted.countDown();
      observer.onNext(PredictResponse.newBuilder()
          .setModel(Thread.currentThread().getName())
          .build());
      observer.onCompleted();
    }
  }

  /**
   * Waits until the other one has been called, and answers with the name of its thread; streams are
   * idle.
   */
  private final class Blocking extends FeedbackServiceImplBase {
    @Override
    public void submitFeedback(
        SubmitFeedbackRequest request, StreamObserver<SubmitFeedbackResponse> observer) {
      try {
        boolean unused = predicted.await(60, TimeUnit.SECONDS);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
      }
      observer.onNext(SubmitFeedbackResponse.newBuilder()
          .setMessage(Thread.currentThread().getName())
          .build());
      observer.onCompleted();
    }

    @Override
    public StreamObserver<SubmitFeedbackRequest> streamFeedback(
        StreamObserver<SubmitFeedbackResponse> observer) {
      return new StreamObserver<>() {
        @Override
        public void onNext(SubmitFeedbackRequest request) {
          streaming.countDown();
        }

        @Override
        public void onError(Throwable e) {}

        @Override
        public void onCompleted() {}
      };
    }
  }

  /** Says that it compresses with gzip, and sends messages as they are. */
  private static final class NotCompressing implements Compressor {
    @Override
    public String getMessageEncoding() {
      return "gzip";
    }

    @Override
    public OutputStream compress(OutputStream target) {
      return target;
    }
  }
}
