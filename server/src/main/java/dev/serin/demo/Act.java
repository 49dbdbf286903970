package dev.serin.demo;

import static java.util.Objects.requireNonNull;

import dev.serin.client.Rollout;
import java.util.List;
import java.util.Optional;

/**
 * One rollout of the demo.
 *
 * @param number from 1
 * @param stable the version that all viewers get before it
 * @param candidate the version that is rolled out
 * @param title a few words on the candidate
 * @param story how the candidate was made, in one sentence
 * @param expected the final state: COMPLETED or ROLLED_BACK
 * @param slow whether the candidate is made slow for this machine
 * @param causes one of which must decide, a gate or {@value #CRASHED}; empty if no rollback is
 *     expected
 */
public record Act(
    int number,
    long stable,
    long candidate,
    String title,
    String story,
    Rollout.State expected,
    boolean slow,
    List<String> causes) {
  /** The cause if the candidate ended its process. */
  static final String CRASHED = "CRASHED";

  /** All acts, in order. */
  public static final List<Act> ALL = List.of(
      new Act(
          1,
          1,
          2,
          "a better model",
          "version 2 was trained on all of the history, version 1 on about a quarter of it",
          Rollout.State.COMPLETED,
          /* slow= */ false,
          List.of()),
      new Act(
          2,
          2,
          3,
          "trained in haste",
          "version 3 had to be ready in an hour, and was trained on less than a tenth of it",
          Rollout.State.ROLLED_BACK,
          /* slow= */ false,
          List.of("quality")),
      new Act(
          3,
          2,
          4,
          "better, but slow",
          "version 4 looks at each viewer many times: its choices are the best, but late",
          Rollout.State.ROLLED_BACK,
          /* slow= */ true,
          List.of("latency.q95", "latency.q99")),
      new Act(
          4,
          2,
          5,
          "as good, but greedy",
          "version 5 chooses as version 2 does, but asks for gigabytes for one viewer in five"
              + " hundred",
          Rollout.State.ROLLED_BACK,
          /* slow= */ false,
          List.of(CRASHED)));

  /** Checks that nothing is missing. */
  public Act {
    requireNonNull(title, "title");
    requireNonNull(story, "story");
    requireNonNull(expected, "expected");
    causes = List.copyOf(causes);
  }

  /**
   * Whether this end is the expected one.
   *
   * @param cause of the rollback; empty if there was none
   */
  boolean endsAsExpected(Rollout.State state, Optional<String> cause) {
    return state == expected && cause.map(causes::contains).orElse(causes.isEmpty());
  }
}
