package dev.serin.cli.rollout;

import dev.serin.client.RolloutStatus;

/** Where a watched rollout is shown. */
public interface RolloutView {
  /** Shows how it stands. */
  void show(RolloutStatus status);

  /** Says in one line what the one who looks on should know. */
  void remark(String text);

  /** Shows how it stood last, for good. */
  void end();
}
