package dev.serin.feedback;

/** What became of a label. */
public enum FeedbackResult {
  /** Counted for the version that served. */
  ACCEPTED,
  /** The prediction has its label already; the first one stays, whatever this one says. */
  DUPLICATE,
  /** The prediction is not known here, or what was kept of it in memory is gone. */
  UNKNOWN,
  /** The prediction is older than labels are remembered for. */
  EXPIRED,
  /** Not a label of a prediction: the message says why. It may be sent again, corrected. */
  INVALID
}
