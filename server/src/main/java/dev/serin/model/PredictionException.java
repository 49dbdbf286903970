package dev.serin.model;

import org.jspecify.annotations.Nullable;

/** Thrown when a version fails on inputs that fit its signature. It is the version's fault. */
public class PredictionException extends Exception {
  private static final long serialVersionUID = 1L;

  public PredictionException(String message, @Nullable Throwable cause) {
    super(message, cause);
  }
}
