package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * The present status of a rollout.
 *
 * @param elapsed how long the step, shadow or watch has lasted, without pauses
 * @param bake how long it must last
 * @param comparison the present verdicts; absent before the first step and at the end
 * @param nextShare the candidate's share after the next raise; absent if none follows
 * @param missing the conditions that this raise waits for
 * @param versions the numbers of stable and the candidate in their present roles, since the gateway
 *     started
 * @param notes what an operator should know
 * @param limits the limits of the gates, constant within a rollout
 * @param revision the revision in force, which may be later than that of the rollout
 */
public record RolloutStatus(
    Rollout rollout,
    Instant time,
    Duration elapsed,
    Duration bake,
    Optional<Comparison> comparison,
    Optional<String> nextShare,
    List<GateVerdict.Need> missing,
    List<ModelStatus.Version> versions,
    List<String> notes,
    Limits limits,
    long revision) {
  public RolloutStatus {
    requireNonNull(rollout, "rollout");
    requireNonNull(time, "time");
    requireNonNull(elapsed, "elapsed");
    requireNonNull(bake, "bake");
    requireNonNull(comparison, "comparison");
    requireNonNull(nextShare, "nextShare");
    missing = List.copyOf(missing);
    versions = List.copyOf(versions);
    notes = List.copyOf(notes);
    requireNonNull(limits, "limits");
  }

  /**
   * The limits of the gates for the candidate.
   *
   * @param latencyFloor a call that takes no longer than this never counts as slow
   * @param qualityMargin the rise of the mean loss, from 0 to 1, that must be ruled out
   * @param qualityRequired whether ruling it out is required
   */
  public record Limits(
      List<LatencyLimit> latency,
      Duration latencyFloor,
      double qualityMargin,
      boolean qualityRequired) {
    public Limits {
      latency = List.copyOf(latency);
      requireNonNull(latencyFloor, "latencyFloor");
    }
  }

  /**
   * The limit of a quantile of the candidate's latency, relative to stable's.
   *
   * @param quantile such as 0.95
   * @param maxRatio the limit as a multiple of stable's quantile
   */
  public record LatencyLimit(double quantile, double maxRatio) {}
}
