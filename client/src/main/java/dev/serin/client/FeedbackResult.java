package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * The result of submitting one label.
 *
 * @param message why the label was not accepted; empty if it was
 * @param servedBy the version that made the prediction, if known
 */
public record FeedbackResult(Result result, String message, Optional<ServedBy> servedBy) {

  public FeedbackResult {
    requireNonNull(result, "result");
    requireNonNull(message, "message");
    requireNonNull(servedBy, "servedBy");
  }

  /** Whether the label counted, and if not, why. */
  public enum Result {
    /** Counted for the version that served. */
    ACCEPTED,
    /** The prediction already has a label, which stays. */
    DUPLICATE,
    /** The gateway does not know the prediction, or no longer does. */
    UNKNOWN,
    /** The prediction is older than the gateway keeps labels for. */
    EXPIRED,
    /** A forged or truncated id, a wrong row, an unknown class, or a reward outside [0, 1]. */
    INVALID,
    /** A result that is unknown to this release of the library. */
    UNRECOGNIZED
  }

  /** The version that made a prediction. */
  public record ServedBy(String model, long version, Role role) {
    public ServedBy {
      requireNonNull(model, "model");
      requireNonNull(role, "role");
    }
  }
}
