package dev.serin.judge;

import dev.serin.gate.Call.Result;
import java.util.OptionalLong;

/** The record of one call in flight, filled in by the thread that serves it. */
public interface Recording {
  /** Records nothing. */
  Recording NONE = new Recording() {
    @Override
    public boolean covers() {
      return false;
    }

    @Override
    public void abandoned() {
      // Records nothing.
    }

    @Override
    public void runs(int calls, OptionalLong elsewhereNanos) {
      // Records nothing.
    }

    @Override
    public void ended(Result result, long latencyNanos) {
      // Records nothing.
    }
  };

  /** Whether label coverage counts the prediction; to be asked once, when it is made. */
  boolean covers();

  /** Notes that the caller gave the call up; harmless if repeated or late. Thread-safe. */
  void abandoned();

  /**
   * Notes that the call runs now.
   *
   * @param calls how many share its run
   * @param elsewhereNanos when it began, if that is in a process of the version's own
   */
  void runs(int calls, OptionalLong elsewhereNanos);

  /** Notes how the call ended; to be called once. */
  void ended(Result result, long latencyNanos);
}
