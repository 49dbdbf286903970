package dev.serin.benchmarks.ladder.load;

import com.google.protobuf.UnsafeByteOperations;
import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import java.util.stream.Stream;

/** The messages that a server takes and gives. */
public enum Protocol {
  /** {@code serin.v1.PredictionService}, which our own servers speak. */
  SERIN("/serin.v1.PredictionService/Predict") {
    @Override
    byte[] head(Model model, String user) {
      return PredictRequest.newBuilder()
          .setModel(model.label())
          .setUserId(user)
          .build()
          .toByteArray();
    }

    @Override
    byte[] tail(Model model, byte[] row) {
      var tensor = Tensor.newBuilder()
          .setName(Model.INPUT)
          .setDatatype(Tensor.Datatype.FP32)
          .addAllShape(batchOfOne(model))
          .setRaw(UnsafeByteOperations.unsafeWrap(row));
      return PredictRequest.newBuilder().addInputs(tensor).build().toByteArray();
    }

    @Override
    ByteBuffer output(ByteBuffer reply) {
      return Fields.find(Fields.find(reply, 6), 4);
    }
  },
  /** The Open Inference Protocol, which Triton and MLServer speak. */
  OPEN_INFERENCE("/inference.GRPCInferenceService/ModelInfer") {
    @Override
    byte[] head(Model model, String user) {
      return Fields.text(1, model.label());
    }

    @Override
    byte[] tail(Model model, byte[] row) {
      var input = Fields.bytes(
          5,
          Fields.text(1, Model.INPUT),
          Fields.text(2, "FP32"),
          Fields.numbers(3, batchOfOne(model)));
      return Fields.join(input, Fields.bytes(7, row));
    }

    @Override
    ByteBuffer output(ByteBuffer reply) {
      var raw = Fields.find(reply, 6);
      return raw.hasRemaining() ? raw : Fields.find(Fields.find(Fields.find(reply, 5), 5), 6);
    }
  },
  /** TorchServe's own protocol, with a row's bytes as the value of its one key. */
  TORCHSERVE("/org.pytorch.serve.grpc.inference.InferenceAPIsService/Predictions") {
    @Override
    byte[] head(Model model, String user) {
      return Fields.text(1, model.label());
    }

    @Override
    byte[] tail(Model model, byte[] row) {
      return Fields.bytes(3, Fields.text(1, "data"), Fields.bytes(2, row));
    }

    @Override
    ByteBuffer output(ByteBuffer reply) {
      return Fields.find(reply, 1);
    }
  };

  private final String path;

  Protocol(String path) {
    this.path = path;
  }

  /** Returns the path of the method to call. */
  String path() {
    return path;
  }

  /** Returns the first part of a request, which differs by user. */
  abstract byte[] head(Model model, String user);

  /** Returns the second part of a request, which differs by row. */
  abstract byte[] tail(Model model, byte[] row);

  /** Returns the floats of a reply's first output, little-endian. */
  abstract ByteBuffer output(ByteBuffer reply);

  private static List<Long> batchOfOne(Model model) {
    return Stream.concat(Stream.of(1L), model.shape().stream()).toList();
  }
}
