package dev.serin.client;

/** Why a version answered a call. */
public enum Role {
  /** It is the version that everybody else gets. */
  STABLE,
  /** It is another version with a share of the users. */
  CANARY,
  /** The caller asked for it. */
  PINNED,
  /** The gateway told none, or one that this library is too old to know. */
  UNKNOWN
}
