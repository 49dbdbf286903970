package dev.serin.demo;

import dev.serin.client.RolloutStatus;

/** Hears how the demo goes. Called on the thread that plays it. */
public interface DemoListener {
  /** The slow version was fitted to this machine. */
  void calibrated(Calibration calibration);

  /** An act begins; its rollout has been started. */
  void begins(Act act);

  /** How the rollout of the act stands. */
  void stands(RolloutStatus status);

  /** The operator of the story did something, or something is worth a word. */
  void remark(String text);

  /** An act is over. */
  void ended(Played played);

  /** Hears nothing. */
  final class Silent implements DemoListener {
    @Override
    public void calibrated(Calibration calibration) {}

    @Override
    public void begins(Act act) {}

    @Override
    public void stands(RolloutStatus status) {}

    @Override
    public void remark(String text) {}

    @Override
    public void ended(Played played) {}
  }
}
