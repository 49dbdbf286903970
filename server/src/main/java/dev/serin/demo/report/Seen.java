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

/** What the statuses of an act hold. */
final class Seen {
  static final String QUALITY = "quality";

  private Seen() {}

  /** The gate for quality, if it was asked then. */
  static Optional<GateVerdict> quality(RolloutStatus status) {
    return gates(status).filter(gate -> gate.gate().equals(QUALITY)).findFirst();
  }

  static Stream<GateVerdict> gates(RolloutStatus status) {
    return status.comparison().map(Comparison::gates).stream().flatMap(gates -> gates.stream());
  }

  /** What a gate had won when the rollout was decided. */
  static Optional<Evidence> decisive(Played played, String gate) {
    return played.rollout().evidence().stream()
        .filter(state -> state.gate().equals(gate))
        .map(GateState::harm)
        .findFirst();
  }

  /** What the gates allowed, which never changes within a rollout. */
  static Optional<Limits> limits(Played played) {
    return played.statuses().stream().map(RolloutStatus::limits).findFirst();
  }
}
