package dev.serin.model;

/** A model's name and a version's number, which is at least 1. */
public record VersionId(String model, long version) {
  /** Checks the number. */
  public VersionId {
    if (version < 1) {
      throw new IllegalArgumentException("version: " + version + " (expected: a positive integer)");
    }
  }

  /** The version as in {@code digits/2}. */
  @Override
  public String toString() {
    return model + "/" + version;
  }
}
