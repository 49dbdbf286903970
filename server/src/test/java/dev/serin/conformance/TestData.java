package dev.serin.conformance;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/** The folder of ONNX's test data: {@code <kind>/<name>/model.onnx} with inputs and outputs. */
final class TestData {
  private static final String PROPERTY = "serin.onnxTestData";
  private static final String DEBIAN = "/usr/share/libonnx-testdata/data";

  private TestData() {}

  /**
   * Returns all models, in the order of their names.
   *
   * @throws IllegalStateException if there is no such folder; it says where to get it
   */
  static List<TestModel> models() {
    var folder = Path.of(System.getProperty(PROPERTY, DEBIAN));
    if (!Files.isDirectory(folder)) {
      throw new IllegalStateException(folder + " is missing (expected: ONNX's test data; install"
          + " Debian's package libonnx-testdata, or name the folder by -D" + PROPERTY + "=DIR)");
    }
    try (var files = Files.walk(folder, 2)) {
      return files
          .map(TestModel::new)
          .filter(model -> Files.exists(model.file()))
          .sorted(Comparator.comparing(TestModel::name))
          .toList();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
