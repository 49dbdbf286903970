package dev.serin.serving;

/** The party at fault for a failed call; only a version's own faults count against it. */
public enum Fault {
  NONE,
  /** The caller's: a bad tensor, an unknown name, a cancelled call, too short a deadline. */
  CALLER,
  /** The gateway's: a limit that holds for all models together, a model that is not ready. */
  GATEWAY,
  /** The version's: its run failed. */
  VERSION
}
