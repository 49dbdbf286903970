package dev.serin.benchmarks.overload;

import com.google.protobuf.ByteString;
import dev.serin.benchmarks.ladder.load.Poisson;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceStub;
import dev.serin.v1.Tensor;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.IntStream;

/** Calls of many users to one gateway, over two connections. Confined to one thread. */
final class Callers implements AutoCloseable {
  private static final int CONNECTIONS = 2;
  private static final int USERS = 1_000;
  private static final long STABLE = 1;
  private static final long DEADLINE_SECONDS = 30;
  private static final long DRAIN_SECONDS = 60;

  private final List<ManagedChannel> channels;
  private final List<PredictionServiceStub> stubs;
  private final List<PredictRequest> requests;
  private final Answers answers = new Answers();
  private final AtomicInteger inFlight = new AtomicInteger();
  private int number;

  Callers(int port) {
    channels = IntStream.range(0, CONNECTIONS)
        .<ManagedChannel>mapToObj(i -> NettyChannelBuilder.forAddress("127.0.0.1", port)
            .usePlaintext()
            .directExecutor()
            .build())
        .toList();
    stubs = channels.stream().map(PredictionServiceGrpc::newStub).toList();
    requests = IntStream.range(0, USERS).mapToObj(Callers::request).toList();
  }

  private static PredictRequest request(int user) {
    var tensor = Tensor.newBuilder()
        .setName(Products.INPUT)
        .setDatatype(Tensor.Datatype.FP32)
        .addAllShape(List.of(1L, (long) Products.INPUTS))
        .setRaw(ByteString.copyFrom(new byte[Products.INPUTS * Float.BYTES]));
    return PredictRequest.newBuilder()
        .setModel(Products.MODEL)
        .setUserId("user-" + user)
        .addInputs(tensor)
        .build();
  }

  /** Keeps so many calls in flight for a while, and waits for the last answer. */
  Answers.Figures closed(int concurrency, double seconds) throws InterruptedException {
    var permits = new Semaphore(concurrency);
    long end = System.nanoTime() + (long) (seconds * 1e9);
    while (System.nanoTime() < end) {
      permits.acquire();
      call(System.nanoTime(), permits::release);
    }
    var figures = answers.take(seconds);
    drain();
    var unused = answers.take(seconds);
    return figures;
  }

  /**
   * Calls at the times of a Poisson schedule for a while, and waits for the last answer; a latency
   * counts from the time at which its call was to be sent.
   */
  Answers.Figures open(double perSecond, double seconds, long seed) throws InterruptedException {
    var schedule = new Poisson(perSecond, seed);
    long start = System.nanoTime();
    long end = start + (long) (seconds * 1e9);
    for (long due = start + schedule.next(); due < end; due = start + schedule.next()) {
      while (System.nanoTime() < due) {
        LockSupport.parkNanos(due - System.nanoTime());
      }
      call(due, () -> {});
    }
    drain();
    return answers.take(seconds);
  }

  private void call(long startNanos, Runnable then) {
    int next = number++;
    inFlight.incrementAndGet();
    stubs
        .get(next % CONNECTIONS)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS)
        .predict(requests.get(next % USERS), new StreamObserver<PredictResponse>() {
          @Override
          public void onNext(PredictResponse response) {
            answers.answered(response.getVersion() == STABLE, System.nanoTime() - startNanos);
          }

          @Override
          public void onError(Throwable cause) {
            answers.ended(Status.fromThrowable(cause), System.nanoTime() - startNanos);
            onCompleted();
          }

          @Override
          public void onCompleted() {
            inFlight.decrementAndGet();
            then.run();
          }
        });
  }

  private void drain() throws InterruptedException {
    long start = System.nanoTime();
    while (inFlight.get() > 0) {
      if (System.nanoTime() - start > TimeUnit.SECONDS.toNanos(DRAIN_SECONDS)) {
        throw new IllegalStateException(
            "calls without an answer: " + inFlight.get() + " (expected: none)");
      }
      TimeUnit.MILLISECONDS.sleep(1);
    }
  }

  @Override
  public void close() {
    channels.forEach(ManagedChannel::shutdownNow);
  }
}
