package dev.serin.benchmarks.ladder.models;

import dev.serin.models.OnnxGraphs;
import dev.serin.models.Protos;
import java.util.List;

/** The graphs of the models. */
final class Networks {
  private static final long SEED = 20_251;
  private static final int WIDTH = 128;
  private static final long HEADS = 4;

  private Networks() {}

  /**
   * Returns the bytes of a version's ONNX file. All versions compute the same; their files differ.
   */
  static byte[] encode(Model model, int version) {
    var net = new Net(model, SEED + model.name().hashCode());
    String output = switch (model) {
      case LR16 -> softmax(net, net.dense(Model.INPUT, 16, 2));
      case GBT100 -> new Trees(SEED).addTo(net);
      case MLP_M -> perceptron(net, 128, 256, 256, 10);
      case MLP_L -> perceptron(net, 512, 2_048, 2_048, 1_000);
      case CNN -> convolutions(net);
      case ENCODER -> encoder(net);
    };
    return OnnxGraphs.encode(net.build(output, "version " + version));
  }

  private static String perceptron(Net net, int... widths) {
    String value = Model.INPUT;
    for (int i = 1; i < widths.length; i++) {
      value = net.dense(value, widths[i - 1], widths[i]);
      value = i == widths.length - 1 ? value : net.relu(value);
    }
    return value;
  }

  private static String convolutions(Net net) {
    var value = net.convolution(Model.INPUT, 3, 16, 2);
    value = net.convolution(value, 16, 32, 2);
    value = net.convolution(value, 32, 64, 2);
    value = net.convolution(value, 64, 64, 1);
    value = net.convolution(value, 64, 128, 2);
    var pooled = net.apply("GlobalAveragePool", List.of(value));
    return net.dense(net.apply("Flatten", List.of(pooled)), 128, 10);
  }

  private static String encoder(Net net) {
    var value = layer(net, layer(net, Model.INPUT));
    var mean = net.apply(
        "ReduceMean",
        List.of(value),
        Protos.wholes("axes", List.of(1L)),
        Protos.whole("keepdims", 0));
    return net.dense(mean, WIDTH, 10);
  }

  private static String layer(Net net, String input) {
    var attended = net.project(attention(net, input), WIDTH, WIDTH);
    var middle = normalize(net, net.apply("Add", List.of(input, attended)));
    var wide = net.relu(net.project(middle, WIDTH, 4 * WIDTH));
    return normalize(net, net.apply("Add", List.of(middle, net.project(wide, 4 * WIDTH, WIDTH))));
  }

  private static String attention(Net net, String input) {
    var queries = heads(net, net.project(input, WIDTH, WIDTH), 0, 2, 1, 3);
    var keys = heads(net, net.project(input, WIDTH, WIDTH), 0, 2, 3, 1);
    var values = heads(net, net.project(input, WIDTH, WIDTH), 0, 2, 1, 3);
    var scale = net.constant((float) Math.sqrt((double) WIDTH / HEADS), 1);
    var scores = net.apply("Div", List.of(net.apply("MatMul", List.of(queries, keys)), scale));
    var mixed = net.apply("MatMul", List.of(softmax(net, scores), values));
    var merged = net.apply("Transpose", List.of(mixed), permutation(0, 2, 1, 3));
    return net.apply("Reshape", List.of(merged, net.numbers(0L, 0L, (long) WIDTH)));
  }

  private static String heads(Net net, String input, long... order) {
    var shape = net.numbers(0L, 0L, HEADS, WIDTH / HEADS);
    return net.apply(
        "Transpose", List.of(net.apply("Reshape", List.of(input, shape))), permutation(order));
  }

  private static ai.onnx.proto.OnnxMl.AttributeProto permutation(long... order) {
    return Protos.wholes("perm", java.util.Arrays.stream(order).boxed().toList());
  }

  /** Layer normalization, from the operators that ONNX Runtime fuses into one. */
  private static String normalize(Net net, String input) {
    var axes = Protos.wholes("axes", List.of(-1L));
    var mean = net.apply("ReduceMean", List.of(input), axes);
    var centred = net.apply("Sub", List.of(input, mean));
    var squares = net.apply("Pow", List.of(centred, net.constant(2, 1)));
    var variance = net.apply("ReduceMean", List.of(squares), axes);
    var raised = net.apply("Add", List.of(variance, net.constant(1e-5f, 1)));
    var normal = net.apply("Div", List.of(centred, net.apply("Sqrt", List.of(raised))));
    var scaled = net.apply("Mul", List.of(normal, net.constant(1, WIDTH)));
    return net.apply("Add", List.of(scaled, net.constant(0, WIDTH)));
  }

  private static String softmax(Net net, String input) {
    return net.apply("Softmax", List.of(input), Protos.whole("axis", -1));
  }
}
