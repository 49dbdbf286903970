package dev.serin.model;

/** Turns the bytes of a model's file into something that runs. */
public interface ModelLoader {

  /**
   * Loads a model from its bytes, which are not changed meanwhile and not kept afterwards.
   *
   * <p>It takes bytes and not a path, so that what was hashed is what is loaded.
   *
   * @throws ModelLoadException if it is not a model that can be served; the message says why
   */
  Predictor load(VersionId id, byte[] model) throws ModelLoadException;
}
