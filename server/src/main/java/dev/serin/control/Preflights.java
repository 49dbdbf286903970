package dev.serin.control;

import java.util.Optional;
import java.util.function.Consumer;

/** Runs the preflight of a candidate: recent calls, before it serves any user. Thread-safe. */
@FunctionalInterface
public interface Preflights {
  /** Passes every candidate at once. */
  Preflights NONE =
      (model, stable, candidate, done) -> done.accept(new Result(0, Optional.empty()));

  /**
   * The result of a preflight.
   *
   * @param calls how many recent calls were run
   * @param problem why the candidate failed; empty if it passed
   */
  record Result(int calls, Optional<String> problem) {}

  /** Starts a preflight, and reports its result once, on any thread. */
  void begin(String model, long stable, long candidate, Consumer<Result> done);
}
