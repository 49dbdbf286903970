package dev.serin.gate;

import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;

/**
 * The numbers behind a verdict. E is evidence that begins at 1 and, if there is nothing to find,
 * ever reaches 1/alpha with a probability of at most alpha; all logarithms are natural.
 *
 * @param gate which gate
 * @param logE for harm; at least the threshold once it was reached
 * @param logThreshold at which harm is found
 * @param okLogE for the absence of harm, where the gate has such a side
 * @param okLogThreshold at which that is proved
 * @param unit what the two rates are about
 * @param labels of stable and of the canary, where the gate is about labels
 * @param remarks for people, beside the numbers
 * @param limitNanos a call of the canary that takes longer is slow; empty where the gate is not
 *     about latency, and before stable has had enough calls to tell
 */
public record Findings(
    GateId gate,
    double logE,
    double logThreshold,
    OptionalDouble okLogE,
    double okLogThreshold,
    Unit unit,
    Rate stable,
    Rate canary,
    Optional<Labels> labels,
    List<String> remarks,
    OptionalLong limitNanos) {
  public Findings {
    remarks = List.copyOf(remarks);
  }

  /** The numbers of a gate that is not about latency. */
  public Findings(
      GateId gate,
      double logE,
      double logThreshold,
      OptionalDouble okLogE,
      double okLogThreshold,
      Unit unit,
      Rate stable,
      Rate canary,
      Optional<Labels> labels,
      List<String> remarks) {
    this(
        gate,
        logE,
        logThreshold,
        okLogE,
        okLogThreshold,
        unit,
        stable,
        canary,
        labels,
        remarks,
        OptionalLong.empty());
  }

  /** The labels of the two roles. */
  public record Labels(LabelNumbers stable, LabelNumbers canary) {}

  /** The same where harm was found: E reached its threshold then, and may have fallen since. */
  Findings reached() {
    return new Findings(
        gate,
        Math.max(logE, logThreshold),
        logThreshold,
        okLogE,
        okLogThreshold,
        unit,
        stable,
        canary,
        labels,
        remarks,
        limitNanos);
  }

  /** Whether E is above a tenth of the threshold. */
  boolean near() {
    return logE > logThreshold - Math.log(10);
  }

  boolean proved() {
    return okLogE.isPresent() && okLogE.getAsDouble() >= okLogThreshold;
  }
}
