package dev.serin.benchmarks.ladder.rungs;

import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;

/** Runs the model on the thread that read the call, for each call alone. */
final class Inline extends PredictionServiceImplBase {
  private final Answers answers;
  private final ThreadLocal<Bound> bound;

  Inline(OrtSession session, Model model) {
    this.answers = new Answers(model);
    this.bound = ThreadLocal.withInitial(() -> new Bound(session, model, 1));
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
    try {
      var memory = bound.get();
      memory.put(0, request.getInputs(0).getRaw());
      memory.run(1);
      observer.onNext(answers.of(memory.get(0)));
      observer.onCompleted();
    } catch (OrtException | IllegalArgumentException e) {
      observer.onError(Status.INTERNAL.withCause(e).asRuntimeException());
    }
  }
}
