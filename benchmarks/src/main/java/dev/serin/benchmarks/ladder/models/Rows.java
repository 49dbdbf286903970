package dev.serin.benchmarks.ladder.models;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import java.nio.FloatBuffer;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.LongStream;

/**
 * The rows that a model is called with, and what ONNX Runtime alone computes from each.
 *
 * @param inputs the rows
 * @param outputs the output of each, computed in a batch of one
 */
public record Rows(Model model, List<float[]> inputs, List<float[]> outputs) {
  private static final long SEED = 7;

  /** Draws the rows and runs the file's model on each. */
  public static Rows of(Model model, Path file) throws OrtException {
    var random = new SplittableRandom(SEED);
    var inputs = new ArrayList<float[]>();
    var outputs = new ArrayList<float[]>();
    var environment = OrtEnvironment.getEnvironment();
    try (var options = new OrtSession.SessionOptions()) {
      options.setIntraOpNumThreads(1);
      try (var session = environment.createSession(file.toString(), options)) {
        for (int row = 0; row < model.rows(); row++) {
          var input = draw(model.inputs(), random);
          inputs.add(input);
          outputs.add(run(session, model, 1, input));
        }
      }
    }
    return new Rows(model, inputs, outputs);
  }

  /** Runs a batch, whose rows are given one after the other. */
  static float[] run(OrtSession session, Model model, int batch, float[] input)
      throws OrtException {
    var shape = LongStream.concat(
            LongStream.of(batch), model.shape().stream().mapToLong(size -> size))
        .toArray();
    try (var tensor = OnnxTensor.createTensor(
            OrtEnvironment.getEnvironment(), FloatBuffer.wrap(input), shape);
        var result = session.run(Map.of(Model.INPUT, tensor))) {
      var output = new float[batch * model.outputs()];
      ((OnnxTensor) result.get(0)).getFloatBuffer().get(output);
      return output;
    }
  }

  private static float[] draw(int count, SplittableRandom random) {
    var row = new float[count];
    for (int i = 0; i < count; i++) {
      row[i] = (float) random.nextGaussian();
    }
    return row;
  }
}
