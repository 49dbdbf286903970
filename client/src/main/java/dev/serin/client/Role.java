package dev.serin.client;

/** Why a version answered a call. */
public enum Role {
  /** It is the version of all users outside the canaries' shares. */
  STABLE,
  /** It is another version with a share of the users. */
  CANARY,
  /** The caller asked for it. */
  PINNED,
  /** Not set by the gateway, or unknown to this release of the library. */
  UNKNOWN
}
