package dev.serin.models.streaming;

import java.util.List;
import java.util.Random;

/** Random draws that are the same on every platform: whole numbers and java.util.Random only. */
final class Draws {

  private Draws() {}

  /** Returns an index with a chance in proportion to its weight. */
  static int weighted(Random random, List<Integer> weights) {
    int rest = random.nextInt(weights.stream().mapToInt(Integer::intValue).sum());
    int index = 0;
    while (rest >= weights.get(index)) {
      rest -= weights.get(index);
      index++;
    }
    return index;
  }

  /** Returns a number from the lowest to the highest, both included. */
  static int between(Random random, int lowest, int highest) {
    return lowest + random.nextInt(highest - lowest + 1);
  }

  /** Returns true with a chance in thousandths. */
  static boolean happens(Random random, int thousandths) {
    return random.nextInt(1000) < thousandths;
  }
}
