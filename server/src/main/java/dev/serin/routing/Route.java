package dev.serin.routing;

import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Which version answers a call, and why.
 *
 * @param userHash the user's hash under the revision's salt; empty without a user, if pinned, and
 *     if forced, so that no gate counts the call
 * @param forced whether the configuration sets the version of this user
 * @param loaded empty if the version cannot be called now
 */
public record Route(
    long version,
    Role role,
    OptionalLong userHash,
    Optional<LoadedVersion> loaded,
    boolean forced) {}
