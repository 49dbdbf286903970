package dev.serin.journal;

import dev.serin.Seeds;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Control over a journal on a disk that fills up and loses unforced data: seeded interleavings of
 * the actions of callers, the file, the pool, the disk and crashes. The seed is the test's
 * argument.
 */
class DurabilityLawsTest {
  private static final int STEPS = 80;

  static LongStream seeds() {
    return Seeds.from0(40, 100);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void anySequence_lawsHold(long seed) {
    var world = new DurabilityWorld(seed);
    for (int i = 0; i < STEPS; i++) {
      world.step();
    }
  }
}
