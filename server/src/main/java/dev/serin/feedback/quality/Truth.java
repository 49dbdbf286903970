package dev.serin.feedback.quality;

/** The truth about a prediction, as its label states it. */
public sealed interface Truth {

  /** The name of the true class; the class index, or the true number, as text. */
  record Label(String text) implements Truth {}

  /** The index of the true class, from 0. */
  record ClassIndex(long index) implements Truth {}

  /** The true number. */
  record Quantity(double value) implements Truth {}

  /** How good the prediction was, from 0 to 1. */
  record Reward(double value) implements Truth {}
}
