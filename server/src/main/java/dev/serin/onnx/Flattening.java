package dev.serin.onnx;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.UnknownFieldSet;
import com.google.protobuf.UnknownFieldSet.Field;
import com.google.protobuf.WireFormat;
import dev.serin.model.ModelLoadException;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/*
 * Callers send and get named tensors. Inputs and outputs of other kinds are rewritten to tensors
 * before ONNX Runtime sees the model:
 *
 * - A ZipMap turns a matrix of scores into a sequence of maps from class to score, one per row;
 *   callers and the gateway need the matrix. So the node becomes an Identity under the same name,
 *   and the classes are kept.
 * - A SequenceConstruct puts a known number of tensors into a sequence: each of them becomes an
 *   output, numbered from 0, whose type ONNX Runtime infers.
 * - An output that may have no value is removed: the Java binding cannot read the signature of a
 *   model that has one.
 * - An input with a default value in the model is optional for a caller; ONNX Runtime's Java
 *   binding cannot pass such an input. So the value is taken out of the model, and passed at each
 *   run in which the caller passes none.
 *
 * A model may be large, and most of it stays as it is: the file is scanned for the places that
 * change, and copied around them, once.
 *
 * Field numbers are those of onnx.proto.
 */

/**
 * Rewrites a model so that its outputs are tensors and its default values are inputs, where it can.
 */
final class Flattening {
  private static final int MODEL_GRAPH = tag(7);
  private static final int MODEL_OPSET = tag(8);
  private static final int OPSET_DOMAIN = 1;
  private static final int OPSET_VERSION = 2;
  private static final int GRAPH_NODE = tag(1);
  private static final int GRAPH_INITIALIZER = tag(5);
  private static final int GRAPH_OUTPUT = tag(12);
  private static final int NODE_INPUTS = 1;
  private static final int NODE_OUTPUTS = 2;
  private static final int NODE_OPERATOR = 4;
  private static final int NODE_ATTRIBUTES = 5;
  private static final int INITIALIZER_NAME = 8;
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

  private static final Set<String> OPERATORS = Set.of("ZipMap", "SequenceConstruct");

  /** An operator set with Identity, for a model that names none. */
  private static final long OPSET = 13;

  private static final int BUFFER_BYTES = 1 << 16;

  private final FileChannel file;
  private final ModelFacts facts;
  private final List<Edit> edits = new ArrayList<>();
  private final List<Span> outputs = new ArrayList<>();
  /** The outputs that replace each output. */
  private final Map<String, List<String>> replaced = new LinkedHashMap<>();

  private final Map<String, List<String>> classes = new LinkedHashMap<>();
  private final Map<String, ByteString> defaults = new LinkedHashMap<>();
  private boolean namesOpset;

  private Flattening(FileChannel file, ModelFacts facts) {
    this.file = file;
    this.facts = facts;
  }

  /** A part of the file, from the tag of a field to its end. */
  private record Span(int begin, int end) {}

  /** The replacement for a part of the graph; empty to remove it. */
  private record Edit(Span span, ByteString replacement) {}

  /** The graph: the start of its field, and the start and end of its content. */
  private record Graph(int begin, int content, int end) {}

  /**
   * A rewritten model.
   *
   * @param model the file's bytes, off the heap
   * @param classes the column names of outputs that were maps
   * @param defaults the default values of inputs, encoded as in the model
   */
  record Flat(
      ByteBuffer model, Map<String, List<String>> classes, Map<String, ByteString> defaults) {}

  /** Whether the model needs a change. */
  static boolean changes(ModelFacts facts) {
    return !facts.sequences().isEmpty()
        || !facts.optionals().isEmpty()
        || !facts.defaults().isEmpty();
  }

