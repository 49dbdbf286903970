package dev.serin.control;

import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.rollout.LivePlan;
import dev.serin.split.ForcedUsers;
import java.util.Optional;

/** The present configuration of models and rollouts. Thread-safe. */
public interface Plans {
  /** No plan for any model, and the default terms. */
  Plans NONE = new Plans() {
    @Override
    public Optional<LivePlan> plan(String model) {
      return Optional.empty();
    }

    @Override
    public Terms terms(String model) {
      return new Terms(GateSettings.DEFAULT, LossScale.BINARY, "");
    }
  };

  /** Returns the plan of a model; empty if there is none. */
  Optional<LivePlan> plan(String model);

  /** Returns the terms on which a model's versions are compared. */
  Terms terms(String model);

  /** Returns the users of a model to whom the configuration gives a version by name. */
  default ForcedUsers forced(String model) {
    return ForcedUsers.NONE;
  }
}
