package dev.serin.tensor;

/**
 * Thrown for a tensor that is not what it says, or not what a model asks for. The caller's fault.
 */
public final class InvalidTensorException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** The message names the tensor, what came and what was expected. */
  public InvalidTensorException(String message) {
    super(message);
  }
}
