package dev.serin.conformance;

import ai.onnxruntime.OnnxJavaType;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OnnxValue;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.OrtUtil;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A session of ONNX Runtime with default options, used without any of Serin's code. */
final class PlainRuntime implements AutoCloseable {
  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  /** Loads a model. */
  PlainRuntime(Path model) throws OrtException {
    session = environment.createSession(model.toString());
  }

  /**
   * Runs the model and returns those outputs that are tensors, by name.
   *
   * @param inputs a tensor for each input, in their order
   */
  Map<String, Tensor> run(List<Tensor> inputs) throws OrtException {
    var tensors = new LinkedHashMap<String, OnnxTensor>();
    try {
      var names = session.getInputNames().iterator();
      for (var input : inputs) {
        tensors.put(names.next(), bound(input));
      }
      try (var result = session.run(tensors)) {
        return outputs(result.iterator());
      }
    } finally {
      tensors.values().forEach(OnnxTensor::close);
    }
  }

  private OnnxTensor bound(Tensor tensor) throws OrtException {
    var shape = tensor.shape().toArray();
    if (tensor.type() == DataType.STRING) {
      return OnnxTensor.createTensor(environment, tensor.strings().toArray(new String[0]), shape);
    }
    var data = ByteBuffer.allocateDirect(tensor.bytes())
        .order(ByteOrder.nativeOrder())
        .put(tensor.data())
        .flip();
    return OnnxTensor.createTensor(environment, data, shape, type(tensor.type()));
  }

  private static OnnxJavaType type(DataType type) {
    return switch (type) {
      case BOOL -> OnnxJavaType.BOOL;
      case UINT8 -> OnnxJavaType.UINT8;
      case INT8 -> OnnxJavaType.INT8;
      case INT16 -> OnnxJavaType.INT16;
      case INT32 -> OnnxJavaType.INT32;
      case INT64 -> OnnxJavaType.INT64;
      case FP16 -> OnnxJavaType.FLOAT16;
      case BF16 -> OnnxJavaType.BFLOAT16;
      case FP32 -> OnnxJavaType.FLOAT;
      case FP64 -> OnnxJavaType.DOUBLE;
      default ->
        throw new IllegalArgumentException("type: " + type + " (expected: one of the binding's)");
    };
  }

  private static Map<String, Tensor> outputs(Iterator<Map.Entry<String, OnnxValue>> values)
      throws OrtException {
    var outputs = new LinkedHashMap<String, Tensor>();
    while (values.hasNext()) {
      var value = values.next();
      if (value.getValue() instanceof OnnxTensor tensor) {
        outputs.put(value.getKey(), tensor(tensor));
      }
    }
    return outputs;
  }

  private static Tensor tensor(OnnxTensor tensor) throws OrtException {
    var shape = Shape.of(tensor.getInfo().getShape());
    if (tensor.getInfo().onnxType == OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_STRING) {
      return Tensor.ofStrings(shape, Arrays.asList(OrtUtil.flattenString(tensor.getValue())));
    }
    return Tensor.of(type(tensor.getInfo().onnxType), shape, tensor.getByteBuffer());
  }

  private static DataType type(OnnxTensorType type) {
    return switch (type) {
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BOOL -> DataType.BOOL;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT8 -> DataType.UINT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT16 -> DataType.UINT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT32 -> DataType.UINT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_UINT64 -> DataType.UINT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT8 -> DataType.INT8;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT16 -> DataType.INT16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT32 -> DataType.INT32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_INT64 -> DataType.INT64;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT16 -> DataType.FP16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_BFLOAT16 -> DataType.BF16;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_FLOAT -> DataType.FP32;
      case ONNX_TENSOR_ELEMENT_DATA_TYPE_DOUBLE -> DataType.FP64;
      default -> throw new IllegalArgumentException("type: " + type + " (expected: a known one)");
    };
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }
}
