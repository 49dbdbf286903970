package dev.serin.control;

import java.util.Optional;
import java.util.function.Consumer;

/** Tries a candidate on calls of the past before it has users. Thread-safe. */
@FunctionalInterface
public interface CandidateCheck {
  /** Finds nothing, at once. */
  CandidateCheck NONE =
      (model, stable, candidate, done) -> done.accept(new Result(0, Optional.empty()));

  /**
   * What was found.
   *
   * @param calls how many were tried
   * @param problem what is wrong with the candidate; empty if nothing is
   */
  record Result(int calls, Optional<String> problem) {}

  /** Begins to try it, and tells the result once, on any thread. */
  void begin(String model, long stable, long candidate, Consumer<Result> done);
}
