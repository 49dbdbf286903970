package dev.serin.rollout;

/** Why a rollout is paused. The gates go on, and can take the users back. */
public enum PauseReason {
  /** Somebody paused it. */
  MANUAL(false),
  /** All that the step needs is there, and somebody has to approve. */
  APPROVAL(false),
  /** Somebody, or the file, lowered the canary's share. */
  MANUAL_SPLIT(false),
  /** The canary had no calls for half an hour. Ends when it has some. */
  NO_TRAFFIC(true),
  /** No labels came for as long as the plan waits for them. */
  NO_LABELS(false),
  /** The labels of one version come more often or faster, so quality cannot be compared. */
  LABEL_COVERAGE(false),
  /** Labels, or what stable predicts, are none of the model's classes. */
  LABEL_MISMATCH(false),
  /** The versions have other users than the split gives them. */
  SRM(false),
  /** The step lasted as long as it may without a decision. */
  INCONCLUSIVE_TIMEOUT(false),
  /** No window for raising is open. Ends when one opens. */
  FREEZE_WINDOW(true),
  /** The gateway died while the canary had users. Ends once by itself, after a while. */
  UNCLEAN_RESTART(true),
  /** Nobody looked for a while: the process or its machine stood still. Ends by itself. */
  CONTROLLER_STALE(true),
  /** The service as a whole got slower. Ends by itself twice if that began in a step. */
  SERVICE_SLOWDOWN(false),
  /** Stable is no better than the canary, which is bad. */
  STABLE_UNHEALTHY(false),
  /** The file says other gates or quality than the rollout was started with. */
  CONFIG_CHANGED(false),
  /** A gate that may only pause found harm. */
  SIGNAL(false),
  /**
   * What was decided or found before the start may be lost: a record or the evidence is missing.
   */
  STATE_IN_DOUBT(false);

  private final boolean endsByItself;

  PauseReason(boolean endsByItself) {
    this.endsByItself = endsByItself;
  }

  /** Whether nobody has to resume it, whatever else is known of the pause. */
  boolean endsByItself() {
    return endsByItself;
  }
}
