package dev.serin.gate;

/**
 * The first label about a prediction, as the gates see it. Times are in milliseconds since 1970.
 *
 * @param id that of the call
 * @param user a hash of the user id, the same for all labels of a user
 * @param canary whether the split chose the canary, not stable
 * @param loss from 0, the best, to 1
 * @param covered whether label coverage counted the prediction
 * @param fit whether label and prediction are of the model's classes
 */
public record Label(
    long id,
    long predictionMillis,
    long arrivalMillis,
    long user,
    boolean canary,
    double loss,
    boolean covered,
    Fit fit) {
  /** Whether label and prediction are of the model's classes. */
  public enum Fit {
    /** Both are, or there are no classes. */
    FITS,
    /** The prediction is none of the classes, and counts as wrong. */
    PREDICTION_OUTSIDE,
    /** The label is none of the classes, and has no loss. */
    LABEL_OUTSIDE
  }

  /** The same in a role. */
  public Label as(boolean inCanary) {
    return new Label(id, predictionMillis, arrivalMillis, user, inCanary, loss, covered, fit);
  }

  /** A label that fits. */
  public Label(
      long id,
      long predictionMillis,
      long arrivalMillis,
      long user,
      boolean canary,
      double loss,
      boolean covered) {
    this(id, predictionMillis, arrivalMillis, user, canary, loss, covered, Fit.FITS);
  }
}
