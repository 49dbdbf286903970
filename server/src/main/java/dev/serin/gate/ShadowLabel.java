package dev.serin.gate;

import static java.util.Objects.requireNonNull;

/**
 * The first label about a call that both versions have answered.
 *
 * @param trial the id of the rollout that the copy was made for
 * @param timeMillis when the label came, in milliseconds since 1970
 * @param user a hash of the user id, the same for all labels of a user
 * @param stableLoss from 0, the best, to 1
 * @param canaryLoss from 0, the best, to 1
 */
public record ShadowLabel(
    String trial, long timeMillis, long user, double stableLoss, double canaryLoss) {
  /** Checks the losses. */
  public ShadowLabel {
    requireNonNull(trial, "trial");
    Check.loss("stableLoss", stableLoss);
    Check.loss("canaryLoss", canaryLoss);
  }

  double difference() {
    return canaryLoss - stableLoss;
  }
}
