package dev.serin.judge;

import dev.serin.gate.Call.Result;

/** One call in flight, as whoever serves it tells of it. */
public interface Recording {
  /** Of a call that nobody records. */
  Recording NONE = new Recording() {
    @Override
    public boolean covers() {
      return false;
    }

    @Override
    public void abandoned() {
      // Nobody records it.
    }

    @Override
    public void ended(Result result, long latencyNanos) {
      // Nobody records it.
    }
  };

  /** Whether label coverage counts the prediction; to be asked once, when it is made. */
  boolean covers();

  /** Tells that the caller gave the call up; no matter how often, and when. Thread-safe. */
  void abandoned();

  /** Tells how the call ended, once. */
  void ended(Result result, long latencyNanos);
}
