package dev.serin.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import dev.serin.model.ModelLoadException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;

/*
 * A ZipMap turns a matrix of scores into a sequence of maps from class to score, one per row; the
 * matrix is what callers and we want. So the node becomes an Identity under the same name, and the
 * classes are kept. A SequenceConstruct puts a known number of tensors into a sequence: each of them
 * becomes an output, numbered from 0, whose type is left out for ONNX Runtime to infer.
 *
 * Field numbers are those of onnx.proto. Fields keep their order within a number, which is all that
 * counts.
 */

/** Makes tensors of a model's outputs that are sequences, as far as it is plain how. */
final class Flattening {
  private static final int MODEL_GRAPH = 7;
  private static final int MODEL_OPSETS = 8;
  private static final int OPSET_DOMAIN = 1;
  private static final int OPSET_VERSION = 2;
  private static final int GRAPH_NODES = 1;
  private static final int GRAPH_OUTPUTS = 12;
  private static final int NODE_INPUTS = 1;
  private static final int NODE_OUTPUTS = 2;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTES = 5;
  private static final int VALUE_NAME = 1;
  private static final int VALUE_TYPE = 2;
  private static final int TYPE_TENSOR = 1;
  private static final int TENSOR_ELEMENTS = 1;
  private static final int TENSOR_SHAPE = 2;
  private static final int SHAPE_DIMENSIONS = 1;
  private static final int DIMENSION_SIZE = 1;
  private static final int FLOAT = 1;
  private static final int ATTRIBUTE_NAME = 1;
  private static final int ATTRIBUTE_INTS = 8;
  private static final int ATTRIBUTE_STRINGS = 9;

  /** One that has Identity, if the model names none. */
  private static final long OPSET = 13;

  private final Set<String> sequences;
  private final List<ByteString> nodes = new ArrayList<>();
  /** The outputs that stand in the place of one. */
  private final Map<String, List<String>> replaced = new LinkedHashMap<>();

  private final Map<String, List<String>> classes = new LinkedHashMap<>();

  private Flattening(Set<String> sequences) {
    this.sequences = sequences;
  }

  /**
   * What became of a model.
   *
   * @param model the file's bytes
   * @param classes the names of the columns of outputs that were maps
   */
  record Flat(ByteString model, Map<String, List<String>> classes) {}

  /** Returns the model with tensors in the place of these outputs; some may stay as they are. */
  static Flat of(byte[] model, Set<String> sequences) throws ModelLoadException {
    try {
      return new Flattening(sequences).of(UnknownFieldSet.parseFrom(model));
    } catch (InvalidProtocolBufferException e) {
      throw new ModelLoadException("not an ONNX model, or cut", e);
    }
  }

  private Flat of(UnknownFieldSet model) throws InvalidProtocolBufferException {
    var graphs = model.getField(MODEL_GRAPH).getLengthDelimitedList();
    var graph = UnknownFieldSet.parseFrom(graphs.get(graphs.size() - 1));
    for (var node : graph.getField(GRAPH_NODES).getLengthDelimitedList()) {
      nodes.addAll(replacement(node));
    }
    var flat = graph.toBuilder()
        .clearField(GRAPH_NODES)
        .clearField(GRAPH_OUTPUTS)
        .addField(GRAPH_NODES, field(nodes))
        .addField(GRAPH_OUTPUTS, field(outputs(graph)))
        .build();
    var next = model.toBuilder()
        .clearField(MODEL_GRAPH)
        .addField(MODEL_GRAPH, field(List.of(flat.toByteString())));
    if (!namesOpset(model)) {
      next.mergeField(MODEL_OPSETS, field(List.of(opset())));
    }
    return new Flat(next.build().toByteString(), classes);
  }

  /** What stands in the place of a node; itself for most. */
  private List<ByteString> replacement(ByteString bytes) throws InvalidProtocolBufferException {
    var node = UnknownFieldSet.parseFrom(bytes);
    var outputs = texts(node, NODE_OUTPUTS);
    var operator = String.join("", texts(node, NODE_OPERATOR));
    if (outputs.size() != 1 || !sequences.contains(outputs.get(0))) {
      return List.of(bytes);
    }
    var output = outputs.get(0);
    var inputs = texts(node, NODE_INPUTS);
    if (operator.equals("ZipMap")) {
      replaced.put(output, List.of(output));
      classes.put(output, classes(node));
      return List.of(identity(inputs.get(0), output));
    }
    if (operator.equals("SequenceConstruct")) {
      var names =
          IntStream.range(0, inputs.size()).mapToObj(i -> output + "." + i).toList();
      replaced.put(output, names);
      return IntStream.range(0, inputs.size())
          .mapToObj(i -> identity(inputs.get(i), names.get(i)))
          .toList();
    }
    return List.of(bytes);
  }

