package dev.serin.split;

/** A version and its share. */
public record VersionShare(long version, Share share) {
  /** Checks the version. */
  public VersionShare {
    if (version < 1) {
      throw new IllegalArgumentException("version: " + version + " (expected: a positive integer)");
    }
  }
}
