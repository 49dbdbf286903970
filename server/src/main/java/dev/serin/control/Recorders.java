package dev.serin.control;

import dev.serin.judge.Recorder;

/** Gives each revision the recorder of its calls. */
@FunctionalInterface
public interface Recorders {
  /** Records nothing. */
  Recorders NONE = revision -> Recorder.NONE;

  /**
   * Returns the recorder of a revision's calls; called once, on the control thread, before the
   * revision takes effect.
   */
  Recorder of(Revision revision);
}
