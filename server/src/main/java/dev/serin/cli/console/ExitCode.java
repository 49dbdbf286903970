package dev.serin.cli.console;

/** What the process says to whoever started it. */
public final class ExitCode {
  public static final int DONE = 0;
  /** The gateway, or a check, said no; a watched rollout was rolled back. */
  public static final int REFUSED = 1;
  /** A watched rollout was not over in time. */
  public static final int TIMEOUT = 2;
  /** A watched rollout waits for somebody. */
  public static final int PAUSED = 3;
  /** The command line cannot be understood. */
  public static final int USAGE = 64;
  /** No gateway answered. */
  public static final int UNREACHABLE = 69;
  /** A fault of Serin itself. */
  public static final int INTERNAL = 70;

  private ExitCode() {}
}
