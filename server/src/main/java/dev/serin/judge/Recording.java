package dev.serin.judge;

import dev.serin.gate.Call.Result;

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
    public void ended(Result result, long latencyNanos) {
      // Records nothing.
    }
  };

  /** Whether label coverage counts the prediction; to be asked once, when it is made. */
  boolean covers();

  /** Notes that the caller gave the call up; harmless if repeated or late. Thread-safe. */
  void abandoned();

  /** Notes how the call ended; to be called once. */
  void ended(Result result, long latencyNanos);
}
