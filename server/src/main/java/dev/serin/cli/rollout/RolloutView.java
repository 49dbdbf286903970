package dev.serin.cli.rollout;

import dev.serin.client.RolloutStatus;

/** Where a watched rollout is shown. */
public interface RolloutView {
  /** Shows the status. */
  void show(RolloutStatus status);

  /** Shows a remark of one line. */
  void remark(String text);

  /** Leaves the last status on the output. */
  void end();
}
