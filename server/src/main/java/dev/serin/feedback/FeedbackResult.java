package dev.serin.feedback;

/** The result of submitting a label. */
public enum FeedbackResult {
  /** Counted for the version that served. */
  ACCEPTED,
  /** The prediction already has a label; the first one stands, whatever this one says. */
  DUPLICATE,
  /** The prediction is unknown here, or no longer in memory. */
  UNKNOWN,
  /** The prediction is older than seen labels are kept for. */
  EXPIRED,
  /** Not a valid label of the prediction: the message says why. It may be sent again, corrected. */
  INVALID
}
