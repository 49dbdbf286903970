package dev.serin.control;

import dev.serin.access.Author;
import dev.serin.split.Split;
import org.jspecify.annotations.Nullable;

/**
 * A request for a split.
 *
 * @param stable the version that is to be stable, or null for the rule of {@link Split#stable}
 * @param expectedRevision the revision that must be in force, or null for any
 * @param force whether a version that never served may gain more than a half at once
 */
public record SetSplit(
    String model,
    Split split,
    @Nullable Long stable,
    @Nullable Long expectedRevision,
    Author author,
    String reason,
    boolean force) {}
