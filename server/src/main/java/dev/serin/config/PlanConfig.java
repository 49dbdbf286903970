package dev.serin.config;

import static java.util.Objects.requireNonNull;

import dev.serin.feedback.quality.QualitySettings;
import dev.serin.gate.GateSettings;
import dev.serin.rollout.Plan;
import java.util.Optional;

/** The content of a plan file: how a canary is measured, raised and judged. */
public record PlanConfig(Optional<QualitySettings> quality, Plan plan, GateSettings gates) {
  public PlanConfig {
    requireNonNull(quality, "quality");
    requireNonNull(plan, "plan");
    requireNonNull(gates, "gates");
  }
}
