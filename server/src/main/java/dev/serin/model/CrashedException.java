package dev.serin.model;

import java.io.Serial;

/** Thrown when the process of a version ended during the run, or had ended before. */
public final class CrashedException extends PredictionException {
  @Serial
  private static final long serialVersionUID = 1;

  /** The message says how the process ended. */
  public CrashedException(String message) {
    super(message, null);
  }
}
