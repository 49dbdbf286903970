package dev.serin.model;

import java.io.Serial;

/** Thrown when the process of a version has ended, in this run or before. */
public final class ProcessEndedException extends PredictionException {
  @Serial
  private static final long serialVersionUID = 1;

  private final boolean crashed;

  /**
   * The message says how it ended.
   *
   * @param crashed whether the version ended it, or it was ended for what the version took; not if
   *     it was told to end by others
   */
  public ProcessEndedException(String message, boolean crashed) {
    super(message, null);
    this.crashed = crashed;
  }

  /** Whether that was the version's doing. */
  public boolean crashed() {
    return crashed;
  }
}
