package dev.serin.onnx;

import dev.serin.model.ModelLoadException;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;

/** A model that exists as a file only while it is loaded. */
public final class ModelFile {
  private ModelFile() {}

  public static Predictor load(OnnxLoader loader, VersionId id, byte[] model)
      throws ModelLoadException {
    try {
      var folder = Files.createTempDirectory("serin-model");
      var file = Files.write(folder.resolve("model.onnx"), model);
      try {
        return loader.load(id, file);
      } finally {
        Files.delete(file);
        Files.delete(folder);
      }
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
