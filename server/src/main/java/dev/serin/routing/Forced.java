package dev.serin.routing;

import dev.serin.split.ForcedUsers;
import java.util.OptionalLong;

/**
 * The users that the hash does not place.
 *
 * @param canary what {@code forceCanary} gives: the newest version with a share that is not stable;
 *     empty if there is none, or it cannot be called, and stable answers
 */
public record Forced(ForcedUsers users, OptionalLong canary) {
  /** No user is forced. */
  public static final Forced NONE = new Forced(ForcedUsers.NONE, OptionalLong.empty());
}
