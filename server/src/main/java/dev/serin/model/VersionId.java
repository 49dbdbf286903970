package dev.serin.model;

import org.jspecify.annotations.Nullable;

/** A model's name and a version's number, which is at least 1. */
public record VersionId(String model, long version) {
  /** Checks the number. */
  public VersionId {
    if (version < 1) {
      throw new IllegalArgumentException("version: " + version + " (expected: a positive integer)");
    }
  }

  /*
   * Spelled out, as it is asked several times for each call: what the compiler makes for a record
   * goes through method handles, which are compiled late and seldom inlined.
   */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof VersionId id && version == id.version && model.equals(id.model));
  }

  @Override
  public int hashCode() {
    return 31 * model.hashCode() + Long.hashCode(version);
  }

  /** The version as in {@code digits/2}. */
  @Override
  public String toString() {
    return model + "/" + version;
  }
}
