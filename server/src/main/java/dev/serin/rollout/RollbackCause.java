package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.GateId;
import dev.serin.gate.HarmCause;

/** Why a rollout was rolled back. */
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
    /** An operator aborted the rollout. */
    ABORTED,
    /** An operator started another rollout in its place. */
    REPLACED,
    /** An operator or the file set the split. */
    SPLIT,
    /**
     * The candidate ended its own process, or the gateway ended too often while the candidate had
     * users.
     */
    CRASHED,
    /** The files of a version were lost, and others are in their place. */
    FILES_LOST,
    /** Written by a release that did not keep causes. */
    UNKNOWN
  }
}
