package dev.serin.cli.console;

/** The exit codes of the process. */
public final class ExitCode {
  public static final int DONE = 0;
  /** The gateway refused or a check failed; a watched rollout was rolled back or rejected. */
  public static final int REFUSED = 1;
  /** A watched rollout did not finish within the timeout. */
  public static final int TIMEOUT = 2;
  /** A watched rollout is paused until an operator resumes it. */
  public static final int PAUSED = 3;
  /** The command line is invalid. */
  public static final int USAGE = 64;
  /** No gateway answered. */
  public static final int UNREACHABLE = 69;
  /** An internal error. */
  public static final int INTERNAL = 70;

  private ExitCode() {}
}
