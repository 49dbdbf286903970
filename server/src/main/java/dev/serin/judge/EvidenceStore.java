package dev.serin.judge;

import dev.serin.gate.Evidence;
import java.io.IOException;
import java.util.Map;

/** Keeps evidence over a restart. Confined to one thread. */
public interface EvidenceStore {
  /**
   * All evidence at one time.
   *
   * @param clockMillis the statistics clock then; 0 if nothing was saved
   */
  record Saved(long clockMillis, Map<EvidenceKey, Evidence> evidence) {
    /** The state before anything was saved. */
    public static final Saved NOTHING = new Saved(0, Map.of());

    /** Copies the map. */
    public Saved {
      evidence = Map.copyOf(evidence);
    }
  }

  /** Returns what was saved last; nothing if nothing was, or if it cannot be read any more. */
  Saved load() throws IOException;

  /**
   * Keeps this in place of what was saved before. When it throws an IOException, either of the two
   * may be kept, but all of it.
   *
   * <p>Throws IllegalArgumentException, and keeps what was saved before, if a number is not finite.
   */
  void save(Saved all) throws IOException;
}
