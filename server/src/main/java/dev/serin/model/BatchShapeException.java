package dev.serin.model;

/** Thrown if a run on the rows of several requests has outputs that cannot be told apart by row. */
public final class BatchShapeException extends PredictionException {
  private static final long serialVersionUID = 1L;

  public BatchShapeException(String message) {
    super(message, null);
  }
}
