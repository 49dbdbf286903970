package dev.serin.feedback.quality;

import java.util.Arrays;
import java.util.Optional;

/** How the quality of a prediction is measured once its label is known. */
public enum Metric {
  /** 1 if the class is right, else 0. */
  ACCURACY("accuracy"),
  /** Minus the natural logarithm of the predicted probability of the true class, in nats. */
  LOG_LOSS("logLoss"),
  /** Half the squared distance between the probabilities and the truth, from 0 to 1. */
  BRIER("brier"),
  /** The distance between the number predicted and the true one, in the unit of that number. */
  ABSOLUTE_ERROR("absoluteError"),
  /** The caller's rating of the prediction, from 0 to 1. */
  REWARD("reward");

  private final String configName;

  Metric(String configName) {
    this.configName = configName;
  }

  /** Returns the metric of this name in the configuration. */
  public static Optional<Metric> of(String configName) {
    return Arrays.stream(values()).filter(m -> m.configName.equals(configName)).findFirst();
  }

  /** The metric's name in the configuration, such as {@code logLoss}. */
  public String configName() {
    return configName;
  }
}
