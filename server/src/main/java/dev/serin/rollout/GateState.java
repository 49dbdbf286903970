package dev.serin.rollout;

import static java.util.Objects.requireNonNull;

import dev.serin.gate.Findings;
import dev.serin.gate.GateId;
import dev.serin.gate.Rate;
import dev.serin.gate.Verdict;
import java.util.OptionalDouble;

/**
 * What a gate said when a rollout went from one state to another. Logarithms are natural.
 *
 * @param okLogE for the absence of harm, where the gate has such a side
 */
public record GateState(
    GateId gate,
    Answer verdict,
    double logE,
    double logThreshold,
    OptionalDouble okLogE,
    Rate stable,
    Rate canary) {
  /** What a gate answered. */
  public enum Answer {
    /** The canary is worse than it may be, or cannot be judged fairly. */
    HARM,
    /** What the gate has to rule out is ruled out. */
    OK,
    /** Neither. */
    UNDECIDED
  }

  /** Checks that the parts are there; drops the sign of a zero, which JSON does not keep. */
  public GateState {
    logE += 0.0;
    logThreshold += 0.0;
    okLogE = okLogE.isPresent() ? OptionalDouble.of(okLogE.getAsDouble() + 0.0) : okLogE;
    requireNonNull(gate, "gate");
    requireNonNull(verdict, "verdict");
    requireNonNull(stable, "stable");
    requireNonNull(canary, "canary");
  }

  /** Returns what a verdict says. */
  public static GateState of(Verdict verdict) {
    Findings findings = verdict.findings();
    var answer = verdict instanceof Verdict.Harm
        ? Answer.HARM
        : verdict instanceof Verdict.Ok ? Answer.OK : Answer.UNDECIDED;
    return new GateState(
        findings.gate(),
        answer,
        findings.logE(),
        findings.logThreshold(),
        findings.okLogE(),
        findings.stable(),
        findings.canary());
  }
}
