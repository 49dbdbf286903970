package dev.serin.model;

/** Why a version answers a call. */
public enum Role {
  /** It is the version that everybody gets whom no other version's share takes. */
  STABLE,
  /** It is another version with a share. */
  CANARY,
  /** The caller asked for it. */
  PINNED,
  /** It gets a copy of a call that another version answers; nobody sees what it says. */
  SHADOW
}
