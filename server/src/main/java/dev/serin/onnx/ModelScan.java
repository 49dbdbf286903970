package dev.serin.onnx;

import static java.util.Map.entry;

import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import dev.serin.model.ModelLoadException;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/*
 * ONNX Runtime trusts a model more than we do: it reads the files that the model names, allocates
 * the size that a tensor declares, inlines functions until its stack or the memory is exhausted,
 * and reports a value without a shape as a scalar. So the file is walked first: every message that
 * can hold a tensor or a call, by the field numbers of onnx.proto, and nothing else; large tensors
 * are skipped, not copied.
 */

/**
 * Refuses model files that ONNX Runtime should not load, and reads the facts that it does not
 * expose. Confined to its caller.
 */
final class ModelScan {
  /** The deepest nesting of messages; ONNX Runtime's parser has the same bound. */
  private static final int MAX_DEPTH = 100;

  /** The kinds of messages that hold tensors or calls. */
  private enum Message {
    MODEL,
    TRAINING,
    FUNCTION,
    GRAPH,
    NODE,
    ATTRIBUTE,
    SPARSE_TENSOR,
    TENSOR,
  }

  private record Field(Message in, int number) {}

  private static final Map<Field, Message> PARTS = Map.ofEntries(
      entry(new Field(Message.MODEL, 7), Message.GRAPH),
      entry(new Field(Message.MODEL, 20), Message.TRAINING),
      entry(new Field(Message.MODEL, 25), Message.FUNCTION),
      entry(new Field(Message.TRAINING, 1), Message.GRAPH),
      entry(new Field(Message.TRAINING, 2), Message.GRAPH),
      entry(new Field(Message.FUNCTION, 7), Message.NODE),
      entry(new Field(Message.FUNCTION, 11), Message.ATTRIBUTE),
      entry(new Field(Message.GRAPH, 1), Message.NODE),
      entry(new Field(Message.GRAPH, 5), Message.TENSOR),
      entry(new Field(Message.GRAPH, 15), Message.SPARSE_TENSOR),
      entry(new Field(Message.NODE, 5), Message.ATTRIBUTE),
      entry(new Field(Message.ATTRIBUTE, 5), Message.TENSOR),
      entry(new Field(Message.ATTRIBUTE, 6), Message.GRAPH),
      entry(new Field(Message.ATTRIBUTE, 10), Message.TENSOR),
      entry(new Field(Message.ATTRIBUTE, 11), Message.GRAPH),
      entry(new Field(Message.ATTRIBUTE, 22), Message.SPARSE_TENSOR),
      entry(new Field(Message.ATTRIBUTE, 23), Message.SPARSE_TENSOR),
      entry(new Field(Message.SPARSE_TENSOR, 1), Message.TENSOR),
      entry(new Field(Message.SPARSE_TENSOR, 2), Message.TENSOR));

