package dev.serin.benchmarks.gates.rules;

import dev.serin.gate.Call;
import dev.serin.gate.Label;
import dev.serin.gate.Step;

/**
 * Something that watches a rollout and says when to roll it back. It hears of all calls and labels
 * in order of arrival; those of before the first step have the step number 0. Confined to one
 * thread.
 */
public interface Rule {

  /** Hears that the canary's share changes. */
  default void begin(Step step) {}

  default void call(int step, Call call) {}

  default void label(int step, Label label) {}

  /** Hears that all up to this time has been told. */
  default void tick(long millis) {}

  /** Whether it would have rolled back by now. */
  boolean stops();
}
