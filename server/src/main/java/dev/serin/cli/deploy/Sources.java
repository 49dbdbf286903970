package dev.serin.cli.deploy;

import dev.serin.cli.console.VerbException;
import dev.serin.model.ModelSettings;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.regex.Pattern;

/** Finds the model in a file, or in a folder that another tool has written. */
final class Sources {
  private static final String MODEL = "model.onnx";
  private static final Pattern VERSION = Pattern.compile("[1-9][0-9]{0,17}");

  private Sources() {}

  /**
   * Returns the model of a path.
   *
   * @param version which one, where there are several; empty for the highest
   */
  static Source of(Path path, OptionalLong version) {
    try {
      if (Files.isDirectory(path)) {
        return folder(path, version);
      }
      if (Files.isRegularFile(path) && path.toString().endsWith(".onnx")) {
        return Source.of("ONNX file", path);
      }
      throw VerbException.usage("PATH: " + path + " (expected: an .onnx file, or the folder of a"
          + " model of Triton, Hugging Face or MLflow)");
    } catch (IOException | UncheckedIOException e) {
      throw VerbException.refused(path + " cannot be read: " + e.getMessage());
    }
  }

  private static Source folder(Path folder, OptionalLong version) throws IOException {
    var versions = versions(folder);
    var settings =
        Optional.of(folder).filter(each -> Files.exists(each.resolve(ModelSettings.FILE)));
    if (settings.isPresent() || !versions.isEmpty()) {
      return triton(folder, versions, version, settings);
    }
    if (Files.exists(folder.resolve(MlflowModel.FILE))) {
      return Source.of("MLflow", MlflowModel.onnx(folder));
    }
    for (var name : new String[] {"onnx/" + MODEL, MODEL}) {
      if (Files.isRegularFile(folder.resolve(name))) {
        var labels = HuggingFaceConfig.labels(folder);
        return new Source("Hugging Face", folder.resolve(name), Optional.empty(), labels);
      }
    }
    throw VerbException.usage("PATH: " + folder + " has none of " + ModelSettings.FILE + ", N/"
        + MODEL + ", " + MlflowModel.FILE + ", onnx/" + MODEL + ", " + MODEL
        + " (expected: one of them, or the path of the .onnx file)");
  }

  private static Source triton(
      Path folder, SortedMap<Long, Path> versions, OptionalLong version, Optional<Path> settings) {
    if (versions.isEmpty()) {
      throw VerbException.usage(
          "PATH: " + folder + " has no version (expected: one as N/" + MODEL + ")");
    }
    long wanted = version.orElse(versions.lastKey());
    var found = versions.get(wanted);
    if (found == null) {
      throw VerbException.usage("--version: " + wanted + " (expected: one of " + versions.keySet()
          + ", the versions in " + folder + ")");
    }
    return new Source("Triton, version " + wanted, found.resolve(MODEL), settings, List.of());
  }

  private static SortedMap<Long, Path> versions(Path folder) throws IOException {
    var versions = new TreeMap<Long, Path>();
    try (var children = Files.list(folder)) {
      children
          .filter(child -> VERSION.matcher(child.getFileName().toString()).matches())
          .filter(child -> Files.exists(child.resolve(MODEL)))
          .forEach(child -> versions.put(Long.parseLong(child.getFileName().toString()), child));
    }
    return versions;
  }
}
