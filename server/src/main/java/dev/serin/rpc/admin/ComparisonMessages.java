package dev.serin.rpc.admin;

import dev.serin.status.ComparisonStatus;
import dev.serin.v1.Comparison;

/** Converts comparisons to messages. */
final class ComparisonMessages {
  private ComparisonMessages() {}

  static Comparison message(ComparisonStatus comparison) {
    return Comparison.newBuilder()
        .setStable(comparison.stable())
        .setCanary(comparison.canary())
        .setShare(comparison.step().share().toPlainString())
        .setStep(comparison.step().number())
        .setStepSince(RolloutMessages.timestamp(comparison.stepSince()))
        .setSince(RolloutMessages.timestamp(comparison.since()))
        .setTime(RolloutMessages.timestamp(comparison.time()))
        .setConsequence(Verdicts.message(comparison.consequence()))
        .addAllGates(comparison.gates().stream().map(Verdicts::message).toList())
        .build();
  }
}
