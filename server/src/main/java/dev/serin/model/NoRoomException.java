package dev.serin.model;

/**
 * Thrown when there is no memory budget left for an answer. Has no stack trace: it is not a defect.
 */
public final class NoRoomException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean never;

  /**
   * Creates the exception with its reason.
   *
   * @param never whether there would be no room even if nothing else were in flight
   */
  public NoRoomException(String message, boolean never) {
    super(message, null, false, false);
    this.never = never;
  }

  /** Whether there would be no room even if nothing else were in flight. */
  public boolean never() {
    return never;
  }
}
