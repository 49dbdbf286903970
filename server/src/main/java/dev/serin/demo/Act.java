package dev.serin.demo;

import static java.util.Objects.requireNonNull;

import dev.serin.client.Rollout;
import java.util.List;

/**
 * One rollout of the story.
 *
 * @param number from 1
 * @param stable the version that all viewers have before
 * @param candidate the version that is rolled out
 * @param title what happens, in a few words
 * @param story what the service did before, in one sentence
 * @param expected how it must end: COMPLETED or ROLLED_BACK
 * @param gates those of which one must have decided; empty where nothing goes back
 */
public record Act(
    int number,
    long stable,
    long candidate,
    String title,
    String story,
    Rollout.State expected,
    List<String> gates) {
  /** The story as it is told when nobody asks for less. */
  public static final List<Act> ALL = List.of(
      new Act(
          1,
          1,
          2,
          "a better model",
          "version 2 learnt from all of the history, version 1 from about a quarter of it",
          Rollout.State.COMPLETED,
          List.of()),
      new Act(
          2,
          2,
          3,
          "trained in haste",
          "version 3 had to be ready in an hour, and learnt from less than a tenth of it",
          Rollout.State.ROLLED_BACK,
          List.of("quality")),
      new Act(
          3,
          2,
          4,
          "better, but slow",
          "version 4 looks at each viewer many times: its choices are the best, and late",
          Rollout.State.ROLLED_BACK,
          List.of("latency.q95", "latency.q99")));

  /** Checks that nothing is missing. */
  public Act {
    requireNonNull(title, "title");
    requireNonNull(story, "story");
    requireNonNull(expected, "expected");
    gates = List.copyOf(gates);
  }

  /** Whether the candidate is one that is fitted to the machine, so as to be slow on it. */
  boolean slow() {
    return gates.stream().anyMatch(gate -> gate.startsWith("latency."));
  }
}
