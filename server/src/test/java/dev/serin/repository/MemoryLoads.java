package dev.serin.repository;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/** A record in memory, which outlives the repository. */
final class MemoryLoads implements LoadRecord {
  final Map<String, Integer> ended = new HashMap<>();
  final Map<String, FirstLoad> first = new HashMap<>();
  String running = "";

  @Override
  public int ended(String sha256) {
    return ended.getOrDefault(sha256, 0);
  }

  @Override
  public void begin(String sha256) {
    running = sha256;
  }

  @Override
  public void end(String sha256) {
    running = "";
    ended.remove(sha256);
  }

  @Override
  public Optional<FirstLoad> first(String sha256) {
    return Optional.ofNullable(first.get(sha256));
  }

  @Override
  public void first(String sha256, FirstLoad result) {
    first.put(sha256, result);
  }
}
