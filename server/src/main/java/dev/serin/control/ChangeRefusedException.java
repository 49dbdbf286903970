package dev.serin.control;

import static java.util.Objects.requireNonNull;

/** Thrown when a change is refused; nothing has changed then. */
public final class ChangeRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a change is refused. */
  public enum Kind {
    /** The request is invalid in any state. */
    INVALID,
    /** There is no such model. */
    NOT_FOUND,
    /** The change is not possible now, or needs force. */
    PRECONDITION,
    /** The change is based on another revision than the one in force. */
    CONFLICT,
    /** The change could not be stored. */
    STORAGE
  }

  private final Kind kind;

  public ChangeRefusedException(Kind kind, String message) {
    super(message);
    this.kind = kind;
  }

  public Kind kind() {
    return kind;
  }

  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
  }
}
