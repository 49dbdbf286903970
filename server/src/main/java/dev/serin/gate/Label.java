package dev.serin.gate;

import dev.serin.model.Role;

/**
 * The first label about a prediction, as the gates see it. Times are in milliseconds since 1970.
 *
 * @param id that of the call
 * @param user a hash of the user id, the same for all labels of a user
 * @param role of the version that the split chose: canary or stable
 * @param loss from 0, the best, to 1
 * @param covered whether label coverage counted the prediction
 * @param fit whether label and prediction are of the model's classes
 */
public record Label(
    long id,
    long predictionMillis,
    long arrivalMillis,
    long user,
    Role role,
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

  /** Checks the role. */
  public Label {
    Check.compared(role);
  }

  /** Whether the split chose the canary. */
  public boolean canary() {
    return role == Role.CANARY;
  }

  /** The same label in another role. */
  public Label as(Role other) {
    return new Label(id, predictionMillis, arrivalMillis, user, other, loss, covered, fit);
  }

  /** A label that fits. */
  public Label(
      long id,
      long predictionMillis,
      long arrivalMillis,
      long user,
      Role role,
      double loss,
      boolean covered) {
    this(id, predictionMillis, arrivalMillis, user, role, loss, covered, Fit.FITS);
  }
}