  private List<ByteString> outputs(UnknownFieldSet graph) throws InvalidProtocolBufferException {
    var outputs = new ArrayList<ByteString>();
    for (var value : graph.getField(GRAPH_OUTPUTS).getLengthDelimitedList()) {
      var name = String.join("", texts(UnknownFieldSet.parseFrom(value), VALUE_NAME));
      if (replaced.containsKey(name)) {
        replaced.get(name).forEach(each -> outputs.add(output(each)));
      } else {
        outputs.add(value);
      }
    }
    return outputs;
  }

  private ByteString output(String name) {
    var value = UnknownFieldSet.newBuilder().addField(VALUE_NAME, field(List.of(utf8(name))));
    if (classes.containsKey(name)) {
      var sizes =
          List.of(ByteString.EMPTY, number(DIMENSION_SIZE, classes.get(name).size()));
      var shape =
          UnknownFieldSet.newBuilder().addField(SHAPE_DIMENSIONS, field(sizes)).build();
      var tensor = UnknownFieldSet.newBuilder()
          .addField(TENSOR_ELEMENTS, Field.newBuilder().addVarint(FLOAT).build())
          .addField(TENSOR_SHAPE, field(List.of(shape.toByteString())))
          .build();
      var type = UnknownFieldSet.newBuilder()
          .addField(TYPE_TENSOR, field(List.of(tensor.toByteString())))
          .build();
      value.addField(VALUE_TYPE, field(List.of(type.toByteString())));
    }
    return value.build().toByteString();
  }

  private static List<String> classes(UnknownFieldSet zipMap)
      throws InvalidProtocolBufferException {
    var names = new ArrayList<String>();
    for (var bytes : zipMap.getField(NODE_ATTRIBUTES).getLengthDelimitedList()) {
      var attribute = UnknownFieldSet.parseFrom(bytes);
      if (texts(attribute, ATTRIBUTE_NAME).stream().anyMatch(n -> n.startsWith("classlabels_"))) {
        names.addAll(texts(attribute, ATTRIBUTE_STRINGS));
        attribute
            .getField(ATTRIBUTE_INTS)
            .getVarintList()
            .forEach(number -> names.add(number.toString()));
        for (var packed : attribute.getField(ATTRIBUTE_INTS).getLengthDelimitedList()) {
          names.addAll(numbers(packed));
        }
      }
    }
    return names;
  }

  private static List<String> numbers(ByteString packed) throws InvalidProtocolBufferException {
    var names = new ArrayList<String>();
    try {
      var in = packed.newCodedInput();
      while (!in.isAtEnd()) {
        names.add(Long.toString(in.readInt64()));
      }
    } catch (IOException e) {
      throw new InvalidProtocolBufferException(e);
    }
    return names;
  }

  private static boolean namesOpset(UnknownFieldSet model) throws InvalidProtocolBufferException {
    for (var opset : model.getField(MODEL_OPSETS).getLengthDelimitedList()) {
      var domain = String.join("", texts(UnknownFieldSet.parseFrom(opset), OPSET_DOMAIN));
      if (domain.isEmpty() || domain.equals("ai.onnx")) {
        return true;
      }
    }
    return false;
  }

  private static ByteString opset() {
    return number(OPSET_VERSION, OPSET);
  }

  private static ByteString number(int field, long value) {
    return UnknownFieldSet.newBuilder()
        .addField(field, Field.newBuilder().addVarint(value).build())
        .build()
        .toByteString();
  }

  private static ByteString identity(String input, String output) {
    return message(Map.of(NODE_INPUTS, input, NODE_OUTPUTS, output, NODE_OPERATOR, "Identity"));
  }

  private static ByteString message(Map<Integer, String> texts) {
    var message = UnknownFieldSet.newBuilder();
    texts.forEach((number, text) -> message.addField(number, field(List.of(utf8(text)))));
    return message.build().toByteString();
  }

  private static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }

  private static Field field(List<ByteString> values) {
    var field = Field.newBuilder();
    values.forEach(field::addLengthDelimited);
    return field.build();
  }

  private static List<String> texts(UnknownFieldSet message, int number) {
    return message.getField(number).getLengthDelimitedList().stream()
        .map(bytes -> bytes.toString(UTF_8))
        .toList();
  }
}
