package dev.serin.benchmarks.gates.service;

import dev.serin.benchmarks.gates.streams.Labels;
import dev.serin.benchmarks.gates.streams.Version;
import dev.serin.gate.GateSettings;
import dev.serin.rollout.LivePlan;

/**
 * What a rollout meets, and how it is to be made.
 *
 * @param callsPerSecond they come evenly
 * @param users who call equally often
 * @param quality how losses are measured, as the configuration says it; empty if it does not
 */
public record Situation(
    double callsPerSecond,
    int users,
    Version stable,
    Version canary,
    Labels labels,
    LivePlan plan,
    GateSettings gates,
    String quality) {

  /** Two equal versions and labels for half of the calls after two minutes. */
  public static Situation usual() {
    return new Situation(
        50,
        20_000,
        Version.failing(0.002),
        Version.failing(0.002),
        Labels.after(0.5, 0.1, 120_000),
        LivePlan.DEFAULT,
        GateSettings.DEFAULT,
        "accuracy");
  }

  public Situation calls(double perSecond) {
    return new Situation(perSecond, users, stable, canary, labels, plan, gates, quality);
  }

  public Situation stable(Version other) {
    return new Situation(callsPerSecond, users, other, canary, labels, plan, gates, quality);
  }

  public Situation canary(Version other) {
    return new Situation(callsPerSecond, users, stable, other, labels, plan, gates, quality);
  }

  public Situation labels(Labels other) {
    return new Situation(callsPerSecond, users, stable, canary, other, plan, gates, quality);
  }

  public Situation plan(LivePlan other) {
    return new Situation(callsPerSecond, users, stable, canary, labels, other, gates, quality);
  }

  public Situation gates(GateSettings other) {
    return new Situation(callsPerSecond, users, stable, canary, labels, plan, other, quality);
  }

  public Situation quality(String other) {
    return new Situation(callsPerSecond, users, stable, canary, labels, plan, gates, other);
  }
}
