package dev.serin.benchmarks.ladder.rungs;

import com.google.protobuf.ByteString;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import io.grpc.stub.StreamObserver;

/** Answers with zeros: the cost of gRPC and the messages. */
final class Echo extends PredictionServiceImplBase {
  private final PredictResponse reply;

  Echo(Model model) {
    reply = new Answers(model).of(ByteString.copyFrom(new byte[model.outputs() * Float.BYTES]));
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
    observer.onNext(reply);
    observer.onCompleted();
  }
}
