package dev.serin.server;

import java.util.List;

/** Thrown if a gateway cannot start; nothing of it is left running. */
public final class StartException extends Exception {
  private static final long serialVersionUID = 1L;

  /**
   * Returns an exception with all problems, each on a line of the message, with what came and what
   * was expected.
   */
  public StartException(List<String> problems) {
    super(String.join("\n", problems));
  }

  StartException(String problem, Throwable cause) {
    super(problem, cause);
  }
}