  private static final int GRAPH_INPUT = tag(11, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int GRAPH_OUTPUT = tag(12, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int MAIN_GRAPH_DEPTH = 2;

  private static final int ATTRIBUTE_NAME = tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int NODE_INPUT = tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int NODE_OUTPUT = tag(2, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int NODE_OPERATOR = tag(4, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int NODE_DOMAIN = tag(7, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int NODE_OVERLOAD = tag(8, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int FUNCTION_NAME = tag(1, WireFormat.WIRETYPE_LENGTH_DELIMITED);
  private static final int FUNCTION_DOMAIN = tag(10, WireFormat.WIRETYPE_LENGTH_DELIMITED);

  private static final int FUNCTION_OVERLOAD = tag(13, WireFormat.WIRETYPE_LENGTH_DELIMITED);

  /** The texts of a message that are kept until its end. */
  private static final Map<Message, Set<Integer>> NAMES = Map.of(
      Message.ATTRIBUTE, Set.of(ATTRIBUTE_NAME),
      Message.NODE, Set.of(NODE_INPUT, NODE_OUTPUT, NODE_OPERATOR, NODE_DOMAIN, NODE_OVERLOAD),
      Message.FUNCTION, Set.of(FUNCTION_NAME, FUNCTION_DOMAIN, FUNCTION_OVERLOAD));

  /** The field of a type that makes its value optional. */
  private static final int OPTIONAL = 9;

  private static final int FORMAT = tag(1, WireFormat.WIRETYPE_VARINT);

  /** The dimensions of a sparse tensor once it is dense. */
  private static final Set<Integer> DENSE_DIMENSIONS =
      Set.of(tag(3, WireFormat.WIRETYPE_VARINT), tag(3, WireFormat.WIRETYPE_LENGTH_DELIMITED));

  private static final int BUFFER_BYTES = 1 << 16;

  private final CodedInputStream in;
  private final FunctionCalls calls = new FunctionCalls();
  private final ConstantShapes constants = new ConstantShapes();
  /** The number of elements of a tensor whose shape is the tensor that was read last. */
  private long ofLastTensor;

  private final DefaultInputs defaults = new DefaultInputs();
  private final Words words = new Words();
  private final EmptyTensors operators = new EmptyTensors();
  private boolean graph;
  private final SortedMap<String, Long> dataFiles = new TreeMap<>();
  private final Set<String> shapeless = new HashSet<>();
  private final Set<String> sequences = new HashSet<>();
  private final Set<String> optionals = new HashSet<>();

  private ModelScan(CodedInputStream in) {
    this.in = in;
  }

  /**
   * Returns the facts of a model; throws unless the bytes are one complete protobuf message of a
   * model that may be loaded.
   */
  static ModelFacts read(byte[] model) throws ModelLoadException {
    return read(CodedInputStream.newInstance(model));
  }

  /** Returns the facts of a model that is read piece by piece; throws as for its bytes. */
  static ModelFacts read(InputStream model) throws ModelLoadException {
    var in = CodedInputStream.newInstance(model, BUFFER_BYTES);
    in.setSizeLimit(Integer.MAX_VALUE);
    return read(in);
  }

  private static ModelFacts read(CodedInputStream in) throws ModelLoadException {
    var scan = new ModelScan(in);
    try {
      if (in.isAtEnd()) {
        throw new ModelLoadException("the file is empty", null);
      }
      scan.walk(Message.MODEL, 1);
      scan.calls.check();
      scan.constants.check();
    } catch (IOException e) {
      throw new ModelLoadException("not an ONNX model, or truncated", e);
    }
    if (!scan.graph) {
      throw new ModelLoadException("not an ONNX model, or truncated: no graph", null);
    }
    return new ModelFacts(
        scan.dataFiles,
        scan.shapeless,
        scan.sequences,
        scan.optionals,
        scan.defaults.small(),
        scan.operators.empty(),
        scan.words.classes().numbers(),
        scan.words.classes().texts(),
        scan.words.vocabulary());
  }

  private void walk(Message message, int depth) throws IOException, ModelLoadException {
    if (depth > MAX_DEPTH) {
      throw new ModelLoadException(
          "graphs: nested more than " + MAX_DEPTH + " messages deep (expected: at most " + MAX_DEPTH
              + ")",
          null);
    }
    if (message == Message.FUNCTION) {
      calls.beginFunction();
    }
    var names = new HashMap<Integer, List<String>>();
    var data = new TensorData();
    boolean plain = false;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (plain && WireFormat.getTagWireType(tag) != WireFormat.WIRETYPE_LENGTH_DELIMITED) {
        // There may be a hundred million: those of a forest of decision trees.
        skip(in, tag);
        continue;
      }
      var part = part(message, tag);
      if (part != null) {
        graph |= part == Message.GRAPH;
        int end = in.pushLimit(in.readRawVarint32());
        walk(part, depth + 1);
        in.popLimit(end);
      } else if (message == Message.MODEL && tag == FORMAT) {
        defaults.format(in.readInt64());
      } else if (message == Message.TENSOR) {
        TensorFields.read(in, tag, data);
      } else if (message == Message.SPARSE_TENSOR && DENSE_DIMENSIONS.contains(tag)) {
        TensorFields.readNumbers(in, tag, data::dimension);
      } else if (depth == MAIN_GRAPH_DEPTH
          && message == Message.GRAPH
          && (tag == GRAPH_INPUT || tag == GRAPH_OUTPUT)) {
        readValue(in.readByteArray(), tag == GRAPH_OUTPUT);
      } else if (NAMES.getOrDefault(message, Set.of()).contains(tag)) {
        var name = in.readString();
        names.computeIfAbsent(tag, unused -> new ArrayList<>()).add(name);
        plain = tag == ATTRIBUTE_NAME && message == Message.ATTRIBUTE && !Words.keeps(name);
      } else if (message == Message.ATTRIBUTE && Words.keeps(last(names, ATTRIBUTE_NAME))) {
        words.read(in, tag, last(names, ATTRIBUTE_NAME));
      } else {
        skip(in, tag);
      }
    }
    if (message == Message.TENSOR && depth == MAIN_GRAPH_DEPTH + 1) {
      defaults.value(data.name(), data.type(), data.bytes());
    }
    end(message, names, data);
  }

  private void end(Message message, Map<Integer, List<String>> names, TensorData data)
      throws ModelLoadException {
    switch (message) {
      case NODE -> endNode(names);
      case FUNCTION ->
        calls.endFunction(new FunctionCalls.Name(
            last(names, FUNCTION_DOMAIN),
            last(names, FUNCTION_NAME),
            last(names, FUNCTION_OVERLOAD)));
      case TENSOR -> {
        data.addTo(dataFiles);
        constants.constant(data.name(), data.ofShape());
        ofLastTensor = data.ofShape();
      }
      case ATTRIBUTE -> words.endAttribute(last(names, ATTRIBUTE_NAME));
      case SPARSE_TENSOR -> ConstantShapes.checkDense(data.elements());
      default -> {
        // The others hold nothing to keep.
      }
    }
  }

  private void endNode(Map<Integer, List<String>> names) {
    var operator = last(names, NODE_OPERATOR);
    operators.add(operator);
    calls.node(
        new FunctionCalls.Name(last(names, NODE_DOMAIN), operator, last(names, NODE_OVERLOAD)));
    if (operator.equals("Constant")) {
      // Its tensor is in an attribute, which has just been read.
      names
          .getOrDefault(NODE_OUTPUT, List.of())
          .forEach(output -> constants.constant(output, ofLastTensor));
    }
    var inputs = names.getOrDefault(NODE_INPUT, List.of());
    for (int input = 0; input < inputs.size(); input++) {
      if (ConstantShapes.isShape(operator, input)) {
        constants.shape(inputs.get(input));
      }
    }
  }

  /** The last text of a field; empty if there is none. */
  private static String last(Map<Integer, List<String>> names, int tag) {
    var texts = names.getOrDefault(tag, List.of());
    return texts.isEmpty() ? "" : texts.get(texts.size() - 1);
  }

  private static @Nullable Message part(Message message, int tag) {
    return WireFormat.getTagWireType(tag) == WireFormat.WIRETYPE_LENGTH_DELIMITED
        ? PARTS.get(new Field(message, WireFormat.getTagFieldNumber(tag)))
        : null;
  }

  private void readValue(byte[] value, boolean output) throws IOException, ModelLoadException {
    var bytes = last(value, 1);
    if (bytes == null) {
      return;
    }
    var name = new String(bytes, StandardCharsets.UTF_8);
    var type = last(value, 2);
    var tensor = last(type, 1);
    boolean optional = last(type, OPTIONAL) != null;
    if (!output) {
      defaults.input(name);
      if (optional) {
        throw new ModelLoadException(
            "input " + name + ": an optional value (expected: a tensor)", null);
      }
    } else if (optional) {
      optionals.add(name);
    } else if (type != null && tensor == null) {
      sequences.add(name);
    }
    if (tensor != null && last(tensor, 2) == null) {
      shapeless.add(name);
    }
  }

  /** Returns the last of a message's fields of that number, or null if there is none. */
  private static byte @Nullable [] last(byte @Nullable [] message, int field) throws IOException {
    if (message == null) {
      return null;
    }
    byte[] last = null;
    var in = CodedInputStream.newInstance(message);
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == tag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED)) {
        last = in.readByteArray();
      } else {
        skip(in, tag);
      }
    }
    return last;
  }

  private static int tag(int field, int wireType) {
    return field << 3 | wireType;
  }

  /** Skips a field; throws if it ends a group that did not begin. */
  static void skip(CodedInputStream in, int tag) throws IOException {
    if (!in.skipField(tag)) {
      throw new IOException("a group ends without a beginning");
    }
  }
}
