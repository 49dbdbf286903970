package dev.serin.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;

/** Copies the outputs of a run out of ONNX Runtime's memory. */
final class OutputTensors {
  private OutputTensors() {}

  /** The least size of a text, in lists and as a tensor. */
  private static final int STRING_BYTES = 64;

  /**
   * Returns the size of copies of a run's outputs; of texts only the number is known, so each
   * counts {@value #STRING_BYTES} bytes.
   */
  static long bytes(OrtSession.Result result) throws OrtException {
    long bytes = 0;
    for (var output : result) {
      if (output.getValue() instanceof OnnxTensor tensor) {
        var info = tensor.getInfo();
        var type = ElementTypes.of(info.onnxType);
        int element = type.map(DataType::bytes).filter(size -> size > 0).orElse(STRING_BYTES);
        bytes += element * Shape.of(info.getShape()).elements();
      }
    }
    return bytes;
  }

  static Tensor copy(OrtEnvironment environment, String name, OnnxValue value) throws OrtException {
    if (!(value instanceof OnnxTensor tensor)) {
      throw new IllegalStateException("output " + name + ": not a tensor (expected: a tensor)");
    }
    var info = tensor.getInfo();
    var type = ElementTypes.of(info.onnxType)
        .orElseThrow(() -> new IllegalStateException("output " + name + ": " + info.onnxType));
    var shape = Shape.of(info.getShape());
    if (shape.elements() == 0) {
      return Tensor.of(type, shape, ByteBuffer.allocate(0));
    }
    return type == DataType.STRING
        ? Tensor.ofStrings(shape, Texts.read(environment, tensor))
        : Tensor.of(type, shape, tensor.getByteBuffer());
  }
}