  /** Returns the rewritten model; outputs that cannot be rewritten stay as they are. */
  static Flat of(Path model, ModelFacts facts) throws IOException, ModelLoadException {
    try (var file = FileChannel.open(model, StandardOpenOption.READ, LinkOption.NOFOLLOW_LINKS);
        var in = Files.newInputStream(model, LinkOption.NOFOLLOW_LINKS)) {
      var coded = CodedInputStream.newInstance(in, BUFFER_BYTES);
      coded.setSizeLimit(Integer.MAX_VALUE);
      return new Flattening(file, facts).of(coded);
    }
  }

  private Flat of(CodedInputStream in) throws IOException, ModelLoadException {
    Graph graph = null;
    int begin = 0;
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == MODEL_GRAPH && graph != null) {
        throw new ModelLoadException("two graphs (expected: one)", null);
      } else if (tag == MODEL_GRAPH) {
        int limit = in.pushLimit(in.readRawVarint32());
        int content = in.getTotalBytesRead();
        read(in);
        in.popLimit(limit);
        graph = new Graph(begin, content, in.getTotalBytesRead());
      } else if (tag == MODEL_OPSET) {
        namesOpset |= isStandard(UnknownFieldSet.parseFrom(in.readBytes()));
      } else {
        in.skipField(tag);
      }
      begin = in.getTotalBytesRead();
    }
    if (graph == null) {
      throw new ModelLoadException("not an ONNX model, or truncated: no graph", null);
    }
    if (outputs.size() == facts.optionals().size()) {
      throw new ModelLoadException(
          "outputs " + new TreeSet<>(facts.optionals()) + ": optional values (expected: a tensor)",
          null);
    }
    for (var output : outputs) {
      replaceOutput(output);
    }
    return new Flat(written(graph), classes, defaults);
  }

  private void read(CodedInputStream in) throws IOException {
    int begin = in.getTotalBytesRead();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == GRAPH_NODE) {
        var operator = first(in, NODE_OPERATOR);
        replaceNode(operator, new Span(begin, in.getTotalBytesRead()));
      } else if (tag == GRAPH_INITIALIZER) {
        var name = first(in, INITIALIZER_NAME);
        var span = new Span(begin, in.getTotalBytesRead());
        if (facts.defaults().contains(name)) {
          defaults.put(name, content(span));
          edits.add(new Edit(span, ByteString.EMPTY));
        }
      } else if (tag == GRAPH_OUTPUT) {
        in.skipField(tag);
        outputs.add(new Span(begin, in.getTotalBytesRead()));
      } else {
        in.skipField(tag);
      }
      begin = in.getTotalBytesRead();
    }
  }

  /** Reads a message up to its end, and returns the text of a field; empty if it has none. */
  private static String first(CodedInputStream in, int field) throws IOException {
    var text = "";
    int limit = in.pushLimit(in.readRawVarint32());
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      if (tag == tag(field)) {
        text = in.readString();
      } else {
        in.skipField(tag);
      }
    }
    in.popLimit(limit);
    return text;
  }

  private void replaceNode(String operator, Span span) throws IOException {
    if (!OPERATORS.contains(operator)) {
      return;
    }
    var node = UnknownFieldSet.parseFrom(content(span));
    var outputs = texts(node, NODE_OUTPUTS);
    if (outputs.size() != 1 || !facts.sequences().contains(outputs.get(0))) {
      return;
    }
    var output = outputs.get(0);
    var inputs = texts(node, NODE_INPUTS);
    var names = List.of(output);
    if (operator.equals("ZipMap")) {
      classes.put(output, classes(node));
    } else {
      names = IntStream.range(0, inputs.size()).mapToObj(i -> output + "." + i).toList();
    }
    replaced.put(output, names);
    var nodes = new ArrayList<ByteString>();
    for (int i = 0; i < names.size(); i++) {
      nodes.add(identity(inputs.get(i), names.get(i)));
    }
    edits.add(new Edit(span, field(GRAPH_NODE, nodes)));
  }

  private void replaceOutput(Span span) throws IOException {
    var value = UnknownFieldSet.parseFrom(content(span));
    var name = String.join("", texts(value, VALUE_NAME));
    var names = facts.optionals().contains(name) ? List.<String>of() : replaced.get(name);
    if (names != null) {
      edits.add(
          new Edit(span, field(GRAPH_OUTPUT, names.stream().map(this::output).toList())));
    }
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

  /** The file with all edits applied. */
  private ByteBuffer written(Graph graph) throws IOException, ModelLoadException {
    edits.sort(Comparator.comparingInt(edit -> edit.span().begin()));
    long length = (long) graph.end() - graph.content();
    for (var edit : edits) {
      length += edit.replacement().size() - (edit.span().end() - edit.span().begin());
    }
    var opset = namesOpset ? ByteString.EMPTY : field(MODEL_OPSET, List.of(opset()));
    long size =
        file.size() + length + opset.size() + 2L * Integer.BYTES - (graph.end() - graph.content());
    if (size > Integer.MAX_VALUE - 8L) {
      throw new ModelLoadException(
          size + " bytes with its sequences as tensors (expected: less than 2 GiB)", null);
    }
    var out = ByteBuffer.allocateDirect((int) size);
    copy(0, graph.begin(), out);
    out.put(head((int) length));
    int at = graph.content();
    for (var edit : edits) {
      copy(at, edit.span().begin(), out);
      edit.replacement().copyTo(out);
      at = edit.span().end();
    }
    copy(at, (int) file.size(), out);
    opset.copyTo(out);
    return out.flip();
  }

  private static byte[] head(int length) throws IOException {
    var head = new byte[2 * Integer.BYTES];
    var out = CodedOutputStream.newInstance(head);
    out.writeUInt32NoTag(MODEL_GRAPH);
    out.writeUInt32NoTag(length);
    return Arrays.copyOf(head, out.getTotalBytesWritten());
  }

  private void copy(int from, int to, ByteBuffer out) throws IOException {
    var part = out.duplicate().limit(out.position() + to - from);
    for (long at = from; part.hasRemaining(); ) {
      int read = file.read(part, at);
      if (read < 0) {
        throw new IOException("the file was truncated while it was read");
      }
      at += read;
    }
    out.position(part.position());
  }

  /** The content of a field that is a message. */
  private ByteString content(Span span) throws IOException {
    var bytes = ByteBuffer.allocate(span.end() - span.begin());
    copy(span.begin(), span.end(), bytes);
    var in = CodedInputStream.newInstance(bytes.array());
    in.readTag();
    return in.readBytes();
  }

  private static List<String> classes(UnknownFieldSet zipMap) throws IOException {
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

  private static List<String> numbers(ByteString packed) throws IOException {
    var names = new ArrayList<String>();
    var in = packed.newCodedInput();
    while (!in.isAtEnd()) {
      names.add(Long.toString(in.readInt64()));
    }
    return names;
  }

  private static boolean isStandard(UnknownFieldSet opset) {
    var domain = String.join("", texts(opset, OPSET_DOMAIN));
    return domain.isEmpty() || domain.equals("ai.onnx");
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
    return UnknownFieldSet.newBuilder()
        .addField(NODE_INPUTS, field(List.of(utf8(input))))
        .addField(NODE_OUTPUTS, field(List.of(utf8(output))))
        .addField(NODE_OPERATOR, field(List.of(utf8("Identity"))))
        .build()
        .toByteString();
  }

  private static ByteString utf8(String text) {
    return ByteString.copyFromUtf8(text);
  }

  /** Messages with the tag of their field. */
  private static ByteString field(int tag, List<ByteString> messages) {
    return UnknownFieldSet.newBuilder()
        .addField(WireFormat.getTagFieldNumber(tag), field(messages))
        .build()
        .toByteString();
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

  private static int tag(int field) {
    return field << 3 | WireFormat.WIRETYPE_LENGTH_DELIMITED;
  }
}
