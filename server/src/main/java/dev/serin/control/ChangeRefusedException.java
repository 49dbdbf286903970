package dev.serin.control;

import static java.util.Objects.requireNonNull;

/** Thrown for a change that was not made. Nothing has changed. */
public final class ChangeRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  /** Why a change is refused. */
  public enum Kind {
    /** It could never be made. */
    INVALID,
    /** There is no such model. */
    NOT_FOUND,
    /** It cannot be made now, or not without force. */
    PRECONDITION,
    /** Another revision is in force than the one it was made for. */
    CONFLICT,
    /** The disk refuses. */
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
