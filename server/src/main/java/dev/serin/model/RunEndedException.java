package dev.serin.model;

import java.io.Serial;

/** A run that was ended because it took too long. */
public final class RunEndedException extends PredictionException {
  @Serial
  private static final long serialVersionUID = 1;

  /** Says how long it was given. */
  public RunEndedException(String message, Throwable cause) {
    super(message, cause);
  }
}
