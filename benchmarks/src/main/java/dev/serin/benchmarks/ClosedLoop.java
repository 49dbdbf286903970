package dev.serin.benchmarks;

import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceStub;
import io.grpc.ManagedChannel;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.LongAdder;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Keeps a number of calls in flight against one server; each answer sends the next call. */
final class ClosedLoop implements AutoCloseable {
  /** So many different users call, in turn, so that a split has something to split. */
  private static final int USERS = 1_000;

  private static final long STOP_SECONDS = 10;

  private final ManagedChannel channel;
  private final PredictionServiceStub stub;
  private final List<PredictRequest> requests;
  private final int inFlight;

  ClosedLoop(int port, PredictRequest.Builder request, int inFlight) {
    this.channel = NettyChannelBuilder.forAddress("127.0.0.1", port)
        .usePlaintext()
        .directExecutor()
        .build();
    this.stub = PredictionServiceGrpc.newStub(channel);
    this.requests = IntStream.range(0, USERS)
        .mapToObj(user -> request.clone().setUserId("user-" + user).build())
        .toList();
    this.inFlight = inFlight;
  }

  /** Returns the answers per second. Throws if a call fails. */
  double run(double seconds) throws InterruptedException {
    var round = new Round();
    long start = System.nanoTime();
    for (int i = 0; i < inFlight; i++) {
      round.call(i * USERS / inFlight);
    }
    TimeUnit.NANOSECONDS.sleep((long) (seconds * 1e9));
    long answers = round.answers.sum();
    double elapsed = (System.nanoTime() - start) / 1e9;
    round.end();
    return answers / elapsed;
  }

  @Override
  public void close() {
    channel.shutdownNow();
  }

  private final class Round {
    final LongAdder answers = new LongAdder();
    private final AtomicBoolean ending = new AtomicBoolean();
    private final CountDownLatch left = new CountDownLatch(inFlight);
    private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();

    void call(int user) {
      if (ending.get()) {
        left.countDown();
        return;
      }
      stub.predict(requests.get(user), new StreamObserver<>() {
        @Override
        public void onNext(PredictResponse response) {
          answers.increment();
        }

        @Override
        public void onError(Throwable e) {
          failure.set(e);
          left.countDown();
        }

        @Override
        public void onCompleted() {
          call((user + 1) % USERS);
        }
      });
    }

    void end() throws InterruptedException {
      ending.set(true);
      boolean ended = left.await(STOP_SECONDS, TimeUnit.SECONDS);
      var failed = failure.get();
      if (failed != null || !ended) {
        throw new IllegalStateException("a call failed; the figures are void", failed);
      }
    }
  }
}
