package dev.serin.benchmarks.overload;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession.SessionOptions;
import dev.serin.models.OnnxGraphs;
import dev.serin.models.Protos;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;

/**
 * A model that spreads each row into a square matrix and multiplies it with another one, again and
 * again. Its run takes as long as one asks for, and a batch saves nothing.
 */
final class Products {
  static final String MODEL = "products";
  static final String INPUT = "input";
  static final int INPUTS = 16;

  private static final String OUTPUT = "output";
  private static final int SIDE = 160;
  private static final int OUTPUTS = 10;
  private static final long SEED = 20_261;
  private static final int TRIED = 20;
  private static final int RUNS = 30;

  private Products() {}

  /** Writes a version whose runs multiply so many times. */
  static void write(Path repository, long version, int count) throws IOException {
    var folder = repository.resolve(MODEL).resolve(Long.toString(version));
    Files.createDirectories(folder);
    Files.write(folder.resolve("model.onnx"), encode(count));
  }

  /** Returns how many products take so many milliseconds on this machine, by themselves. */
  static int count(double millis) throws OrtException {
    try (var options = new SessionOptions()) {
      options.setIntraOpNumThreads(1);
      var environment = OrtEnvironment.getEnvironment();
      try (var session = environment.createSession(encode(TRIED), options);
          var row = OnnxTensor.createTensor(environment, new float[1][INPUTS])) {
        var times = new long[RUNS];
        for (int i = 0; i < RUNS; i++) {
          long start = System.nanoTime();
          session.run(Map.of(INPUT, row)).close();
          times[i] = System.nanoTime() - start;
        }
        Arrays.sort(times);
        return Math.max(1, (int) Math.ceil(millis * 1e6 * TRIED / times[RUNS / 2]));
      }
    }
  }

  private static byte[] encode(int count) {
    var random = new SplittableRandom(SEED);
    var graph = GraphProto.newBuilder()
        .setName(MODEL)
        .addInput(Protos.rows(INPUT, List.of((long) INPUTS)))
        .addOutput(Protos.rows(OUTPUT, List.of((long) OUTPUTS)))
        .addInitializer(Protos.floats(
            "spread",
            List.of((long) INPUTS, (long) SIDE * SIDE),
            normal(random, INPUTS, SIDE * SIDE)))
        .addInitializer(
            Protos.floats("factor", List.of((long) SIDE, (long) SIDE), normal(random, SIDE, SIDE)))
        .addInitializer(Protos.floats(
            "last", List.of((long) SIDE, (long) OUTPUTS), normal(random, SIDE, OUTPUTS)))
        .addInitializer(Protos.numbers("square", List.of(-1L, (long) SIDE, (long) SIDE)))
        .addNode(Protos.node("MatMul", List.of(INPUT, "spread"), "row"))
        .addNode(Protos.node("Reshape", List.of("row", "square"), "matrix_0"));
    for (int i = 0; i < count; i++) {
      graph
          .addNode(Protos.node("MatMul", List.of("matrix_" + i, "factor"), "product_" + i))
          .addNode(Protos.node("Tanh", List.of("product_" + i), "matrix_" + (i + 1)));
    }
    graph
        .addNode(Protos.node("ReduceMean", List.of("matrix_" + count), "mean")
            .addAttribute(Protos.wholes("axes", List.of(1L)))
            .addAttribute(Protos.whole("keepdims", 0)))
        .addNode(Protos.node("MatMul", List.of("mean", "last"), OUTPUT));
    return OnnxGraphs.encode(graph.build());
  }

  private static float[] normal(SplittableRandom random, int from, int to) {
    var values = new float[from * to];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (random.nextGaussian() / Math.sqrt(from));
    }
    return values;
  }
}
