package dev.serin.client;

import static java.util.Objects.requireNonNull;

import com.google.errorprone.annotations.CanIgnoreReturnValue;
import java.util.Collections;
import java.util.Map;
import java.util.OptionalLong;
import java.util.SortedMap;
import java.util.TreeMap;

/**
 * A request to set a split.
 *
 * @param split the share of each version as an exact decimal such as {@code 0.05}; they must sum to
 *     exactly 1, and a version left out gets 0
 * @param stable the version that is stable; if absent, the former stable while its share is above
 *     0, else the version with the largest share
 * @param expectedRevision the change is refused unless this revision is in force
 * @param force whether a version that never served may gain more than 0.5 at once
 */
public record SplitChange(
    String model,
    SortedMap<Long, String> split,
    OptionalLong stable,
    OptionalLong expectedRevision,
    String author,
    String reason,
    boolean force) {

  /** Copies the split. The gateway checks it. */
  public SplitChange {
    requireNonNull(model, "model");
    split = Collections.unmodifiableSortedMap(new TreeMap<>(split));
    requireNonNull(stable, "stable");
    requireNonNull(expectedRevision, "expectedRevision");
    requireNonNull(author, "author");
    requireNonNull(reason, "reason");
  }

  /** Returns a builder of a change of a model's split. */
  public static Builder of(String model, Map<Long, String> split) {
    return new Builder(model, split);
  }

  /** Collects the parts of a change. Confined to one thread. */
  public static final class Builder {
    private final String model;
    private final SortedMap<Long, String> split;
    private OptionalLong stable = OptionalLong.empty();
    private OptionalLong expectedRevision = OptionalLong.empty();
    private String author = "";
    private String reason = "";
    private boolean force;

    private Builder(String model, Map<Long, String> split) {
      this.model = requireNonNull(model, "model");
      this.split = new TreeMap<>(split);
    }

    /** Names the version that is to be stable. */
    @CanIgnoreReturnValue
    public Builder stable(long version) {
      stable = OptionalLong.of(version);
      return this;
    }

    /** Refuses the change unless this revision is in force. */
    @CanIgnoreReturnValue
    public Builder expectedRevision(long revision) {
      expectedRevision = OptionalLong.of(revision);
      return this;
    }

    /** Sets the author of the change. */
    @CanIgnoreReturnValue
    public Builder author(String name) {
      author = name;
      return this;
    }

    /** Sets the reason of the change. */
    @CanIgnoreReturnValue
    public Builder reason(String text) {
      reason = text;
      return this;
    }

    /** Allows a version that never served to gain more than 0.5 at once. */
    @CanIgnoreReturnValue
    public Builder force(boolean allowed) {
      force = allowed;
      return this;
    }

    /** Returns the change. */
    public SplitChange build() {
      return new SplitChange(model, split, stable, expectedRevision, author, reason, force);
    }
  }
}
