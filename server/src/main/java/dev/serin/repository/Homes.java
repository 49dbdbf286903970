package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.VersionId;

/** Which versions run in processes of their own, and what they are needed for. Thread-safe. */
public interface Homes {
  /** Whether a version is to run in a process of its own. */
  boolean isolated(VersionId id);

  /** Whether a version has users or is to get some; a process of its own is not for the others. */
  boolean wanted(VersionId id);

  /** Whether calls may still be routed to this very load of a version. */
  boolean routed(LoadedVersion version);

  /** The process of a loaded version has ended. */
  void ended(LoadedVersion version, ProcessEndedException how);
}
