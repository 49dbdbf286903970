package dev.serin.tensor;

/**
 * Thrown when a tensor contradicts its own type or shape, or does not fit a model. It is the
 * caller's fault.
 */
public final class InvalidTensorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message names the tensor, what came and what was expected. */
  public InvalidTensorException(String message) {
    super(message);
  }
}
