package dev.serin.model;

import org.jspecify.annotations.Nullable;

/** Thrown when a file is not a model that can be served. */
public final class ModelLoadException extends Exception {
  private static final long serialVersionUID = 1L;

  public ModelLoadException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
