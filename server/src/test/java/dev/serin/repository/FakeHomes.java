package dev.serin.repository;

import dev.serin.model.LoadedVersion;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.VersionId;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;

/** Homes as a test says. */
final class FakeHomes implements Homes {
  final Set<Long> isolated = new HashSet<>();
  final Set<Long> wanted = new HashSet<>();
  final Set<LoadedVersion> routed = new HashSet<>();
  final List<String> ended = new ArrayList<>();

  @Override
  public boolean isolated(VersionId id) {
    return isolated.contains(id.version());
  }

  @Override
  public boolean wanted(VersionId id) {
    return wanted.contains(id.version());
  }

  @Override
  public boolean routed(LoadedVersion version) {
    return routed.contains(version);
  }

  @Override
  public void ended(LoadedVersion version, ProcessEndedException how) {
    ended.add(version.id() + " " + how.getMessage());
  }
}
