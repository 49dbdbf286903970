package dev.serin.gate;

import java.util.Map;

/** Evidence that outlives a judge, but not the test. */
final class MemoryEvidence implements EvidenceStore {
  Map<EvidenceKey, Evidence> saved = Map.of();
  int saves;

  @Override
  public Map<EvidenceKey, Evidence> load() {
    return saved;
  }

  @Override
  public void save(Map<EvidenceKey, Evidence> all) {
    saved = Map.copyOf(all);
    saves++;
  }
}
