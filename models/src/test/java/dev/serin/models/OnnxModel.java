package dev.serin.models;

import ai.onnxruntime.NodeInfo;
import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import ai.onnxruntime.TensorInfo;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** A model file opened with ONNX Runtime, the judge that shares no code with the trainer. */
final class OnnxModel implements AutoCloseable {

  private final OrtEnvironment environment = OrtEnvironment.getEnvironment();
  private final OrtSession session;

  private OnnxModel(Path file) throws OrtException {
    this.session = environment.createSession(file.toString());
  }

  /** Opens a version of the digits below a directory as the trainer fills it. */
  static OnnxModel open(Path directory, int version) throws OrtException {
    return new OnnxModel(directory.resolve("repository/digits/" + version + "/model.onnx"));
  }

  /** Returns the probabilities of the ten digits, for each row. */
  float[][] probabilities(List<Digit> rows) throws OrtException {
    try (var input = OnnxTensor.createTensor(environment, pixels(rows));
        var result = session.run(Map.of("input", input))) {
      return (float[][]) result.get(0).getValue();
    }
  }

  /** Returns the digit that the model holds for most probable, for each row. */
  List<Integer> predictions(List<Digit> rows) throws OrtException {
    var probabilities = probabilities(rows);
    return IntStream.range(0, rows.size())
        .mapToObj(i -> highest(probabilities[i]))
        .toList();
  }

  /** Returns the share of rows whose digit the model tells. */
  double accuracy(List<Digit> rows) throws OrtException {
    var predictions = predictions(rows);
    var right = IntStream.range(0, rows.size())
        .filter(i -> predictions.get(i) == rows.get(i).label());
    return (double) right.count() / rows.size();
  }

  /** Returns names, types and shapes of what goes in and what comes out. */
  String signature() throws OrtException {
    return describe(session.getInputInfo()) + " -> " + describe(session.getOutputInfo());
  }

  /** Returns what the file says about itself beyond its graph. */
  Map<String, String> metadata() throws OrtException {
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

  private static float[][] pixels(List<Digit> rows) {
    var matrix = new float[rows.size()][Digit.PIXELS];
    for (int i = 0; i < matrix.length; i++) {
      for (int j = 0; j < Digit.PIXELS; j++) {
        matrix[i][j] = rows.get(i).pixels().get(j);
      }
    }
    return matrix;
  }
}
