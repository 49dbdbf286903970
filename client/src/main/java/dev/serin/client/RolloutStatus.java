package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * How a rollout stands now.
 *
 * @param elapsed how long the step, shadow or watch has lasted, without pauses
 * @param bake how long it has to last
 * @param comparison the verdicts as they are now; absent before the first step and at the end
 * @param nextShare the candidate's share after the next raise; absent if none follows
 * @param missing what that waits for
 * @param versions how stable and the candidate do in the roles that they have now, since the
 *     gateway started
 * @param notes what somebody should know
 * @param limits what the gates allow; never changes within a rollout
 * @param revision the one in force, which may be later than that of the rollout
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
   * What the gates allow the candidate.
   *
   * @param latencyFloor a call that is no longer than this is not slow, whatever stable does
   * @param qualityMargin the rise of the mean loss, from 0 to 1, that has to be ruled out
   * @param qualityRequired whether that has to be proved
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
   * How much slower than stable's a quantile of the latency may be.
   *
   * @param quantile such as 0.95
   * @param maxRatio as a multiple of stable's
   */
  public record LatencyLimit(double quantile, double maxRatio) {}
}
