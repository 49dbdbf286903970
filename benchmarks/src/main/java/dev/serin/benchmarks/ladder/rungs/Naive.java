package dev.serin.benchmarks.ladder.rungs;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtUtil;
import com.google.protobuf.ByteString;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import io.grpc.Status;
import io.grpc.stub.StreamObserver;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;

/** The server that everyone writes first: arrays of arrays, and every setting as it comes. */
final class Naive extends PredictionServiceImplBase {
  private final OrtSession session;
  private final Answers answers;

  Naive(OrtSession session, Model model) {
    this.session = session;
    this.answers = new Answers(model);
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
    try {
      observer.onNext(answers.of(run(request)));
      observer.onCompleted();
    } catch (OrtException e) {
      observer.onError(Status.INTERNAL.withCause(e).asRuntimeException());
    }
  }

  private ByteString run(PredictRequest request) throws OrtException {
    var input = request.getInputs(0);
    var floats = input.getRaw().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    var row = new float[floats.remaining() / Float.BYTES];
    floats.asFloatBuffer().get(row);
    var shape = input.getShapeList().stream().mapToLong(size -> size).toArray();
    try (var tensor =
            OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), OrtUtil.reshape(row, shape));
        var result = session.run(Map.of(Model.INPUT, tensor))) {
      var scores = ((float[][]) result.get(0).getValue())[0];
      var bytes = ByteBuffer.allocate(scores.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(scores);
      return ByteString.copyFrom(bytes);
    }
  }
}
