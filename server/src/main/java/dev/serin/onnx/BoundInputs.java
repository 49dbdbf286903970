package dev.serin.onnx;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.tensor.Tensor;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
    tensors.put(
        name,
        switch (tensor.type()) {
          case STRING -> strings(tensor);
          case UINT16, UINT32, UINT64 -> owned(casts.run(tensor.type(), copied(tensor)));
          default -> copied(tensor);
        });
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

  private OnnxTensor copied(Tensor tensor) throws OrtException {
    return made(OnnxTensor.createTensor(
        environment,
        block.copy(tensor.data()),
        tensor.shape().toArray(),
        ElementTypes.carrier(tensor.type())));
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
