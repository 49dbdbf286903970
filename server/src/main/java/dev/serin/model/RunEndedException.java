package dev.serin.model;

import java.io.Serial;

/** Thrown when a run was stopped because it took too long. */
public final class RunEndedException extends PredictionException {
  @Serial
  private static final long serialVersionUID = 1;

  /** The message says the limit. */
  public RunEndedException(String message, Throwable cause) {
    super(message, cause);
  }
}
