package dev.serin.benchmarks.ladder.rungs;

import com.google.protobuf.ByteString;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.Tensor;

/** Makes replies with one output. Thread-safe. */
final class Answers {
  private final PredictResponse reply;
  private final Tensor output;

  Answers(Model model) {
    this.reply =
        PredictResponse.newBuilder().setModel(model.label()).setVersion(1).build();
    this.output = Tensor.newBuilder()
        .setName(Model.OUTPUT)
        .setDatatype(Tensor.Datatype.FP32)
        .addShape(1)
        .addShape(model.outputs())
        .build();
  }

  PredictResponse of(ByteString raw) {
    return reply.toBuilder().addOutputs(output.toBuilder().setRaw(raw)).build();
  }
}
