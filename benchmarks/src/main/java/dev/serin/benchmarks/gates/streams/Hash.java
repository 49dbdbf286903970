package dev.serin.benchmarks.gates.streams;

import java.util.SplittableRandom;

/** Numbers that look random and depend on others. */
final class Hash {
  private Hash() {}

  static long of(long number) {
    return new SplittableRandom(number).nextLong();
  }

  /** Returns where in [0, 1) a hash lies, by its high bits. */
  static double position(long hash) {
    return (hash >>> 11) * 0x1p-53;
  }
}
