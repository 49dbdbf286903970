package dev.serin.model;

import java.io.IOException;
import java.nio.file.Path;
import java.util.SortedMap;

/** Loads a model file into a {@link Predictor}. */
public interface ModelLoader {

  /**
   * Returns the other files that a model needs, by their paths relative to its folder, each with
   * its least size in bytes.
   *
   * @throws ModelLoadException if it is not a model that can be served; the message says why
   */
  SortedMap<String, Long> dataFiles(Path model) throws ModelLoadException, IOException;

  /**
   * Loads a model from its file; its data files lie beside it. The files must not change while the
   * model is loaded.
   *
   * @throws ModelLoadException if it is not a model that can be served; the message says why
   */
  Predictor load(VersionId id, Path model) throws ModelLoadException, IOException;
}
