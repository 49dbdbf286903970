package dev.serin.control;

import dev.serin.judge.Recorder;

/** Knows who records the calls of a revision. */
@FunctionalInterface
public interface Recorders {
  /** Records nothing. */
  Recorders NONE = revision -> Recorder.NONE;

  /**
   * Hears of a revision before it takes effect, once, on the control thread; returns the recorder
   * of its calls.
   */
  Recorder of(Revision revision);
}
