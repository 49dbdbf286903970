package dev.serin.gate;

import java.io.IOException;
import java.util.Map;

/** Where evidence outlives a restart. Confined to one thread. */
public interface EvidenceStore {

  /** Returns what was saved last; nothing if nothing was, or if it cannot be read any more. */
  Map<EvidenceKey, Evidence> load() throws IOException;

  /**
   * Keeps this in place of what was saved before. When it throws an IOException, either of the two
   * may be kept, but all of it.
   *
   * <p>Throws IllegalArgumentException, and keeps what was saved before, if a number is not finite.
   */
  void save(Map<EvidenceKey, Evidence> all) throws IOException;
}
