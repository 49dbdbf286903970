package dev.serin.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * A model with one input and one output, opened with ONNX Runtime, which shares no code with the
 * trainers.
 */
public final class OnnxModel implements AutoCloseable {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  private OnnxModel(byte[] model) throws OrtException {
    this.session = environment.createSession(model);
  }

  /** Opens the file {@code <version>/model.onnx} below a directory. */
  public static OnnxModel open(Path directory, int version) throws IOException, OrtException {
    return of(Files.readAllBytes(directory.resolve(version + "/model.onnx")));
  }

  /** Opens the bytes of a file. */
  public static OnnxModel of(byte[] model) throws OrtException {
    return new OnnxModel(model);
  }

  /** Returns the scores of the classes, for each row. */
  public float[][] scores(float[][] rows) throws OrtException {
    var name = session.getInputNames().iterator().next();
    try (var input = OnnxTensor.createTensor(environment, rows);
        var result = session.run(Map.of(name, input))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  /** Returns the same scores, asked for one row at a time. */
  public float[][] scoresRowByRow(float[][] rows) throws OrtException {
    var scores = new float[rows.length][];
    for (int i = 0; i < rows.length; i++) {
      scores[i] = scores(new float[][] {rows[i]})[0];
    }
    return scores;
  }

  /** Returns the class with the highest score, for each row. */
  public List<Integer> predictions(float[][] rows) throws OrtException {
    return Arrays.stream(scores(rows)).map(OnnxModel::highest).toList();
  }

  /** Returns the names, types and shapes of the input and the output. */
  public String signature() throws OrtException {
    return describe(session.getInputInfo()) + " -> " + describe(session.getOutputInfo());
  }

  /** Returns the metadata of the file. */
  public Map<String, String> metadata() throws OrtException {
    return session.getMetadata().getCustomMetadata();
  }

  @Override
  public void close() throws OrtException {
    session.close();
  }

  private static String describe(Map<String, NodeInfo> nodes) {
    return nodes.values().stream().map(OnnxModel::describe).collect(Collectors.joining(", "));
  }

  private static String describe(NodeInfo node) {
    var tensor = (TensorInfo) node.getInfo();
    return node.getName() + " " + tensor.type + " " + Arrays.toString(tensor.getShape());
  }

  private static int highest(float[] row) {
    return IntStream.range(1, row.length).reduce(0, (best, i) -> row[i] > row[best] ? i : best);
  }
}
