package dev.serin.model;

import java.util.Optional;

/**
 * The state of a version of the repository, and why.
 *
 * @param reason why it is not READY, or what an operator should know about it; may be empty
 * @param sha256 the hash of its files, in hexadecimal; empty unless it is loaded, COLD or REPLACED
 * @param loaded present in READY, and in RETIRED until it is unloaded
 */
public record VersionStatus(
    VersionId id, State state, String reason, String sha256, Optional<LoadedVersion> loaded) {
  /** The states of a version. */
  public enum State {
    /** Being loaded, checked and warmed up. */
    LOADING,
    /** Can be called. */
    READY,
    /** Cannot be served; loaded again when its files change. */
    REJECTED,
    /**
     * Its files differ from the admitted ones, of which there is no copy; it is not served unless
     * an operator accepts the new files.
     */
    REPLACED,
    /** Removed from the repository; keeps serving while it has a share. */
    RETIRED,
    /** Its model was unloaded on request. */
    UNLOADED,
    /** Can be loaded, and is when somebody is to call it. */
    COLD
  }

  public static VersionStatus loading(VersionId id) {
    return new VersionStatus(id, State.LOADING, "", "", Optional.empty());
  }

  public static VersionStatus ready(LoadedVersion version, String note) {
    return of(version, State.READY, note);
  }

  public static VersionStatus rejected(VersionId id, String reason) {
    return new VersionStatus(id, State.REJECTED, reason, "", Optional.empty());
  }

  public static VersionStatus replaced(VersionId id, String reason, String sha256) {
    return new VersionStatus(id, State.REPLACED, reason, sha256, Optional.empty());
  }

  public static VersionStatus retired(LoadedVersion version) {
    return retired(version, "no longer in the repository");
  }

  public static VersionStatus retired(LoadedVersion version, String reason) {
    return of(version, State.RETIRED, reason);
  }

  public static VersionStatus unloaded(VersionId id) {
    var reason = "unloaded on request (`./serin models load " + id.model() + "` serves it again)";
    return new VersionStatus(id, State.UNLOADED, reason, "", Optional.empty());
  }

  public static VersionStatus cold(VersionId id, String sha256) {
    var reason = "loaded when a split, a rollout or `./serin models retry " + id.model() + " "
        + id.version() + "` asks for it";
    return new VersionStatus(id, State.COLD, reason, sha256, Optional.empty());
  }

  /** Returns the same state with another reason. */
  public VersionStatus because(String other) {
    return new VersionStatus(id, state, other, sha256, loaded);
  }

  private static VersionStatus of(LoadedVersion version, State state, String reason) {
    return new VersionStatus(version.id(), state, reason, version.sha256(), Optional.of(version));
  }

  /** Whether calls can be routed to it. */
  public boolean callable() {
    return loaded.isPresent();
  }
}
