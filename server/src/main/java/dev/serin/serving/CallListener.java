package dev.serin.serving;

/**
 * Receives every finished call, on the thread that finished it: must be thread-safe and must not
 * block.
 */
@FunctionalInterface
public interface CallListener {

  void finished(CallRecord call);
}
