package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

/** Thrown for a command that does not fit the state of a rollout; nothing has changed. */
public final class RolloutRefusedException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  RolloutRefusedException(String message) {
    super(message);
  }

  @Override
  public String getMessage() {
    return requireNonNull(super.getMessage());
  }
}
