package dev.serin.gate;

/** The kind of harm that a gate found. */
public enum HarmCause {
  /** The canary fails more often than stable. */
  MORE_ERRORS,
  /** The canary fails more often than anything may. */
  TOO_MANY_ERRORS,
  /** Both versions fail more often than anything may. */
  BOTH_FAIL,
  /** A quantile of the canary's latency is higher than stable's. */
  SLOWER,
  /** The canary is slower than anything may be. */
  TOO_SLOW,
  /** Stable is slower still than the canary, which is slower than anything may be. */
  BOTH_SLOW,
  /** Callers give up on the canary more often than on stable. */
  MORE_ABANDONED,
  /** The canary's mean loss is higher than stable's. */
  WORSE,
  /** The labels of one version come more often or faster. */
  LABELS_DIFFER,
  /** Labels are none of the model's classes. */
  LABELS_OUTSIDE,
  /** Stable predicts what is none of the model's classes. */
  PREDICTIONS_OUTSIDE,
  /** The versions have other users than the split gives them. */
  USERS_DIFFER,
  /** A user was served by a version that the split does not give it. */
  USER_MISPLACED,
  /** The service is slower than it may be. */
  SERVICE_TOO_SLOW,
  /** Stable is slower than before the canary. */
  STABLE_SLOWED,
  /** Since the promotion, calls are slow more often than before. */
  SLOW_MORE_OFTEN,
  /** Since the promotion, calls fail more often than before. */
  FAILS_MORE_OFTEN
}
