package dev.serin.benchmarks.ladder.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.models.Rows;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import dev.serin.v1.Tensor;
import io.grpc.Server;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class LoadTest {
  private static final Rows ROWS = new Rows(
      Model.LR16,
      List.of(new float[16], new float[16]),
      List.of(new float[] {0.25f, 0.75f}, new float[] {0.25f, 0.75f}));
  private static final Requests REQUESTS = Requests.of(Protocol.SERIN, ROWS);

  private final Answering service = new Answering();
  private final Server server = start(service);

  @AfterEach
  void stop() {
    server.shutdownNow();
  }

  @Test
  void count_rightReplies_countsThem() throws Exception {
    try (var load = new ClosedLoop(server.getPort(), REQUESTS, 8)) {
      load.start();

      var sample = firstReplies(load);

      assertThat(sample.micros(99)).isPositive();
      while (!service.users.containsAll(List.of("user-0", "user-7"))) {
        firstReplies(load);
      }
    }
  }

  @Test
  void count_openLoop_countsTheCallsOfTheSchedule() throws Exception {
    try (var load = new OpenLoop(server.getPort(), REQUESTS, 500, 1)) {
      load.start();

      firstReplies(load);

      assertThat(load.count(1).replies()).isBetween(200L, 800L);
    }
  }

  @Test
  void count_wrongNumber_fails() throws Exception {
    service.second = 0.7f;

    assertFails("output 1 is 0.7 (expected: 0.75)");
  }

  @Test
  void count_notANumber_fails() throws Exception {
    service.second = Float.NaN;

    assertFails("output 1 is NaN (expected: 0.75)");
  }

  @Test
  void count_status_fails() throws Exception {
    service.status = Status.RESOURCE_EXHAUSTED.withDescription("full");

    assertFails("grpc-status: 8 full");
  }

  @Test
  void count_connectionGone_fails() throws Exception {
    try (var load = new ClosedLoop(server.getPort(), REQUESTS, 1)) {
      load.start();
      server.shutdownNow().awaitTermination();

      assertThatThrownBy(() -> firstReplies(load)).hasMessageContaining("a call failed");
    }
  }

  @Test
  void call_requestBeyondTheWindow_isSentInParts() throws Exception {
    var large = new Rows(Model.CNN, List.of(new float[3 * 224 * 224]), ROWS.outputs());
    try (var load = new ClosedLoop(server.getPort(), Requests.of(Protocol.SERIN, large), 8)) {
      load.start();

      assertThat(firstReplies(load).replies()).isPositive();
    }
  }

  private void assertFails(String message) throws Exception {
    try (var load = new ClosedLoop(server.getPort(), REQUESTS, 1)) {
      load.start();

      assertThatThrownBy(() -> firstReplies(load))
          .isInstanceOf(IllegalStateException.class)
          .hasMessageContaining(message);
    }
  }

  /** Counts until there are replies. */
  private static Sample firstReplies(Load load) throws InterruptedException {
    var sample = load.count(0.1);
    while (sample.replies() == 0) {
      sample = load.count(0.1);
    }
    return sample;
  }

  private static Server start(Answering service) {
    try {
      return NettyServerBuilder.forPort(0)
          .directExecutor()
          .addService(service)
          .build()
          .start();
    } catch (IOException e) {
      throw new java.io.UncheckedIOException(e);
    }
  }

  /** Answers all calls alike. */
  private static final class Answering extends PredictionServiceImplBase {
    private final java.util.Set<String> users = ConcurrentHashMap.newKeySet();
    private volatile float second = 0.75f;
    private volatile Status status = Status.OK;

    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
      users.add(request.getUserId());
      if (!status.isOk()) {
        observer.onError(status.asRuntimeException());
        return;
      }
      var raw = ByteBuffer.allocate(2 * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      raw.putFloat(0.25f).putFloat(second).flip();
      observer.onNext(PredictResponse.newBuilder()
          .addOutputs(Tensor.newBuilder().setRaw(ByteString.copyFrom(raw)))
          .build());
      observer.onCompleted();
    }
  }
}
