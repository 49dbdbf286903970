package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.GateId;
import dev.serin.gate.HarmCause;

/** Why users were taken back. */
public sealed interface RollbackCause {
  /** A gate found harm. */
  record Harm(GateId gate, HarmCause cause) implements RollbackCause {
    /** Checks that the parts are there. */
    public Harm {
      requireNonNull(gate, "gate");
      requireNonNull(cause, "cause");
    }
  }

  /** Anything else. */
  enum Act implements RollbackCause {
    /** Somebody aborted the rollout. */
    ABORTED,
    /** Somebody started another one in its place. */
    REPLACED,
    /** Somebody, or the file, set the split. */
    SPLIT,
    /** The gateway died too often while the candidate had users. */
    CRASHED,
    /** The files of a version were lost, and others are in their place. */
    FILES_LOST,
    /** Written by a release that did not keep causes. */
    UNKNOWN
  }
}
