package dev.serin.demo;

import dev.serin.client.RolloutStatus;

/** Receives the events of a demo. Called on the thread that plays it. */
public interface DemoListener {
  /** The slow version was fitted to this machine. */
  default void calibrated(Calibration calibration) {}

  /** An act begins; its rollout has been started. */
  default void begins(Act act) {}

  /** The act's rollout has this status. */
  default void status(RolloutStatus status) {}

  /** A remark, such as what the demo did as the operator. */
  default void remark(String text) {}

  /** An act is over. */
  default void ended(Played played) {}
}
