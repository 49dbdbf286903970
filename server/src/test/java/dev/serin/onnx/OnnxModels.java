package dev.serin.onnx;

import com.google.protobuf.CodedOutputStream;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import java.util.Map;
import java.util.Random;

/**
 * Small ONNX models as bytes: one input {@code x}, one output {@code y}. A dimension of -1 is
 * symbolic.
 */
public final class OnnxModels {
  public static final String INPUT = "x";
  public static final String OUTPUT = "y";

  private OnnxModels() {}

  /** Returns its input. */
  public static byte[] identity(DataType type, long... dims) {
    return model(graph(
        List.of(node("Identity", List.of(INPUT), OUTPUT)),
        List.of(),
        value(INPUT, type, dims),
        value(OUTPUT, type, dims)));
  }

  /** Adds a number to each element of an FP32 tensor. */
  public static byte[] add(float number, long... dims) {
    return model(graph(
        List.of(node("Add", List.of(INPUT, "number"), OUTPUT)),
        List.of(floats("number", number)),
        value(INPUT, DataType.FP32, dims),
        value(OUTPUT, DataType.FP32, dims)));
  }

  /** Returns NaN for any input. */
  public static byte[] notANumber(long... dims) {
    return add(Float.NaN, dims);
  }

  /** Divides each element of an FP32 tensor by itself: NaN at 0. */
  public static byte[] divideByItself(long... dims) {
    return model(graph(
        List.of(node("Div", List.of(INPUT, INPUT), OUTPUT)),
        List.of(),
        value(INPUT, DataType.FP32, dims),
        value(OUTPUT, DataType.FP32, dims)));
  }

  /** Brings an FP32 tensor into the shape [3]; fails on any but three elements. */
  public static byte[] reshapeToThree(long... dims) {
    return model(graph(
        List.of(node("Reshape", List.of(INPUT, "shape"), OUTPUT)),
        List.of(longs("shape", 3)),
        value(INPUT, DataType.FP32, dims),
        value(OUTPUT, DataType.FP32, 3)));
  }

  /** Returns the shape of an FP32 tensor; the output's declared size is unknown. */
  public static byte[] shapeOf(long... dims) {
    return model(graph(
        List.of(node("Shape", List.of(INPUT), OUTPUT)),
        List.of(),
        value(INPUT, DataType.FP32, dims),
        value(OUTPUT, DataType.INT64, -1)));
  }

  /** Two FP32 outputs, {@code z} = -x and {@code y} = x, in this order. */
  public static byte[] negativeAndSame(long... dims) {
    return model(message(graph -> {
      graph.writeByteArray(1, node("Neg", List.of(INPUT), "z"));
      graph.writeByteArray(1, node("Identity", List.of(INPUT), OUTPUT));
      graph.writeString(2, "graph");
      graph.writeByteArray(11, value(INPUT, DataType.FP32, dims));
      graph.writeByteArray(12, value("z", DataType.FP32, dims));
      graph.writeByteArray(12, value(OUTPUT, DataType.FP32, dims));
    }));
  }

  /**
   * Takes rows of FP32 and returns rows of another width: zeros for zeros, infinity for all else.
   */
  public static byte[] overflow(String input, String output, int from, int to) {
    var weights = message(tensor -> {
      tensor.writeInt64(1, from);
      tensor.writeInt64(1, to);
      tensor.writeEnum(2, number(DataType.FP32));
      for (int i = 0; i < from * to; i++) {
        tensor.writeFloat(4, Float.MAX_VALUE);
      }
      tensor.writeString(8, "weights");
    });
    return model(graph(
        List.of(node("MatMul", List.of(input, "weights"), output)),
        List.of(weights),
        value(input, DataType.FP32, -1, from),
        value(output, DataType.FP32, -1, to)));
  }

