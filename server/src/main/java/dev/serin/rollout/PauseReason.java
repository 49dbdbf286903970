package dev.serin.rollout;

/** Why a rollout is paused. The gates go on, and can still roll it back. */
public enum PauseReason {
  /** An operator paused it. */
  MANUAL(false),
  /** The step is ready and awaits approval. */
  APPROVAL(false),
  /** An operator or the file lowered the canary's share. */
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
  /** The step reached its timeout without a decision. */
  INCONCLUSIVE_TIMEOUT(false),
  /** No window for raising is open. Ends when one opens. */
  FREEZE_WINDOW(true),
  /** The gateway crashed while the canary had users. Ends once by itself, after a while. */
  UNCLEAN_RESTART(true),
  /** The controller stalled: no evaluation for over 30 s. Ends by itself. */
  CONTROLLER_STALE(true),
  /** The service as a whole got slower. Ends by itself twice if that began in a step. */
  SERVICE_SLOWDOWN(false),
  /** Both versions are bad, so that rolling back would not help. */
  STABLE_UNHEALTHY(false),
  /** The file has other gates or another quality than the rollout was started with. */
  CONFIG_CHANGED(false),
  /** A gate that may only pause found harm. */
  SIGNAL(false),
  /** A transition or evidence of before the start may be lost. */
  STATE_IN_DOUBT(false);

  private final boolean endsByItself;

  PauseReason(boolean endsByItself) {
    this.endsByItself = endsByItself;
  }

  /** Whether such a pause always ends without an operator. */
  boolean endsByItself() {
    return endsByItself;
  }
}
