package dev.serin.gate;

import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * The verdicts of all gates, in the order in which harm is named: errors, latency, calls given up,
 * quality, then those that only pause.
 *
 * @param near the enforced gates whose E is above a tenth of what harm needs
 * @param unproved the enforced gates that have to prove the canary fine and have not
 */
public record Judgement(List<Verdict> verdicts, List<GateId> near, List<GateId> unproved) {
  public Judgement {
    verdicts = List.copyOf(verdicts);
    near = List.copyOf(near);
    unproved = List.copyOf(unproved);
  }

  /** The first harm that takes the users back. */
  public Optional<Harm> rollback() {
    return harm(Consequence.ROLLBACK);
  }

  /** The first harm that takes users off the canary by a step. */
  public Optional<Harm> lower() {
    return harm(Consequence.LOWER);
  }

  /** The first harm that stops the canary from being raised. */
  public Optional<Harm> pause() {
    return harm(Consequence.PAUSE);
  }

  /** The verdict of a gate. */
  public Optional<Verdict> verdict(GateId gate) {
    return verdicts.stream().filter(verdict -> verdict.gate().equals(gate)).findFirst();
  }

  /** The labels of the two roles. */
  public Findings.Labels labels() {
    return verdict(GateId.of(GateId.Kind.QUALITY))
        .flatMap(quality -> quality.findings().labels())
        .orElseThrow();
  }

  /** All that stops the canary from being raised. */
  public List<Harm> pausing() {
    return Stream.concat(harms(Consequence.LOWER), harms(Consequence.PAUSE)).toList();
  }

  private Optional<Harm> harm(Consequence consequence) {
    return harms(consequence).findFirst();
  }

  private Stream<Harm> harms(Consequence consequence) {
    return verdicts.stream()
        .filter(Harm.class::isInstance)
        .map(Harm.class::cast)
        .filter(harm -> harm.consequence() == consequence);
  }
}
