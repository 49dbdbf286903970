package dev.serin.cli;

/** What the process says to whoever started it. */
final class ExitCode {
  static final int DONE = 0;
  /** The gateway, or a check, said no; a watched rollout was rolled back. */
  static final int REFUSED = 1;
  /** A watched rollout was not over in time. */
  static final int TIMEOUT = 2;
  /** A watched rollout waits for somebody. */
  static final int PAUSED = 3;
  /** The command line cannot be understood. */
  static final int USAGE = 64;
  /** No gateway answered. */
  static final int UNREACHABLE = 69;
  /** A fault of Serin itself. */
  static final int INTERNAL = 70;

  private ExitCode() {}
}
