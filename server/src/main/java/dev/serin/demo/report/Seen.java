package dev.serin.demo.report;

import dev.serin.client.Comparison;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Evidence;
import dev.serin.client.Rollout.GateState;
import dev.serin.client.RolloutStatus;
import dev.serin.client.RolloutStatus.Limits;
import dev.serin.demo.Played;
import java.util.Optional;
import java.util.stream.Stream;

/** Reads the statuses of an act. */
final class Seen {
  static final String QUALITY = "quality";

  private Seen() {}

  /** The quality gate, if it had a verdict then. */
  static Optional<GateVerdict> quality(RolloutStatus status) {
    return gates(status).filter(gate -> gate.gate().equals(QUALITY)).findFirst();
  }

  static Stream<GateVerdict> gates(RolloutStatus status) {
    return status.comparison().map(Comparison::gates).stream().flatMap(gates -> gates.stream());
  }

  /** The evidence of a gate when the rollout was decided. */
  static Optional<Evidence> decisive(Played played, String gate) {
    return played.rollout().evidence().stream()
        .filter(state -> state.gate().equals(gate))
        .map(GateState::harm)
        .findFirst();
  }

  /** The limits of the gates, which never change within a rollout. */
  static Optional<Limits> limits(Played played) {
    return played.statuses().stream().map(RolloutStatus::limits).findFirst();
  }
}
