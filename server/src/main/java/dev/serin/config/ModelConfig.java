package dev.serin.config;

import static java.util.Objects.requireNonNull;

import dev.serin.feedback.quality.QualitySettings;
import dev.serin.gate.GateSettings;
import dev.serin.model.BatchChoice;
import dev.serin.model.Isolation;
import dev.serin.rollout.LivePlan;
import dev.serin.split.ForcedUsers;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * The settings of one model; every part may be missing.
 *
 * @param gates the defaults if the file has none
 * @param rollout the plan of the next rollout
 * @param batching what the file says of how requests share runs
 * @param forced the users forced to stable or the canary
 * @param warmUp the file beside the model with a call for the first runs
 * @param memoryBytes the most resident memory of a process that runs a version; the default depends
 *     on the version's size
 * @param isolation which versions run in processes of their own
 */
public record ModelConfig(
    Optional<SplitBlock> split,
    Optional<QualitySettings> quality,
    GateSettings gates,
    Optional<LivePlan> rollout,
    BatchChoice batching,
    ForcedUsers forced,
    Optional<String> warmUp,
    OptionalLong memoryBytes,
    Isolation isolation) {
  static final ModelConfig NOTHING = new ModelConfig(
      Optional.empty(),
      Optional.empty(),
      GateSettings.DEFAULT,
      Optional.empty(),
      BatchChoice.NONE,
      ForcedUsers.NONE,
      Optional.empty(),
      OptionalLong.empty(),
      Isolation.CANDIDATE);

  public ModelConfig {
    requireNonNull(split, "split");
    requireNonNull(quality, "quality");
    requireNonNull(gates, "gates");
    requireNonNull(rollout, "rollout");
    requireNonNull(batching, "batching");
    requireNonNull(forced, "forced");
    requireNonNull(warmUp, "warmUp");
    requireNonNull(memoryBytes, "memoryBytes");
    requireNonNull(isolation, "isolation");
  }
}
