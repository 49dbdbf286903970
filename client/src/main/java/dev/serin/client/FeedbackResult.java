package dev.serin.client;

import static java.util.Objects.requireNonNull;

import java.util.Optional;

/**
 * What became of one label.
 *
 * @param message what is wrong with a label that was not accepted, else empty
 * @param servedBy who made the prediction, if that could be told
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
    /** The prediction has its label already; the first one stays. */
    DUPLICATE,
    /** The prediction is not known to the gateway, or no longer. */
    UNKNOWN,
    /** The prediction is older than labels are remembered for. */
    EXPIRED,
    /** A forged or cut id, a wrong row, an unknown class, or a reward outside [0, 1]. */
    INVALID,
    /** A result that this library is too old to know. */
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
