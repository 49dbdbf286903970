package dev.serin.benchmarks.ladder.models;

import ai.onnx.proto.OnnxMl.AttributeProto;
import ai.onnx.proto.OnnxMl.GraphProto;
import dev.serin.models.Protos;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * A graph under construction, whose weights are drawn at random. A value is called by its name.
 * Confined to one thread.
 */
final class Net {
  private final GraphProto.Builder graph = GraphProto.newBuilder();
  private final SplittableRandom random;
  private int names;

  Net(Model model, long seed) {
    this.random = new SplittableRandom(seed);
    graph.setName(model.label());
    graph.addInput(Protos.rows(Model.INPUT, model.shape()));
    graph.addOutput(Protos.rows(Model.OUTPUT, List.of((long) model.outputs())));
  }

  /** Returns the finished graph; the note is part of the file, but not of what it computes. */
  GraphProto build(String output, String note) {
    graph.addNode(Protos.node("Identity", List.of(output), Model.OUTPUT));
    return graph.setDocString(note).build();
  }

  /** Applies an operator. */
  String apply(String operator, List<String> inputs, AttributeProto... attributes) {
    String output = name(operator);
    graph.addNode(Protos.node(operator, inputs, output).addAllAttribute(List.of(attributes)));
    return output;
  }

  /** Applies an operator of the domain of classical models. */
  String classic(String operator, String input, List<AttributeProto> attributes) {
    String output = name(operator);
    graph.addNode(Protos.node(operator, List.of(input), output)
        .setDomain("ai.onnx.ml")
        .addAllAttribute(attributes));
    return output;
  }

  /** Multiplies rows with a matrix and adds a bias. */
  String dense(String input, int from, int to) {
    var weights = weights(from, from, to);
    return apply("Gemm", List.of(input, weights, weights(from, to)));
  }

  /** Multiplies the last dimension with a matrix and adds a bias. */
  String project(String input, int from, int to) {
    var product = apply("MatMul", List.of(input, weights(from, from, to)));
    return apply("Add", List.of(product, weights(from, to)));
  }

  String relu(String input) {
    return apply("Relu", List.of(input));
  }

  /** A convolution of 3 by 3 and its ReLU. */
  String convolution(String input, int from, int to, int stride) {
    int fan = from * 9;
    var output = apply(
        "Conv",
        List.of(input, weights(fan, to, from, 3, 3), weights(fan, to)),
        Protos.wholes("kernel_shape", List.of(3L, 3L)),
        Protos.wholes("pads", List.of(1L, 1L, 1L, 1L)),
        Protos.wholes("strides", List.of((long) stride, (long) stride)));
    return relu(output);
  }

  /** Adds floats that are all the same. */
  String constant(float value, int count) {
    var values = new float[count];
    java.util.Arrays.fill(values, value);
    return floats(values, count);
  }

  /** Adds a shape, or other whole numbers. */
  String numbers(Long... values) {
    String name = name("numbers");
    graph.addInitializer(Protos.numbers(name, List.of(values)));
    return name;
  }

  /** Draws weights for so many inputs that their sum keeps its size. */
  private String weights(int fan, int... shape) {
    int count = 1;
    for (int size : shape) {
      count = Math.multiplyExact(count, size);
    }
    double scale = Math.sqrt(2.0 / fan);
    var values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = (float) (random.nextGaussian() * scale);
    }
    return floats(values, shape);
  }

  private String floats(float[] values, int... shape) {
    String name = name("weights");
    var sizes = java.util.Arrays.stream(shape).asLongStream();
    graph.addInitializer(Protos.floats(name, boxed(sizes), values));
    return name;
  }

  private static List<Long> boxed(LongStream sizes) {
    return sizes.boxed().toList();
  }

  private String name(String what) {
    return what + "_" + names++;
  }
}
