package dev.serin.control;

import java.util.Optional;

/** Says what makes calls of candidates slower. Thread-safe. */
@FunctionalInterface
public interface SlowerCalls {
  /** Knows nothing. */
  SlowerCalls NONE = (model, candidate) -> Optional.empty();

  /**
   * Returns which part of a candidate's calls is slower than stable's, with its numbers; empty if
   * none clearly is.
   */
  Optional<String> why(String model, long candidate);
}
