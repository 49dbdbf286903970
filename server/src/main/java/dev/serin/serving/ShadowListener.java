package dev.serin.serving;

/** Hears of copies of calls; must be thread-safe and must not block. */
public interface ShadowListener {
  /** Hears nothing. */
  ShadowListener NONE = new ShadowListener() {
    @Override
    public void finished(ShadowResult result) {
      // Nobody listens.
    }

    @Override
    public void dropped(String model) {
      // Nobody listens.
    }
  };

  /** Takes what came of a copy, on the thread that runs copies. */
  void finished(ShadowResult result);

  /** Counts a copy that was not run: there was no room for it, or users' calls came first. */
  void dropped(String model);
}
