package dev.serin.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** The inputs of one run as ONNX Runtime tensors. Confined to the thread of the run. */
final class BoundInputs implements AutoCloseable {
  private final OrtEnvironment environment;
  private final UnsignedCasts casts;
  private final InputBuffers.Block block;
  private final Map<String, OnnxTensor> tensors = new HashMap<>();
  private final List<OnnxTensor> made = new ArrayList<>();
  private final List<OrtSession.Result> owners = new ArrayList<>();

  BoundInputs(OrtEnvironment environment, UnsignedCasts casts, InputBuffers.Block block) {
    this.environment = environment;
    this.casts = casts;
    this.block = block;
  }

  void bind(String name, Tensor tensor) throws OrtException {
    if (tensor.type() == DataType.STRING) {
      tensors.put(name, strings(tensor));
    } else {
      bind(name, tensor.type(), tensor.shape(), block.copy(tensor.sharedData()));
    }
  }

  /** Binds the rows of an input of several requests, one request after the other. */
  void bind(String name, List<Map<String, Tensor>> requests) throws OrtException {
    Tensor first = null;
    long rows = 0;
    int bytes = 0;
    for (var request : requests) {
      var tensor = Objects.requireNonNull(request.get(name));
      first = first == null ? tensor : first;
      rows += tensor.shape().rows();
      bytes = Math.addExact(bytes, tensor.bytes());
    }
    Objects.requireNonNull(first, "first");
    var data = block.take(bytes);
    for (var request : requests) {
      data.put(Objects.requireNonNull(request.get(name)).sharedData());
    }
    bind(name, first.type(), first.shape().withRows(rows), data.flip());
  }

  private void bind(String name, DataType type, Shape shape, ByteBuffer data) throws OrtException {
    var tensor = made(
        OnnxTensor.createTensor(environment, data, shape.toArray(), ElementTypes.carrier(type)));
    tensors.put(name, UnsignedCasts.needed(type) ? owned(casts.run(type, tensor)) : tensor);
  }

  /** All bound tensors, by name; valid until {@link #close}. */
  Map<String, OnnxTensor> tensors() {
    return tensors;
  }

  private OnnxTensor strings(Tensor tensor) throws OrtException {
    var texts = tensor.strings();
    if (Texts.needModel(texts)) {
      return owned(Texts.run(environment, tensor));
    }
    var array = texts.toArray(new String[0]);
    return made(OnnxTensor.createTensor(environment, array, tensor.shape().toArray()));
  }

  private OnnxTensor made(OnnxTensor tensor) {
    made.add(tensor);
    return tensor;
  }

  private OnnxTensor owned(OrtSession.Result owner) {
    owners.add(owner);
    return (OnnxTensor) owner.get(0);
  }

  @Override
  public void close() {
    owners.forEach(OrtSession.Result::close);
    made.forEach(OnnxTensor::close);
  }
}
