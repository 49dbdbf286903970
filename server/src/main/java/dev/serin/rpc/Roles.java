package dev.serin.rpc;

import dev.serin.model.Role;

/** Converts roles to {@code serin.v1}. */
public final class Roles {
  private Roles() {}

  /** Returns the message value of a role. */
  public static dev.serin.v1.Role message(Role role) {
    return switch (role) {
      case STABLE -> dev.serin.v1.Role.STABLE;
      case CANARY -> dev.serin.v1.Role.CANARY;
      case PINNED -> dev.serin.v1.Role.PINNED;
      case SHADOW ->
        throw new IllegalArgumentException("role: SHADOW (expected: one that callers see)");
    };
  }
}
