package dev.serin.control;

import dev.serin.gate.HarmCause;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.Seen;
import java.time.Duration;
import java.util.Optional;

/** What the gates of a random gateway say. */
enum RolloutScene {
  PROVED,
  BLIND,
  FORMER_PHASE,
  OTHER_ROLLOUT,
  OTHER_HARM,
  HARM,
  FORMER_HARM,
  ODD_USERS,
  ODD_LABELS,
  FOREIGN_LABELS,
  SLOW,
  SLOWED,
  SIGNALLED,
  BOTH_BAD,
  FEW_CALLS,
  STALE,
  NEAR,
  UNPROVED,
  NO_LABELS,
  NO_CALLS;

  /** Gates know only of a rollout that they have been told of. */
  Optional<TrialReport> report(Rollout rollout) {
    return this == BLIND || rollout.trial().isEmpty()
        ? Optional.empty()
        : Optional.of(seen(rollout).report());
  }

  /** Whether nothing is missing for a raise, with a proof of quality or without. */
  boolean suffices(boolean proof) {
    return this == PROVED || (!proof && (this == UNPROVED || this == NO_LABELS));
  }

  /** Whether users have to go back. */
  boolean harmful() {
    return this == HARM || this == FORMER_HARM;
  }

  /** Whether the rollout has to stop. */
  boolean doubtful() {
    return switch (this) {
      case ODD_USERS, ODD_LABELS, FOREIGN_LABELS, SLOW, SLOWED, SIGNALLED, BOTH_BAD -> true;
      default -> false;
    };
  }

  private Seen seen(Rollout rollout) {
    var seen = Seen.of(rollout);
    var former = rollout.phase() - 1;
    return switch (this) {
      case PROVED, BLIND -> seen;
      case FORMER_PHASE -> seen.phase(former);
      case OTHER_ROLLOUT -> seen.trial("another");
      case OTHER_HARM ->
        seen.trial("another").harm("errors", Consequence.ROLLBACK, HarmCause.MORE_ERRORS);
      case HARM -> seen.harm("errors", Consequence.ROLLBACK, HarmCause.MORE_ERRORS);
      case FORMER_HARM -> seen.phase(former).harm("quality", Consequence.ROLLBACK, HarmCause.WORSE);
      case ODD_USERS -> seen.harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER);
      case ODD_LABELS -> seen.harm("coverage", Consequence.PAUSE, HarmCause.LABELS_DIFFER);
      case FOREIGN_LABELS -> seen.harm("quality", Consequence.PAUSE, HarmCause.LABELS_OUTSIDE);
      case SLOW -> seen.harm("service.slo", Consequence.PAUSE, HarmCause.SERVICE_TOO_SLOW);
      case SLOWED -> seen.harm("service.stable", Consequence.LOWER, HarmCause.STABLE_SLOWED);
      case SIGNALLED -> seen.harm("errors", Consequence.PAUSE, HarmCause.MORE_ERRORS);
      case BOTH_BAD -> seen.harm("errors.slo", Consequence.PAUSE, HarmCause.BOTH_FAIL);
      case FEW_CALLS -> seen.calls(9);
      case STALE -> seen.sinceCall(Duration.ofMinutes(2)).calls(9);
      case NEAR -> seen.near("errors");
      case UNPROVED -> seen.unproved("quality");
      case NO_LABELS -> seen.labels(0, 0).sinceLabel(Duration.ofHours(9));
      case NO_CALLS -> seen.calls(0).sinceCanaryCall(Duration.ofHours(9));
    };
  }
}
