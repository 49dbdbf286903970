package dev.serin.rollout;

import java.time.Duration;

/**
 * Checks that several settings share. They stand in a class of their own because a class whose
 * constants are built by nested records must not be called back by these: whichever of the two is
 * initialised first would see the other half made.
 */
final class Check {
  private Check() {}

  static void notNegative(String name, Duration value) {
    if (value.isNegative()) {
      throw new IllegalArgumentException(name + ": " + value + " (expected: not negative)");
    }
  }
}
