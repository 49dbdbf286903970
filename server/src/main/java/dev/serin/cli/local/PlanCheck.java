package dev.serin.cli.local;

import dev.serin.config.GatewayConfig;
import dev.serin.config.ModelConfig;
import java.util.List;

/** Finds plans that cannot start a rollout. */
final class PlanCheck {
  private PlanCheck() {}

  /** Returns a message for each model whose quality is required but not measured. */
  static List<String> warnings(GatewayConfig config) {
    return config.models().entrySet().stream()
        .filter(model -> unmeasured(model.getValue()))
        .map(model -> "models." + model.getKey() + ".rollout: quality is required but not measured"
            + " (expected: a quality block, or gates: {quality: {required: false}})")
        .toList();
  }

  private static boolean unmeasured(ModelConfig model) {
    return model.rollout().isPresent()
        && model.gates().quality().required()
        && model.quality().isEmpty();
  }
}
