package dev.serin.serving;

import dev.serin.gate.Shadowed;

/** Receives the results of copies of calls; must be thread-safe and must not block. */
public interface ShadowListener {
  /** Listens to nothing. */
  ShadowListener NONE = new ShadowListener() {
    @Override
    public void finished(String model, Shadowed copy) {
      // Listens to nothing.
    }

    @Override
    public void dropped(String model) {
      // Listens to nothing.
    }
  };

  /**
   * Receives how stable and the candidate of a model answered the same call, on the thread that
   * runs copies. The times are those of the runs alone.
   */
  void finished(String model, Shadowed copy);

  /** Counts a copy that was not run: there was no room for it, or users' calls took precedence. */
  void dropped(String model);
}
