package dev.serin.model;

import java.util.Optional;

/**
 * How a version of the repository is.
 *
 * @param reason why it is not READY, or what an operator should know about it; may be empty
 * @param loaded present in READY, and in RETIRED until it is unloaded
 */
public record VersionStatus(
    VersionId id, State state, String reason, Optional<LoadedVersion> loaded) {
  /** The states of a version. */
  public enum State {
    /** Being loaded, checked and warmed up. */
    LOADING,
    /** Can be called. */
    READY,
    /** Cannot be served; a change of its file is tried again. */
    REJECTED,
    /** Gone from the repository; serves on while it has a share. */
    RETIRED
  }

  public static VersionStatus loading(VersionId id) {
    return new VersionStatus(id, State.LOADING, "", Optional.empty());
  }

  public static VersionStatus ready(LoadedVersion version, String note) {
    return new VersionStatus(version.id(), State.READY, note, Optional.of(version));
  }

  public static VersionStatus rejected(VersionId id, String reason) {
    return new VersionStatus(id, State.REJECTED, reason, Optional.empty());
  }

  public static VersionStatus retired(LoadedVersion version) {
    return new VersionStatus(
        version.id(), State.RETIRED, "no longer in the repository", Optional.of(version));
  }

  /** Whether calls can be routed to it. */
  public boolean callable() {
    return loaded.isPresent();
  }
}
