package dev.serin.split;

import java.util.Optional;
import java.util.Set;

/**
 * Users of one model whose version the configuration sets, regardless of their hash, such as
 * testers. A user is in one list at most.
 *
 * <p>Thread-safe: immutable.
 */
public record ForcedUsers(Set<String> stable, Set<String> canary) {
  /** No user is forced. */
  public static final ForcedUsers NONE = new ForcedUsers(Set.of(), Set.of());

  /** How many users a list may have. */
  public static final int MAX_USERS = 10_000;

  /** The longest user id, in bytes of UTF-8. */
  public static final int MAX_USER_BYTES = 256;

  /** Copies the lists; throws {@link IllegalArgumentException} if a user is in both. */
  public ForcedUsers {
    stable = Set.copyOf(stable);
    canary = Set.copyOf(canary);
    for (var user : canary) {
      if (stable.contains(user)) {
        throw new IllegalArgumentException(user + ": in both lists (expected: in one)");
      }
    }
  }

  /** One of the lists, by its name in the configuration. */
  public enum Named {
    FORCE_STABLE("forceStable"),
    FORCE_CANARY("forceCanary");

    private final String configName;

    Named(String configName) {
      this.configName = configName;
    }

    /** The key in the configuration. */
    public String configName() {
      return configName;
    }
  }

  /** Whether both lists are empty. */
  public boolean isEmpty() {
    return stable.isEmpty() && canary.isEmpty();
  }

  /** Returns the list that a user is in, if there is one. */
  public Optional<Named> list(String user) {
    if (isEmpty()) {
      return Optional.empty();
    }
    if (canary.contains(user)) {
      return Optional.of(Named.FORCE_CANARY);
    }
    return stable.contains(user) ? Optional.of(Named.FORCE_STABLE) : Optional.empty();
  }
}
