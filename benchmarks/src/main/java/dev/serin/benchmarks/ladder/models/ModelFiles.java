package dev.serin.benchmarks.ladder.models;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The folder of the models' files, laid out as the gateway wants it: model, version, file. */
public final class ModelFiles {
  private static final int VERSIONS = 2;

  private final Path folder;

  /** Writes nothing yet. */
  public ModelFiles(Path folder) {
    this.folder = folder;
  }

  /** Returns the folder of one model alone, as a repository of its own. */
  public Path repository(Model model) {
    return folder.resolve(model.label());
  }

  /** Returns the file of a version. */
  public Path file(Model model, int version) {
    return repository(model)
        .resolve(model.label())
        .resolve(Integer.toString(version))
        .resolve("model.onnx");
  }

  /** Writes the files of a model, except those that are already there. */
  public void write(Model model) throws IOException {
    for (int version = 1; version <= VERSIONS; version++) {
      var bytes = Networks.encode(model, version);
      var file = file(model, version);
      if (!Files.exists(file) || !Arrays.equals(Files.readAllBytes(file), bytes)) {
        Files.createDirectories(file.getParent());
        Files.deleteIfExists(file);
        Files.write(file, bytes);
      }
    }
  }
}
