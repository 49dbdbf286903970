package dev.serin.model;

/** Why a version answers a call. */
public enum Role {
  /** It is the version of all users outside every other version's share. */
  STABLE,
  /** It is another version with a share of the users. */
  CANARY,
  /** The caller asked for it. */
  PINNED,
  /** It answers a copy of a call that another version answers; its answer is discarded. */
  SHADOW
}
