package dev.serin.serving;

import dev.serin.gate.Shadowed;

/** Is told what becomes of copies of calls; must be thread-safe and must not block. */
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
   * Takes how stable and the candidate of a model answered the same call, on the thread that runs
   * copies. Each time is that of the run alone.
   */
  void finished(String model, Shadowed copy);

  /** Counts a copy that was not run: there was no room for it, or users' calls came first. */
  void dropped(String model);
}
