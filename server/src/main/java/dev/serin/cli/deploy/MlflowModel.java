package dev.serin.cli.deploy;

import dev.serin.cli.console.VerbException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;
import org.snakeyaml.engine.v2.exceptions.YamlEngineException;

/** The file in which MLflow says what a folder holds. */
final class MlflowModel {
  static final String FILE = "MLmodel";

  private MlflowModel() {}

  /** Returns the ONNX file of a folder. */
  static Path onnx(Path folder) throws IOException {
    var file = folder.resolve(FILE);
    try {
      var root = new Load(LoadSettings.builder().build()).loadFromString(Files.readString(file));
      var flavors = map(map(root).get("flavors"));
      var data = map(flavors.get("onnx")).get("data");
      if (!(data instanceof String path) || !isInside(Path.of(path))) {
        throw VerbException.refused(file + ": flavors: " + flavors.keySet()
            + " (expected: onnx among them, with data: the path of a file in the folder)");
      }
      return folder.resolve(path);
    } catch (YamlEngineException e) {
      throw VerbException.refused(file + " is not YAML: " + e.getMessage());
    }
  }

  private static boolean isInside(Path path) {
    return !path.isAbsolute() && !path.normalize().startsWith("..");
  }

  private static Map<?, ?> map(@Nullable Object value) {
    return value instanceof Map<?, ?> map ? map : Map.of();
  }
}
