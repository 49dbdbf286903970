package dev.serin.model;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the settings in a model's folder. Thread-safe. */
public interface SettingsReader {
  /** A reader for models whose folders hold versions only. */
  SettingsReader NONE = (model, folder) -> ModelSettings.NONE;

  /**
   * Reads {@link ModelSettings#FILE}, which exists.
   *
   * @throws ModelLoadException if no version can be served with it; the message says why
   */
  ModelSettings read(String model, Path folder) throws ModelLoadException, IOException;
}
