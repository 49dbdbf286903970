package dev.serin.model;

/** Thrown when a version fails to run on inputs that fit its signature. The version's fault. */
public class PredictionException extends Exception {
  private static final long serialVersionUID = 1L;

  public PredictionException(String message, Throwable cause) {
    super(message, cause);
  }
}
