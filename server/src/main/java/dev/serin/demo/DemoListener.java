package dev.serin.demo;

import dev.serin.client.RolloutStatus;

/** Hears of the demo what it overrides. Called on the thread that plays it. */
public interface DemoListener {
  /** The slow version was fitted to this machine. */
  default void calibrated(Calibration calibration) {}

  /** An act begins; its rollout has been started. */
  default void begins(Act act) {}

  /** How the rollout of the act stands. */
  default void stands(RolloutStatus status) {}

  /** The operator of the story did something, or something is worth a word. */
  default void remark(String text) {}

  /** An act is over. */
  default void ended(Played played) {}
}
