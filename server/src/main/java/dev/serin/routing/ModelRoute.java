package dev.serin.routing;

import dev.serin.judge.Recorder;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import dev.serin.split.Assignment;
import dev.serin.split.ForcedUsers;
import dev.serin.split.UserHash;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How the calls of one model are routed under one revision.
 *
 * <p>Thread-safe: immutable.
 *
 * @param absent versions with a share that cannot be called now; their users get stable
 * @param versions every version that can be called, with a share or pinned
 * @param recorder records the calls that the split routes
 * @param shadow the version that answers copies of stable's calls; empty for no copies
 * @param fallback when stable answers for the canary; empty for never
 * @param forced the users whose version the configuration sets
 */
public record ModelRoute(
    String model,
    long revision,
    long stable,
    Assignment assignment,
    Set<Long> absent,
    Map<Long, LoadedVersion> versions,
    Recorder recorder,
    Optional<ShadowRoute> shadow,
    Optional<FallbackRoute> fallback,
    Forced forced) {
  /** Copies the collections. */
  public ModelRoute {
    absent = Set.copyOf(absent);
    versions = Map.copyOf(versions);
  }

  /** Returns the route of a user's call; a call without user goes to stable. */
  public Route route(@Nullable String userId) {
    if (userId == null) {
      return route(stable, Role.STABLE, OptionalLong.empty());
    }
    var list = forced.users().list(userId);
    if (list.isPresent()) {
      return forced(list.get());
    }
    long hash = UserHash.of(assignment.salt(), userId);
    long owner = assignment.versionOf(hash);
    if (owner == stable) {
      return route(stable, Role.STABLE, OptionalLong.of(hash));
    }
    if (absent.contains(owner)) {
      // No hash has placed this user with stable, so the gates must not compare it.
      return route(stable, Role.STABLE, OptionalLong.empty());
    }
    return route(owner, Role.CANARY, OptionalLong.of(hash));
  }

  /**
   * Returns the route to the version that the caller asks for, or nothing if it cannot be called.
   */
  public Optional<Route> pinned(long version) {
    return Optional.ofNullable(versions.get(version))
        .map(loaded ->
            new Route(version, Role.PINNED, OptionalLong.empty(), Optional.of(loaded), false));
  }

  /** The stable version, or nothing if it cannot be called. */
  public Optional<LoadedVersion> stableVersion() {
    return Optional.ofNullable(versions.get(stable));
  }

  /** Whether calls, or copies of them, are routed to this very load of a version. */
  public boolean leadsTo(LoadedVersion version) {
    return version.equals(versions.get(version.id().version()))
        || shadow.filter(copies -> copies.candidate().equals(version)).isPresent();
  }

  /** Whether stable can be called. */
  public boolean serving() {
    return versions.containsKey(stable);
  }

  private Route route(long version, Role role, OptionalLong userHash) {
    return new Route(version, role, userHash, Optional.ofNullable(versions.get(version)), false);
  }

  private Route forced(ForcedUsers.Named list) {
    boolean toCanary = list == ForcedUsers.Named.FORCE_CANARY && forced.canary().isPresent();
    long version = toCanary ? forced.canary().getAsLong() : stable;
    return new Route(
        version,
        toCanary ? Role.CANARY : Role.STABLE,
        OptionalLong.empty(),
        Optional.ofNullable(versions.get(version)),
        /* forced= */ true);
  }
}
