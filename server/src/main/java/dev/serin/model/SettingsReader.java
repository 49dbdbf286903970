package dev.serin.model;

import java.io.IOException;
import java.nio.file.Path;

/** Reads the settings in a model's folder. Thread-safe. */
public interface SettingsReader {
  /** A reader for models whose folders hold versions only. */
  SettingsReader NONE = new SettingsReader() {
    @Override
    public ModelSettings read(String model, Path folder) {
      return ModelSettings.NONE;
    }

    @Override
    public ModelSettings parse(String model, Path folder, String json) throws ModelLoadException {
      throw new ModelLoadException("config: given (expected: none)", null);
    }
  };

  /**
   * Reads {@link ModelSettings#FILE}, which exists.
   *
   * @throws ModelLoadException if no version can be served with it; the message says why
   */
  ModelSettings read(String model, Path folder) throws ModelLoadException, IOException;

  /**
   * Reads settings that a caller gives in the place of the file, as JSON.
   *
   * @param folder with the files that they may name
   * @throws ModelLoadException if they are malformed, or no version can be served with them
   */
  ModelSettings parse(String model, Path folder, String json) throws ModelLoadException;
}
