package dev.serin.model;

import java.io.Serial;

/**
 * Thrown when the version ended its process, in this run or before, or was ended for what it took;
 * not when the process was told to end by others.
 */
public final class CrashedException extends PredictionException {
  @Serial
  private static final long serialVersionUID = 1;

  /** The message says how the process ended. */
  public CrashedException(String message) {
    super(message, null);
  }
}
