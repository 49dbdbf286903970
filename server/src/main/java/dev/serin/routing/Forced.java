package dev.serin.routing;

import dev.serin.split.ForcedUsers;
import java.util.OptionalLong;

/**
 * The users whose version the configuration sets, not the hash.
 *
 * @param canary the version of {@code forceCanary} users: the newest one with a share that is not
 *     stable; empty if there is none or it cannot be called, so that stable answers
 */
public record Forced(ForcedUsers users, OptionalLong canary) {
  /** No user is forced. */
  public static final Forced NONE = new Forced(ForcedUsers.NONE, OptionalLong.empty());
}
