package dev.serin.control;

import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.rollout.LivePlan;
import dev.serin.split.ForcedUsers;
import java.util.Optional;

/** Knows what the configuration says about models and rollouts, as it is now. Thread-safe. */
public interface Plans {
  /** Knows no plan, and the terms that hold where nothing is configured. */
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

  /** The plan for a model; empty if there is none. */
  Optional<LivePlan> plan(String model);

  /** On what terms a model's versions are compared. */
  Terms terms(String model);

  /** Which users of a model get a version by their names. */
  default ForcedUsers forced(String model) {
    return ForcedUsers.NONE;
  }
}
