package dev.serin.control;

import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionStatus;
import dev.serin.split.Split;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/** Which versions of a model can serve their users now, and why the others cannot. */
final class Availability {
  private final Map<Long, VersionStatus> versions;

  Availability(Map<Long, VersionStatus> versions) {
    this.versions = versions;
  }

  /**
   * Returns the unavailable versions of a split, each with the reason. While stable cannot be
   * called there is no signature to compare with; then only versions that were checked before are
   * available.
   */
  SortedMap<Long, String> unavailable(Split split, long stable, Set<Long> checked) {
    var absent = new TreeMap<Long, String>();
    for (long version : split.versions()) {
      if (version != stable) {
        why(version, stable, checked).ifPresent(reason -> absent.put(version, reason));
      }
    }
    return absent;
  }

  /** Returns why a version cannot be called, or nothing if it can. */
  Optional<String> unloaded(long version) {
    var status = versions.get(version);
    if (status == null) {
      return Optional.of("version " + version + " is not in the repository");
    }
    if (status.callable()) {
      return Optional.empty();
    }
    var reason = status.reason().isEmpty() ? "" : ": " + status.reason();
    return Optional.of("version " + version + " is " + status.state() + reason);
  }

  /** Whether a version's files are lost and were replaced by others. */
  boolean replaced(long version) {
    var status = versions.get(version);
    return status != null && status.state() == VersionStatus.State.REPLACED;
  }

  /** Returns how two callable versions differ in signature; empty if callers see no difference. */
  Optional<String> unlike(long version, long reference) {
    var one = loaded(version);
    var other = loaded(reference);
    if (one.isEmpty() || other.isEmpty()) {
      return Optional.empty();
    }
    return other
        .get()
        .signature()
        .broken(one.get().signature())
        .map(calls -> "version " + version + " does not answer all calls as version " + reference
            + " does: " + calls);
  }

  private Optional<String> why(long version, long stable, Set<Long> checked) {
    var unloaded = unloaded(version);
    if (unloaded.isPresent()) {
      return unloaded;
    }
    if (loaded(stable).isEmpty()) {
      return checked.contains(version)
          ? Optional.empty()
          : Optional.of("version " + version + " waits for stable, version " + stable
              + ", to be checked against");
    }
    return unlike(version, stable);
  }

  private Optional<LoadedVersion> loaded(long version) {
    return Optional.ofNullable(versions.get(version)).flatMap(VersionStatus::loaded);
  }
}
