package dev.serin.onnx;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.ValueInfo;
import dev.serin.model.ModelLoadException;
import dev.serin.model.Signature;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;

/** Reads a session's signature. */
final class SessionSignature {
  private SessionSignature() {}

  /** Throws {@link ModelLoadException} for an input or output that is not a tensor we know. */
  static Signature of(OrtSession session) throws OrtException, ModelLoadException {
    return new Signature(
        specs("input", session.getInputInfo().values()),
        specs("output", session.getOutputInfo().values()));
  }

  private static List<TensorSpec> specs(String kind, Collection<NodeInfo> nodes)
      throws ModelLoadException {
    var specs = new ArrayList<TensorSpec>();
    for (var node : nodes) {
      specs.add(spec(kind + " " + node.getName(), node));
    }
    return specs;
  }

  private static TensorSpec spec(String what, NodeInfo node) throws ModelLoadException {
    if (!(node.getInfo() instanceof TensorInfo info)) {
      throw new ModelLoadException(
          what + ": " + kind(node.getInfo()) + " (expected: a tensor)", null);
    }
    var type = ElementTypes.of(info.onnxType);
    if (type.isEmpty()) {
      throw new ModelLoadException(
          what + ": elements of a type that cannot be served (expected: bool, integer of 8 to 64"
              + " bits, float16, bfloat16, float, double or string)",
          null);
    }
    // A dimension without a fixed size has a negative one.
    var sizes =
        Arrays.stream(info.getShape()).map(size -> Math.max(size, Shape.ANY)).toArray();
    return new TensorSpec(node.getName(), type.get(), Shape.of(sizes));
  }

  private static String kind(ValueInfo info) {
    if (info instanceof MapInfo) {
      return "a map";
    }
    if (info instanceof SequenceInfo sequence) {
      return sequence.sequenceOfMaps
          ? "a sequence of maps, which exporters avoid with zipmap off"
          : "a sequence";
    }
    return "neither tensor, sequence nor map";
  }
}
