package dev.serin.cli.deploy;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * A model outside the repository, and what comes with it.
 *
 * @param kind how it is told apart, for people
 * @param model the ONNX file; the data files that it names lie beside it
 * @param settings the folder with a {@code config.pbtxt} for all versions, if there is one
 * @param labels the names of the model's classes; empty if they are not known
 */
record Source(String kind, Path model, Optional<Path> settings, List<String> labels) {
  Source {
    labels = List.copyOf(labels);
  }

  static Source of(String kind, Path model) {
    return new Source(kind, model, Optional.empty(), List.of());
  }
}
