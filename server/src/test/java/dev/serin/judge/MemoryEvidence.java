package dev.serin.judge;

import dev.serin.gate.Evidence;
import java.util.Map;

/** Evidence that outlives a judge, but not the test. */
final class MemoryEvidence implements EvidenceStore {
  Map<EvidenceKey, Evidence> saved = Map.of();
  long clockMillis;
  int saves;

  @Override
  public Saved load() {
    return new Saved(clockMillis, saved);
  }

  @Override
  public void save(Saved all) {
    saved = all.evidence();
    clockMillis = all.clockMillis();
    saves++;
  }
}
