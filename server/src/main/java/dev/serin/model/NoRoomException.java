package dev.serin.model;

/** Thrown for an answer that there is no room for. Carries no stack trace: it is no defect. */
public final class NoRoomException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final boolean never;

  /**
   * Says why.
   *
   * @param never whether there would be none even if nothing else was in flight
   */
  public NoRoomException(String message, boolean never) {
    super(message, null, false, false);
    this.never = never;
  }

  /** Whether there would be no room even if nothing else was in flight. */
  public boolean never() {
    return never;
  }
}
