package dev.serin.control;

/** Which changes must be on disk before they take effect. */
final class Raise {
  private Raise() {}

  /**
   * Whether a change moves any user into a version that is not stable, or makes another version
   * stable. What only gives users back to the same stable is none.
   */
  static boolean between(Revision before, Revision after) {
    if (before.stable() != after.stable()) {
      return true;
    }
    var former = before.canaries();
    return after.canaries().stream()
        .anyMatch(version -> !former.contains(version)
            || after.split().share(version).compareTo(before.split().share(version)) > 0);
  }
}
