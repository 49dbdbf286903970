package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

/** Thrown for a command that does not fit how a rollout stands. Nothing has changed. */
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
