package dev.serin.control;

/** How a model serves. */
public enum ModelState {
  /** Every version with a share serves its users. */
  SERVING,
  /** Stable serves the users of a version that is absent. */
  DEGRADED,
  /** Stable cannot be called, or nothing was decided yet. */
  NOT_SERVING,
  /** It was unloaded on request. */
  UNLOADED
}
