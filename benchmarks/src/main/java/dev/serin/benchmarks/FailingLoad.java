package dev.serin.benchmarks;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceStub;
import dev.serin.v1.Role;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a number of calls in flight, of digits or, on demand, of pixels that only version 2 answers
 * with numbers; knows which of them the canary got at last. Thread-safe.
 */
final class FailingLoad implements AutoCloseable {
  private static final int USERS = 1_000;

  private final ManagedChannel channel;
  private final PredictionServiceStub stub;
  private final List<PredictRequest> good;
  private final List<PredictRequest> bad;
  private final int inFlight;
  private final LongAdder answers = new LongAdder();
  private final AtomicLong lastSent = new AtomicLong(Long.MIN_VALUE);
  private final AtomicLong lastArrived = new AtomicLong(Long.MIN_VALUE);
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private volatile boolean failing;
  private volatile boolean ending;

  FailingLoad(int port, int inFlight) throws IOException {
    this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .directExecutor()
        .build();
    this.stub = PredictionServiceGrpc.newStub(channel);
    this.good = ofAllUsers(Digit.request());
    var hostile = Digit.request();
    hostile.getInputsBuilder(0).setRaw(largest(hostile.getInputs(0).getRaw().size()));
    this.bad = ofAllUsers(hostile);
    this.inFlight = inFlight;
  }

  void start() {
    for (int i = 0; i < inFlight; i++) {
      call(i * USERS / inFlight);
    }
  }

  /** Makes the canary fail from now on, or no longer. */
  void fail(boolean begin) {
    failing = begin;
  }

  /** Throws if a call failed. */
  long answers() {
    var failed = failure.get();
    if (failed != null) {
      throw new IllegalStateException("a call failed; the figures are void", failed);
    }
    return answers.sum();
  }

  /** When the last call was sent that the canary answered. */
  long lastSentNanos() {
    return lastSent.get();
  }

  /** The time by which the last call had arrived that the canary answered. */
  long lastArrivedNanos() {
    return lastArrived.get();
  }

  @Override
  public void close() {
    ending = true;
    channel.shutdownNow();
  }

  private void call(int user) {
    long start = System.nanoTime();
    stub.predict((failing ? bad : good).get(user), new StreamObserver<>() {
      @Override
      public void onNext(PredictResponse response) {
        answers.increment();
        if (response.getRole() == Role.CANARY) {
          long took = Durations.toNanos(response.getServerTime());
          lastSent.accumulateAndGet(start, Math::max);
          lastArrived.accumulateAndGet(System.nanoTime() - took, Math::max);
        }
      }

      @Override
      public void onError(Throwable e) {
        failure.set(e);
      }

      @Override
      public void onCompleted() {
        if (!ending) {
          call((user + 1) % USERS);
        }
      }
    });
  }

  private static List<PredictRequest> ofAllUsers(PredictRequest.Builder request) {
    return IntStream.range(0, USERS)
        .mapToObj(user -> request.clone().setUserId("user-" + user).build())
        .toList();
  }

  /** Pixels whose weighted sums are beyond all numbers. */
  private static ByteString largest(int bytes) {
    var raw = ByteBuffer.allocate(bytes).order(ByteOrder.LITTLE_ENDIAN);
    while (raw.hasRemaining()) {
      raw.putFloat(Float.MAX_VALUE);
    }
    return ByteString.copyFrom(raw.flip());
  }
}
