package dev.serin.benchmarks.ladder.rungs;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import io.grpc.Status;
import io.grpc.netty.shaded.io.netty.channel.EventLoop;
import io.grpc.stub.StreamObserver;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/**
 * Batches without a timer: a runner takes what was queued while the last run was busy, and writes
 * the replies of a batch together. Thread-safe.
 */
final class Batched extends PredictionServiceImplBase {
  private static final int RUNNERS = 2;

  private final OrtSession session;
  private final Model model;
  private final Answers answers;
  private final Supplier<EventLoop> here;
  private final CallQueue queue = new CallQueue();
  private final BatchSizes sizes = new BatchSizes();

  /**
   * Starts the runners.
   *
   * @param here returns the event loop of the current thread
   */
  Batched(OrtSession session, Model model, Supplier<EventLoop> here) {
    this.session = session;
    this.model = model;
    this.answers = new Answers(model);
    this.here = here;
    for (int i = 0; i < RUNNERS; i++) {
      var runner = new Thread(this::serve, "runner-" + i);
      runner.setDaemon(true);
      runner.start();
    }
  }

  BatchSizes sizes() {
    return sizes;
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
    queue.add(new QueuedCall(request.getInputs(0).getRaw(), observer, here.get()));
  }

  private void serve() {
    int maxBatch = model.maxBatch();
    try (var memory = new Bound(session, model, maxBatch)) {
      var batch = new ArrayList<QueuedCall>(maxBatch);
      while (true) {
        queue.take(batch, maxBatch);
        sizes.add(batch.size());
        run(memory, List.copyOf(batch));
        batch.clear();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private void run(Bound memory, List<QueuedCall> batch) {
    try {
      for (int row = 0; row < batch.size(); row++) {
        memory.put(row, batch.get(row).input());
      }
      memory.run(batch.size());
      var replies = new ArrayList<PredictResponse>(batch.size());
      for (int row = 0; row < batch.size(); row++) {
        replies.add(answers.of(memory.get(row)));
      }
      write(batch, replies);
    } catch (OrtException | IllegalArgumentException e) {
      var status = Status.INTERNAL.withCause(e).asRuntimeException();
      batch.forEach(call -> call.observer().onError(status));
    }
  }

  /** Writes on the connections' own threads, so that each is woken once and flushes once. */
  private static void write(List<QueuedCall> batch, List<PredictResponse> replies) {
    for (int i = 0; i < batch.size(); i++) {
      var loop = batch.get(i).loop();
      if (isFirst(batch, i)) {
        loop.execute(() -> write(batch, replies, loop));
      }
    }
  }

  /** Whether no call before has the same event loop; there are few of them. */
  private static boolean isFirst(List<QueuedCall> batch, int index) {
    for (int i = 0; i < index; i++) {
      if (batch.get(i).loop() == batch.get(index).loop()) {
        return false;
      }
    }
    return true;
  }

  private static void write(List<QueuedCall> batch, List<PredictResponse> replies, EventLoop loop) {
    for (int i = 0; i < batch.size(); i++) {
      var call = batch.get(i);
      if (call.loop() == loop) {
        call.observer().onNext(replies.get(i));
        call.observer().onCompleted();
      }
    }
  }
}
