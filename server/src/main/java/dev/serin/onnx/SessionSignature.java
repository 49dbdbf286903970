package dev.serin.onnx;

import ai.onnxruntime.MapInfo;
import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.SequenceInfo;
import ai.onnxruntime.TensorInfo;
import ai.onnxruntime.TensorInfo.OnnxTensorType;
import ai.onnxruntime.ValueInfo;
import dev.serin.model.ModelLoadException;
import dev.serin.model.Signature;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/** Reads a session's signature. */
final class SessionSignature {
  /** The names that some exporters give to every dimension of unknown size. */
  private static final Set<String> MADE_UP = Set.of("None", "?", "-1", "unk", "unknown");

  private SessionSignature() {}

  /**
   * The signature of a session.
   *
   * @param notes what an operator should know about outputs that are served in another form, or not
   *     at all
   */
  record Read(Signature signature, List<String> notes) {}

  /**
   * Returns the inputs and the outputs that can be served, of which there must be at least one.
   *
   * <p>Throws {@link ModelLoadException} for an input, or an only output, that is not a tensor of a
   * supported type.
   */
  static Read of(OrtSession session, ModelFacts facts, Map<String, List<String>> classes)
      throws OrtException, ModelLoadException {
    var inputs = new ArrayList<TensorSpec>();
    for (var node : session.getInputInfo().values()) {
      var spec = spec("input " + node.getName(), node, facts);
      inputs.add(facts.defaults().contains(node.getName()) ? spec.asOptional() : spec);
    }
    var outputs = new ArrayList<TensorSpec>();
    var notes = new ArrayList<String>();
    var nodes = session.getOutputInfo().values();
    for (var node : nodes) {
      boolean tensor = node.getInfo() instanceof TensorInfo;
      if (tensor || nodes.stream().noneMatch(other -> other.getInfo() instanceof TensorInfo)) {
        outputs.add(spec("output " + node.getName(), node, facts));
      } else {
        notes.add("output " + node.getName() + " is not served: " + kind(node.getInfo())
            + " (expected: a tensor)");
      }
    }
    facts.optionals().stream()
        .sorted()
        .forEach(name ->
            notes.add("output " + name + " is not served: an optional value (expected: a tensor)"));
    classes.forEach((output, names) -> notes.add("output " + output
        + " is served as a tensor of scores, one column for each of the classes "
        + String.join(", ", names)));
    var named = new HashMap<>(classes);
    for (var output : outputs) {
      if (output.type() == DataType.INT64 && !facts.numberedClasses().isEmpty()) {
        named.put(output.name(), facts.numberedClasses());
      } else if (output.type() == DataType.STRING && !facts.namedClasses().isEmpty()) {
        named.put(output.name(), facts.namedClasses());
      }
    }
    return new Read(new Signature(inputs, outputs, facts.empty(), named), notes);
  }

  private static TensorSpec spec(String what, NodeInfo node, ModelFacts facts)
      throws ModelLoadException {
    if (node.getName().codePoints().anyMatch(Character::isISOControl)) {
      throw new ModelLoadException(
          what.replaceAll("\\p{Cntrl}", "?")
              + ": a control character in its name (expected: printable text)",
          null);
    }
    if (!(node.getInfo() instanceof TensorInfo info)) {
      throw new ModelLoadException(
          what + ": " + kind(node.getInfo()) + " (expected: a tensor)", null);
    }
    var type = ElementTypes.of(info.onnxType);
    if (type.isEmpty()) {
      throw new ModelLoadException(
          what + ": elements of an unsupported type, " + name(info)
              + " (expected: bool, integer of 8 to 64 bits, float16, bfloat16, float, double or string)",
          null);
    }
    if (info.getShape().length == 0 && facts.saysNoShape(node.getName())) {
      return new TensorSpec(node.getName(), type.get(), Shape.ANY_SHAPE);
    }
    // A dimension without a fixed size has a negative one.
    var sizes =
        Arrays.stream(info.getShape()).map(size -> Math.max(size, Shape.ANY)).toArray();
    return new TensorSpec(node.getName(), type.get(), Shape.of(sizes), names(info), false);
  }

  /** The name of an element type, as in {@code float8e4m3fn}. */
  private static String name(TensorInfo info) {
    return info.onnxType == OnnxTensorType.ONNX_TENSOR_ELEMENT_DATA_TYPE_UNDEFINED
        ? "such as int4"
        : info.onnxType
            .name()
            .replaceFirst("ONNX_TENSOR_ELEMENT_DATA_TYPE_", "")
            .toLowerCase(Locale.ROOT);
  }

  /**
   * The names of the dimensions without a fixed size; empty where the exporter made the name up.
   */
  private static List<String> names(TensorInfo info) {
    var names = info.getDimensionNames();
    return IntStream.range(0, names.length)
        .mapToObj(i -> info.getShape()[i] >= 0 || MADE_UP.contains(names[i]) ? "" : names[i])
        .toList();
  }

  private static String kind(ValueInfo info) {
    if (info instanceof MapInfo) {
      return "a map";
    }
    if (info instanceof SequenceInfo sequence) {
      return sequence.sequenceOfMaps ? "a sequence of maps; export with zipmap off" : "a sequence";
    }
    return "neither tensor, sequence nor map";
  }
}
