package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * One accepted change of a model's split.
 *
 * @param split the shares above 0 by version, as exact decimals that sum to exactly 1
 * @param previousSplit the split before; empty for the first revision
 * @param stable the version of all users outside the other versions' shares
 * @param salt the salt of the hash of user ids
 * @param absent versions that have a share but are not ready; their users get stable
 */
public record SplitRevision(
    String model,
    long revision,
    SortedMap<Long, String> split,
    SortedMap<Long, String> previousSplit,
    long stable,
    String salt,
    Instant time,
    String author,
    String reason,
    List<Long> absent) {

  public SplitRevision {
    requireNonNull(model, "model");
    split = Collections.unmodifiableSortedMap(new TreeMap<>(split));
    previousSplit = Collections.unmodifiableSortedMap(new TreeMap<>(previousSplit));
    requireNonNull(salt, "salt");
    requireNonNull(time, "time");
    requireNonNull(author, "author");
    requireNonNull(reason, "reason");
    absent = List.copyOf(absent);
  }
}
