package dev.serin.replay;

import dev.serin.gate.GateId;
import dev.serin.gate.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * The decision on recorded calls.
 *
 * @param gate that decided; empty if none did
 * @param atMillis when it was decided; the last row's time if undecided
 * @param verdicts of all gates at that time; none if no canary had a share
 */
public record Decision(
    Outcome outcome,
    Optional<GateId> gate,
    String reason,
    long atMillis,
    Counts counts,
    List<Verdict> verdicts) {

  /** The decision about the canary. */
  public enum Outcome {
    /** All users go back to stable. */
    ROLLBACK,
    /** It can have all users. */
    PROMOTE,
    /** An operator has to decide. */
    PAUSE,
    /** The evidence is not sufficient for any of these. */
    UNDECIDED
  }

  /**
   * The rows read until then.
   *
   * @param unassigned calls without user, which do not count
   * @param stableLabels that arrived in time
   * @param lateLabels of both roles, that arrived after the horizon
   */
  public record Counts(
      long stableCalls,
      long canaryCalls,
      long unassigned,
      long stableLabels,
      long canaryLabels,
      long lateLabels) {}
}
