package dev.serin.gate;

/** Which values a loss can have; the bets on quality depend on it. */
public enum LossScale {
  /** Each loss is 0 or 1. */
  BINARY,
  /** A loss is anything from 0 to 1. */
  BOUNDED
}