  /** Takes rows of FP32 through layers of these widths, with weights that the seed decides. */
  public static byte[] perceptron(long seed, int... widths) {
    var random = new Random(seed);
    return model(message(graph -> {
      int last = widths.length - 2;
      for (int i = 0; i <= last; i++) {
        var weighted = node("MatMul", List.of(i == 0 ? INPUT : "h" + i, "w" + i), "s" + i);
        graph.writeByteArray(1, weighted);
        graph.writeByteArray(1, node("Relu", List.of("s" + i), i == last ? OUTPUT : "h" + (i + 1)));
      }
      graph.writeString(2, "graph");
      for (int i = 0; i <= last; i++) {
        graph.writeByteArray(5, weights("w" + i, random, widths[i], widths[i + 1]));
      }
      graph.writeByteArray(11, value(INPUT, DataType.FP32, -1, widths[0]));
      graph.writeByteArray(12, value(OUTPUT, DataType.FP32, -1, widths[last + 1]));
    }));
  }

  private static byte[] weights(String name, Random random, int from, int to) {
    var raw = ByteBuffer.allocate(from * to * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    while (raw.hasRemaining()) {
      raw.putFloat((random.nextFloat() - 0.5f) / 16);
    }
    return message(tensor -> {
      tensor.writeInt64(1, from);
      tensor.writeInt64(1, to);
      tensor.writeEnum(2, number(DataType.FP32));
      tensor.writeByteArray(9, raw.array());
      tensor.writeString(8, name);
    });
  }

  /** Subtracts an FP32 tensor {@code a} from {@code x}. */
  public static byte[] difference(long... dims) {
    return model(message(graph -> {
      graph.writeByteArray(1, node("Sub", List.of(INPUT, "a"), OUTPUT));
      graph.writeString(2, "graph");
      graph.writeByteArray(11, value(INPUT, DataType.FP32, dims));
      graph.writeByteArray(11, value("a", DataType.FP32, dims));
      graph.writeByteArray(12, value(OUTPUT, DataType.FP32, dims));
    }));
  }

  /** Adds an FP32 tensor {@code x} to the casts of a UINT16 {@code a} and a UINT64 {@code b}. */
  public static byte[] sumOfThree(long... dims) {
    return model(message(graph -> {
      graph.writeByteArray(1, cast("a", "fa", DataType.FP32));
      graph.writeByteArray(1, cast("b", "fb", DataType.FP32));
      graph.writeByteArray(1, node("Sum", List.of(INPUT, "fa", "fb"), OUTPUT));
      graph.writeString(2, "graph");
      graph.writeByteArray(11, value(INPUT, DataType.FP32, dims));
      graph.writeByteArray(11, value("a", DataType.UINT16, dims));
      graph.writeByteArray(11, value("b", DataType.UINT64, dims));
      graph.writeByteArray(12, value(OUTPUT, DataType.FP32, dims));
    }));
  }

  /** Maps STRING to INT64: known texts to 1, 2, ... in their order, others to -1. */
  public static byte[] lookUp(List<String> known, long... dims) {
    var keys = message(attribute -> {
      attribute.writeString(1, "keys_strings");
      for (var key : known) {
        attribute.writeString(9, key);
      }
      attribute.writeEnum(20, 8);
    });
    var values = message(attribute -> {
      attribute.writeString(1, "values_int64s");
      for (int i = 0; i < known.size(); i++) {
        attribute.writeInt64(8, i + 1L);
      }
      attribute.writeEnum(20, 7);
    });
    var node = message(fields -> {
      fields.writeString(1, INPUT);
      fields.writeString(2, OUTPUT);
      fields.writeString(4, "LabelEncoder");
      fields.writeByteArray(5, keys);
      fields.writeByteArray(5, values);
      fields.writeString(7, "ai.onnx.ml");
    });
    return model(graph(
        List.of(node),
        List.of(),
        value(INPUT, DataType.STRING, dims),
        value(OUTPUT, DataType.INT64, dims)));
  }

  /** Takes an FP32 tensor and returns a STRING constant. */
  public static byte[] constantText(String text, long... dims) {
    var tensor = message(fields -> {
      fields.writeInt64(1, 1);
      fields.writeEnum(2, number(DataType.STRING));
      fields.writeString(6, text);
      fields.writeString(8, "text");
    });
    return model(graph(
        List.of(node("Identity", List.of("text"), OUTPUT)),
        List.of(tensor),
        value(INPUT, DataType.FP32, dims),
        value(OUTPUT, DataType.STRING, 1)));
  }

  /** An identity whose input does not say how many dimensions it has. */
  public static byte[] withoutShape() {
    var tensor = message(fields -> fields.writeEnum(1, number(DataType.FP32)));
    var type = message(fields -> fields.writeByteArray(1, tensor));
    var input = message(fields -> {
      fields.writeString(1, INPUT);
      fields.writeByteArray(2, type);
    });
    return model(graph(
        List.of(node("Identity", List.of(INPUT), OUTPUT)),
        List.of(),
        input,
        value(OUTPUT, DataType.FP32)));
  }

  /** Returns a sequence of the input and its negative. */
  public static byte[] sequenceOfTwo(long... dims) {
    return model(graph(
        List.of(
            node("Neg", List.of(INPUT), "n"),
            node("SequenceConstruct", List.of(INPUT, "n"), OUTPUT)),
        List.of(),
        value(INPUT, DataType.FP32, dims),
        noTensor(OUTPUT)));
  }

  /** Returns the input as {@code same}, and a sequence that is split from it as {@code y}. */
  public static byte[] tensorAndSplitSequence(long... dims) {
    return model(message(graph -> {
      graph.writeByteArray(1, node("Identity", List.of(INPUT), "same"));
      graph.writeByteArray(1, node("SplitToSequence", List.of(INPUT), OUTPUT));
      graph.writeString(2, "graph");
      graph.writeByteArray(11, value(INPUT, DataType.FP32, dims));
      graph.writeByteArray(12, value("same", DataType.FP32, dims));
      graph.writeByteArray(12, noTensor(OUTPUT));
    }));
  }

  /** Returns a map from class to score per row, as scikit-learn's exporter does by default. */
  public static byte[] zipMap(List<String> texts, List<Long> numbers, long... dims) {
    var zip = message(node -> {
      node.writeString(1, INPUT);
      node.writeString(2, OUTPUT);
      node.writeString(4, "ZipMap");
      node.writeByteArray(5, message(attribute -> {
        attribute.writeString(1, texts.isEmpty() ? "classlabels_int64s" : "classlabels_strings");
        for (var number : numbers) {
          attribute.writeInt64(8, number);
        }
        for (var text : texts) {
          attribute.writeString(9, text);
        }
        attribute.writeEnum(20, texts.isEmpty() ? 7 : 8);
      }));
      node.writeString(7, "ai.onnx.ml");
    });
    return model(
        graph(List.of(zip), List.of(), value(INPUT, DataType.FP32, dims), noTensor(OUTPUT)));
  }

  /** Returns a sequence of the input and of its sum with a number that lies in a file. */
  public static byte[] sequenceOfTwoWithData(String location, long... dims) {
    return model(graph(
        List.of(
            node("Add", List.of(INPUT, "number"), "n"),
            node("SequenceConstruct", List.of(INPUT, "n"), OUTPUT)),
        List.of(external(location)),
        value(INPUT, DataType.FP32, dims),
        noTensor(OUTPUT)));
  }

  /**
   * Returns as {@code y} an input {@code d} of a type, with the default value {@link #own}, and an
   * FP32 tensor {@code x} as {@code same}.
   */
  public static byte[] defaultInput(DataType type) {
    return model(message(graph -> {
      graph.writeByteArray(1, node("Identity", List.of(INPUT), "same"));
      graph.writeByteArray(1, node("Identity", List.of("d"), OUTPUT));
      graph.writeString(2, "graph");
      graph.writeByteArray(5, message(tensor -> {
        tensor.writeInt64(1, 1);
        tensor.writeEnum(2, number(type));
        if (type == DataType.STRING) {
          tensor.writeString(6, "own");
        } else {
          var raw = new byte[type.bytes()];
          raw[0] = 1;
          tensor.writeByteArray(9, raw);
        }
        tensor.writeString(8, "d");
      }));
      graph.writeByteArray(11, value(INPUT, DataType.FP32, 1));
      graph.writeByteArray(11, value("d", type, 1));
      graph.writeByteArray(12, value("same", DataType.FP32, 1));
      graph.writeByteArray(12, value(OUTPUT, type, 1));
    }));
  }

  /** The value that {@link #defaultInput} has. */
  public static Tensor own(DataType type) {
    return tensor(type, "own", 1);
  }

  /** Another value of that type. */
  public static Tensor other(DataType type) {
    return tensor(type, "other", 0);
  }

  private static Tensor tensor(DataType type, String text, int first) {
    if (type == DataType.STRING) {
      return Tensor.ofStrings(Shape.of(1), List.of(text));
    }
    var bytes = ByteBuffer.allocate(type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.of(type, Shape.of(1), bytes.put(0, (byte) first));
  }

  /** Adds a weight of this many FP32 numbers, which is listed among the inputs. */
  public static byte[] weightAsInput(int elements) {
    return model(message(graph -> {
      graph.writeByteArray(1, node("Add", List.of(INPUT, "w"), OUTPUT));
      graph.writeString(2, "graph");
      graph.writeByteArray(5, message(tensor -> {
        tensor.writeInt64(1, elements);
        tensor.writeEnum(2, number(DataType.FP32));
        tensor.writeByteArray(9, new byte[elements * Float.BYTES]);
        tensor.writeString(8, "w");
      }));
      graph.writeByteArray(11, value(INPUT, DataType.FP32, elements));
      graph.writeByteArray(11, value("w", DataType.FP32, elements));
      graph.writeByteArray(12, value(OUTPUT, DataType.FP32, elements));
    }));
  }

  /** Returns the input as {@code same}, and as the optional value {@code y}. */
  public static byte[] tensorAndOptional(long... dims) {
    return model(message(graph -> {
      graph.writeByteArray(1, node("Identity", List.of(INPUT), "same"));
      graph.writeByteArray(1, node("Optional", List.of(INPUT), OUTPUT));
      graph.writeString(2, "graph");
      graph.writeByteArray(11, value(INPUT, DataType.FP32, dims));
      graph.writeByteArray(12, value("same", DataType.FP32, dims));
      graph.writeByteArray(12, optional(OUTPUT, dims));
    }));
  }

  /** Returns the input as an optional value {@code y} only. */
  public static byte[] optionalOutput(long... dims) {
    return model(graph(
        List.of(node("Optional", List.of(INPUT), OUTPUT)),
        List.of(),
        value(INPUT, DataType.FP32, dims),
        optional(OUTPUT, dims)));
  }

  /** Takes an optional value and returns the tensor in it. */
  public static byte[] optionalInput(long... dims) {
    return model(graph(
        List.of(node("OptionalGetElement", List.of(INPUT), OUTPUT)),
        List.of(),
        optional(INPUT, dims),
        value(OUTPUT, DataType.FP32, dims)));
  }

  private static byte[] optional(String name, long... dims) {
    var optional = message(fields -> fields.writeByteArray(1, type(number(DataType.FP32), dims)));
    var type = message(fields -> fields.writeByteArray(9, optional));
    return message(fields -> {
      fields.writeString(1, name);
      fields.writeByteArray(2, type);
    });
  }

  /** A recurrent layer of one unit without weight: [length, rows, 1] of FP32. */
  public static byte[] lstm() {
    var hidden = message(attribute -> {
      attribute.writeString(1, "hidden_size");
      attribute.writeInt64(3, 1);
      attribute.writeEnum(20, 2);
    });
    var node = message(fields -> {
      fields.writeString(1, INPUT);
      fields.writeString(1, "w");
      fields.writeString(1, "r");
      fields.writeString(2, OUTPUT);
      fields.writeString(4, "LSTM");
      fields.writeByteArray(5, hidden);
    });
    return model(graph(
        List.of(node),
        List.of(zeros("w", 1, 4, 1), zeros("r", 1, 4, 1)),
        value(INPUT, DataType.FP32, -1, -1, 1),
        value(OUTPUT, DataType.FP32, -1, 1, -1, 1)));
  }

  private static byte[] zeros(String name, long... dims) {
    return message(tensor -> {
      long elements = 1;
      for (long size : dims) {
        tensor.writeInt64(1, size);
        elements *= size;
      }
      tensor.writeEnum(2, number(DataType.FP32));
      tensor.writeByteArray(9, new byte[(int) elements * Float.BYTES]);
      tensor.writeString(8, name);
    });
  }

  /** An output whose type says only that it is a sequence of FP32 tensors. */
  private static byte[] noTensor(String name) {
    var sequence = message(fields -> fields.writeByteArray(1, type(number(DataType.FP32))));
    var type = message(fields -> fields.writeByteArray(4, sequence));
    return message(fields -> {
      fields.writeString(1, name);
      fields.writeByteArray(2, type);
    });
  }

  /** Doubles its input for ever. */
  public static byte[] endlessLoop(long... dims) {
    var body = message(graph -> {
      graph.writeByteArray(1, node("Identity", List.of("go"), "goes"));
      graph.writeByteArray(1, node("Add", List.of("v", "v"), "w"));
      graph.writeString(2, "body");
      graph.writeByteArray(11, value("i", DataType.INT64));
      graph.writeByteArray(11, value("go", DataType.BOOL));
      graph.writeByteArray(11, value("v", DataType.FP32, dims));
      graph.writeByteArray(12, value("goes", DataType.BOOL));
      graph.writeByteArray(12, value("w", DataType.FP32, dims));
    });
    var loop = message(node -> {
      node.writeString(1, "");
      node.writeString(1, "yes");
      node.writeString(1, INPUT);
      node.writeString(2, OUTPUT);
      node.writeString(4, "Loop");
      node.writeByteArray(5, message(attribute -> {
        attribute.writeString(1, "body");
        attribute.writeByteArray(6, body);
        attribute.writeEnum(20, 5);
      }));
    });
    var yes = message(tensor -> {
      tensor.writeEnum(2, number(DataType.BOOL));
      tensor.writeInt32(5, 1);
      tensor.writeString(8, "yes");
    });
    return model(graph(
        List.of(loop),
        List.of(yes),
        value(INPUT, DataType.FP32, dims),
        value(OUTPUT, DataType.FP32, dims)));
  }

  /** An identity of the element type with this ONNX number, such as 17 for an 8-bit float. */
  public static byte[] identityOf(int elementType, long... dims) {
    return model(graph(
        List.of(node("Identity", List.of(INPUT), OUTPUT)),
        List.of(),
        value(INPUT, elementType, dims),
        value(OUTPUT, elementType, dims)));
  }

  /** Uses an operator that ONNX Runtime does not have. */
  public static byte[] unknownOperator(long... dims) {
    return model(graph(
        List.of(node("NoSuchOperator", List.of(INPUT), OUTPUT)),
        List.of(),
        value(INPUT, DataType.FP32, dims),
        value(OUTPUT, DataType.FP32, dims)));
  }

  /** Adds a tensor that lies in a file beside the model. */
  public static byte[] externalData(String location, long... dims) {
    return model(graph(
        List.of(node("Add", List.of(INPUT, "number"), OUTPUT)),
        List.of(external(location)),
        value(INPUT, DataType.FP32, dims),
        value(OUTPUT, DataType.FP32, dims)));
  }

  /** Adds a tensor that lies in a part of a file beside the model. */
  public static byte[] externalPart(String location, long offset, long length, long... dims) {
    return model(graph(
        List.of(node("Add", List.of(INPUT, "number"), OUTPUT)),
        List.of(
            external(Map.of("location", location, "offset", "" + offset, "length", "" + length))),
        value(INPUT, DataType.FP32, dims),
        value(OUTPUT, DataType.FP32, dims)));
  }

  /** Holds external data in a Constant node of a graph that is an attribute of a node. */
  public static byte[] externalDataInSubgraph(String location) {
    var constant = message(node -> {
      node.writeString(2, "c");
      node.writeString(4, "Constant");
      node.writeByteArray(5, message(attribute -> {
        attribute.writeString(1, "value");
        attribute.writeByteArray(5, external(location));
        attribute.writeEnum(20, 4);
      }));
    });
    var branch = graph(List.of(constant), List.of(), value("c", 1), value("c", 1));
    var node = message(fields -> {
      fields.writeString(1, INPUT);
      fields.writeString(2, OUTPUT);
      fields.writeString(4, "If");
      fields.writeByteArray(5, message(attribute -> {
        attribute.writeString(1, "then_branch");
        attribute.writeByteArray(6, branch);
        attribute.writeEnum(20, 5);
      }));
    });
    return model(graph(List.of(node), List.of(), value(INPUT, DataType.BOOL), value(OUTPUT, 1)));
  }

  /** An identity that calls its own functions, each of which calls the next this many times. */
  public static byte[] functions(int count, int times) {
    return message(model -> {
      model.writeInt64(1, 9);
      model.writeByteArray(
          7,
          graph(
              List.of(localNode("f0", INPUT, OUTPUT)),
              List.of(),
              value(INPUT, DataType.FP32, 1),
              value(OUTPUT, DataType.FP32, 1)));
      model.writeByteArray(8, opset("", 19));
      model.writeByteArray(8, opset("local", 1));
      for (int i = 0; i < count; i++) {
        model.writeByteArray(25, function(i, i == count - 1 ? 0 : times));
      }
    });
  }

  /** A graph in an attribute of a node of a graph, and so on. */
  public static byte[] nestedGraphs(int depth) {
    var graph = message(fields -> fields.writeString(2, "innermost"));
    for (int i = 0; i < depth; i++) {
      var inner = graph;
      var attribute = message(fields -> fields.writeByteArray(6, inner));
      var node = message(fields -> fields.writeByteArray(5, attribute));
      graph = message(fields -> fields.writeByteArray(1, node));
    }
    return model(graph);
  }

  /** Adds the zeros of a constant shape to its input. */
  public static byte[] constantOfShape(boolean raw, long... shape) {
    var tensor = message(fields -> {
      fields.writeInt64(1, shape.length);
      fields.writeEnum(2, number(DataType.INT64));
      if (raw) {
        var bytes = ByteBuffer.allocate(shape.length * Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
        bytes.asLongBuffer().put(shape);
        fields.writeByteArray(9, bytes.array());
      } else {
        for (long size : shape) {
          fields.writeInt64(7, size);
        }
      }
      fields.writeString(8, "shape");
    });
    return model(graph(
        List.of(
            node("ConstantOfShape", List.of("shape"), "zeros"),
            node("Add", List.of(INPUT, "zeros"), OUTPUT)),
        List.of(tensor),
        value(INPUT, DataType.FP32, 1),
        value(OUTPUT, DataType.FP32, -1, -1)));
  }

  /** Adds to its input the largest element of a product of two matrices of zeros of this size. */
  public static byte[] largeProduct(long size) {
    return model(graph(
        List.of(
            node("ConstantOfShape", List.of("shape"), "zeros"),
            // Not known before the run, so that the product is not made at load.
            node("Add", List.of("zeros", INPUT), "matrix"),
            node("MatMul", List.of("matrix", "matrix"), "product"),
            node("ReduceMax", List.of("product"), "most"),
            node("Add", List.of(INPUT, "most"), OUTPUT)),
        List.of(message(tensor -> {
          tensor.writeInt64(1, 2);
          tensor.writeEnum(2, number(DataType.INT64));
          tensor.writeInt64(7, size);
          tensor.writeInt64(7, size);
          tensor.writeString(8, "shape");
        })),
        value(INPUT, DataType.FP32, 1),
        value(OUTPUT, DataType.FP32, -1, -1)));
  }

  /**
   * Adds 1 to a number, and fills three gigabytes with zeros on the way if it is this one, in any
   * of the rows.
   */
  public static byte[] addOneGreedily(float number) {
    var zeros = List.of(
        node("Sub", List.of(INPUT, "number"), "difference"),
        node("Abs", List.of("difference"), "distance"),
        node("Less", List.of("distance", "half"), "near"),
        cast("near", "is_near", DataType.FP32),
        node("ReduceMax", List.of("is_near"), "any"),
        node("Mul", List.of("any", "much"), "more"),
        node("Add", List.of("more", "one"), "elements"),
        cast("elements", "size", DataType.INT64),
        node("Reshape", List.of("size", "dimension"), "shape"),
        node("ConstantOfShape", List.of("shape"), "zeros"),
        node("ReduceMax", List.of("zeros"), "zero"),
        node("Add", List.of("zero", "one"), "added"),
        node("Add", List.of(INPUT, "added"), OUTPUT));
    return model(graph(
        zeros,
        List.of(
            floats("number", number),
            floats("half", 0.5f),
            floats("much", 0x3p28f),
            floats("one", 1),
            longs("dimension", 1)),
        value(INPUT, DataType.FP32, -1, 1),
        value(OUTPUT, DataType.FP32, -1, 1)));
  }

  /**
   * As {@link #functions}, with each function followed by one of the same name that calls nothing.
   */
  public static byte[] functionsAndHarmlessTwins(int count, int times) {
    var bytes = new ByteArrayOutputStream();
    bytes.writeBytes(functions(count, times));
    for (int i = 0; i < count; i++) {
      var twin = function(i, 0);
      bytes.writeBytes(message(model -> model.writeByteArray(25, twin)));
    }
    return bytes.toByteArray();
  }

  /** An identity that calls a function which calls itself. */
  public static byte[] recursion() {
    return message(model -> {
      model.writeInt64(1, 9);
      model.writeByteArray(
          7,
          graph(
              List.of(localNode("f0", INPUT, OUTPUT)),
              List.of(),
              value(INPUT, DataType.FP32, 1),
              value(OUTPUT, DataType.FP32, 1)));
      model.writeByteArray(25, message(function -> {
        function.writeString(1, "f0");
        function.writeByteArray(7, localNode("f0", "a", "b"));
        function.writeString(10, "local");
      }));
    });
  }

  /** An identity beside a tensor that declares these dimensions and holds nothing. */
  public static byte[] declares(long... dims) {
    var tensor = message(fields -> {
      for (long size : dims) {
        fields.writeInt64(1, size);
      }
      fields.writeEnum(2, number(DataType.FP32));
      fields.writeString(8, "huge");
    });
    return model(graph(
        List.of(node("Identity", List.of(INPUT), OUTPUT)),
        List.of(tensor),
        value(INPUT, DataType.FP32, 1),
        value(OUTPUT, DataType.FP32, 1)));
  }

  private static byte[] function(int index, int times) {
    return message(function -> {
      function.writeString(1, "f" + index);
      function.writeString(4, "a");
      function.writeString(5, "b");
      if (times == 0) {
        function.writeByteArray(7, node("Identity", List.of("a"), "b"));
      }
      for (int i = 0; i < times; i++) {
        var input = i == 0 ? "a" : "t" + (i - 1);
        function.writeByteArray(
            7, localNode("f" + (index + 1), input, i == times - 1 ? "b" : "t" + i));
      }
      function.writeByteArray(9, opset("", 19));
      function.writeByteArray(9, opset("local", 1));
      function.writeString(10, "local");
    });
  }

  private static byte[] localNode(String function, String input, String output) {
    return message(node -> {
      node.writeString(1, input);
      node.writeString(2, output);
      node.writeString(4, function);
      node.writeString(7, "local");
    });
  }

  private static byte[] external(String location) {
    return external(Map.of("location", location));
  }

  private static byte[] external(Map<String, String> where) {
    return message(tensor -> {
      tensor.writeInt64(1, 1);
      tensor.writeEnum(2, number(DataType.FP32));
      tensor.writeString(8, "number");
      for (var each : where.entrySet()) {
        tensor.writeByteArray(13, message(entry -> {
          entry.writeString(1, each.getKey());
          entry.writeString(2, each.getValue());
        }));
      }
      tensor.writeEnum(14, 1);
    });
  }

  private static byte[] model(byte[] graph) {
    return message(model -> {
      model.writeInt64(1, 9);
      model.writeByteArray(7, graph);
      model.writeByteArray(8, opset("", 19));
      model.writeByteArray(8, opset("ai.onnx.ml", 3));
    });
  }

  private static byte[] opset(String domain, int version) {
    return message(opset -> {
      opset.writeString(1, domain);
      opset.writeInt64(2, version);
    });
  }

  private static byte[] graph(
      List<byte[]> nodes, List<byte[]> initializers, byte[] input, byte[] output) {
    return message(graph -> {
      for (var node : nodes) {
        graph.writeByteArray(1, node);
      }
      graph.writeString(2, "graph");
      for (var initializer : initializers) {
        graph.writeByteArray(5, initializer);
      }
      graph.writeByteArray(11, input);
      graph.writeByteArray(12, output);
    });
  }

  private static byte[] node(String operator, List<String> inputs, String output) {
    return message(node -> {
      for (var input : inputs) {
        node.writeString(1, input);
      }
      node.writeString(2, output);
      node.writeString(4, operator);
    });
  }

  private static byte[] cast(String input, String output, DataType to) {
    return message(node -> {
      node.writeString(1, input);
      node.writeString(2, output);
      node.writeString(4, "Cast");
      node.writeByteArray(5, message(attribute -> {
        attribute.writeString(1, "to");
        attribute.writeInt64(3, number(to));
        attribute.writeEnum(20, 2);
      }));
    });
  }

  private static byte[] floats(String name, float value) {
    return message(tensor -> {
      tensor.writeInt64(1, 1);
      tensor.writeEnum(2, number(DataType.FP32));
      tensor.writeFloat(4, value);
      tensor.writeString(8, name);
    });
  }

  private static byte[] longs(String name, long value) {
    return message(tensor -> {
      tensor.writeInt64(1, 1);
      tensor.writeEnum(2, number(DataType.INT64));
      tensor.writeInt64(7, value);
      tensor.writeString(8, name);
    });
  }

  private static byte[] value(String name, DataType type, long... dims) {
    return value(name, number(type), dims);
  }

  private static byte[] value(String name, int elementType, long... dims) {
    return message(value -> {
      value.writeString(1, name);
      value.writeByteArray(2, type(elementType, dims));
    });
  }

  private static byte[] type(int elementType, long... dims) {
    var shape = message(fields -> {
      for (int i = 0; i < dims.length; i++) {
        fields.writeByteArray(1, dimension("d" + i, dims[i]));
      }
    });
    var tensor = message(fields -> {
      fields.writeEnum(1, elementType);
      fields.writeByteArray(2, shape);
    });
    return message(fields -> fields.writeByteArray(1, tensor));
  }

  private static byte[] dimension(String symbol, long size) {
    return message(dimension -> {
      if (size < 0) {
        dimension.writeString(2, symbol);
      } else {
        dimension.writeInt64(1, size);
      }
    });
  }

  private static int number(DataType type) {
    return switch (type) {
      case FP32 -> 1;
      case UINT8 -> 2;
      case INT8 -> 3;
      case UINT16 -> 4;
      case INT16 -> 5;
      case INT32 -> 6;
      case INT64 -> 7;
      case STRING -> 8;
      case BOOL -> 9;
      case FP16 -> 10;
      case FP64 -> 11;
      case UINT32 -> 12;
      case UINT64 -> 13;
      case BF16 -> 16;
    };
  }

  private static byte[] message(Fields fields) {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
    return bytes.toByteArray();
  }

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }
}
