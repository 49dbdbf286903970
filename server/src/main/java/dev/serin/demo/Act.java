package dev.serin.demo;

import static java.util.Objects.requireNonNull;

import dev.serin.client.Rollout;
import java.util.List;
import java.util.Optional;

/**
 * One rollout of the story.
 *
 * @param number from 1
 * @param stable the version that all viewers have before
 * @param candidate the version that is rolled out
 * @param title what happens, in a few words
 * @param story what the service did before, in one sentence
 * @param expected how it must end: COMPLETED or ROLLED_BACK
 * @param slow whether the candidate is one that is made slow on the machine at hand
 * @param gates those of which one must have decided; empty where nothing goes back
 */
public record Act(
    int number,
    long stable,
    long candidate,
    String title,
    String story,
    Rollout.State expected,
    boolean slow,
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
          /* slow= */ false,
          List.of()),
      new Act(
          2,
          2,
          3,
          "trained in haste",
          "version 3 had to be ready in an hour, and learnt from less than a tenth of it",
          Rollout.State.ROLLED_BACK,
          /* slow= */ false,
          List.of("quality")),
      new Act(
          3,
          2,
          4,
          "better, but slow",
          "version 4 looks at each viewer many times: its choices are the best, and late",
          Rollout.State.ROLLED_BACK,
          /* slow= */ true,
          List.of("latency.q95", "latency.q99")));

  /** Checks that nothing is missing. */
  public Act {
    requireNonNull(title, "title");
    requireNonNull(story, "story");
    requireNonNull(expected, "expected");
    gates = List.copyOf(gates);
  }

  /**
   * Whether this is how it must end.
   *
   * @param gate the one that took the users back; empty if none did
   */
  boolean endedRight(Rollout.State state, Optional<String> gate) {
    return state == expected && gate.map(gates::contains).orElse(gates.isEmpty());
  }
}
