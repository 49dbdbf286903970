package dev.serin.replay;

import dev.serin.gate.GateId;
import dev.serin.gate.Verdict;
import java.util.List;
import java.util.Optional;

/**
 * What calls that were recorded led to.
 *
 * @param gate that decided; empty if none did
 * @param atMillis when it was decided: at the last row, if it was not
 * @param verdicts of all gates at that time; none if no canary had a share
 */
public record Decision(
    Outcome outcome,
    Optional<GateId> gate,
    String reason,
    long atMillis,
    Counts counts,
    List<Verdict> verdicts) {

  /** What is to be done with the canary. */
  public enum Outcome {
    /** All users go back. */
    ROLLBACK,
    /** It can have all users. */
    PROMOTE,
    /** Somebody has to look. */
    PAUSE,
    /** What was seen is not enough for any of these. */
    UNDECIDED
  }

  /**
   * What was read until then.
   *
   * @param unassigned calls without user, which count for nothing
   * @param stableLabels that came in time
   * @param lateLabels of both roles, that came after the horizon
   */
  public record Counts(
      long stableCalls,
      long canaryCalls,
      long unassigned,
      long stableLabels,
      long canaryLabels,
      long lateLabels) {}
}
