package dev.serin.demo;

import static java.util.Objects.requireNonNull;

import dev.serin.client.Rollout;
import dev.serin.client.RolloutStatus;
import java.time.Duration;
import java.util.List;
import java.util.Optional;

/**
 * The result of an act.
 *
 * @param after how long after the start it was decided, or given up
 * @param share the candidate's share when it was decided, such as {@code 0.5}
 * @param gate the gate that rolled back; empty if none did
 * @param rollout in its final state, with the evidence that decided
 * @param resumes how often the demo resumed a pause, as an operator would
 * @param failures calls that got no answer
 * @param statuses of the rollout, about four per second
 * @param slices by version, each ascending in time
 */
public record Played(
    Act act,
    Duration after,
    String share,
    Optional<String> gate,
    Rollout rollout,
    Side stable,
    Side canary,
    int resumes,
    long failures,
    List<RolloutStatus> statuses,
    List<Slice> slices) {
  /** Checks that nothing is missing. */
  public Played {
    requireNonNull(act, "act");
    requireNonNull(after, "after");
    requireNonNull(share, "share");
    requireNonNull(gate, "gate");
    requireNonNull(rollout, "rollout");
    requireNonNull(stable, "stable");
    requireNonNull(canary, "canary");
    statuses = List.copyOf(statuses);
    slices = List.copyOf(slices);
  }

  /** Whether it ended as expected. */
  public boolean right() {
    return act.endsAsExpected(rollout.state(), cause());
  }

  /** The gate that rolled back, or the act that did; empty if it was not rolled back. */
  public Optional<String> cause() {
    return gate.or(() -> rollout.rollback().map(back -> back.act().name()));
  }
}
