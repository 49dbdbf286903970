package dev.serin.cli;

import dev.serin.client.RolloutStatus;

/** Where a watched rollout is shown. */
interface RolloutView {
  /** Shows how it stands. */
  void show(RolloutStatus status);

  /** Says in one line what the one who looks on should know. */
  void remark(String text);

  /** Shows how it stood last, for good. */
  void end();
}
