package dev.serin.client;

import static java.util.Objects.requireNonNull;

/** The truth about a prediction, or how good it turned out to be. */
public sealed interface Label {

  /** The name of the true class; its index or the number as text where a model has no names. */
  record ClassName(String name) implements Label {
    public ClassName {
      requireNonNull(name, "name");
    }
  }

  /** The index of the true class, from 0. */
  record ClassIndex(long index) implements Label {}

  /** The true value, for models that predict a number. */
  record Value(double value) implements Label {}

  /** How good the prediction was, from 0 to 1. */
  record Reward(double reward) implements Label {}

  /** Returns the label of a class by its name. */
  static Label of(String className) {
    return new ClassName(className);
  }

  /** Returns the label of a class by its index. */
  static Label ofIndex(long classIndex) {
    return new ClassIndex(classIndex);
  }

  /** Returns the label of a true value. */
  static Label ofValue(double value) {
    return new Value(value);
  }

  /** Returns a reward from 0 to 1 in place of a label. */
  static Label ofReward(double reward) {
    return new Reward(reward);
  }
}
