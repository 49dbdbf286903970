package dev.serin.models.streaming;

import java.util.List;
import java.util.Random;

/** Draws that come out the same on every platform: whole numbers and java.util.Random only. */
final class Draws {

  private Draws() {}

  /** Returns an index, each as likely as its weight is of the sum. */
  static int weighted(Random random, List<Integer> weights) {
    int rest = random.nextInt(weights.stream().mapToInt(Integer::intValue).sum());
    int index = 0;
    while (rest >= weights.get(index)) {
      rest -= weights.get(index);
      index++;
    }
    return index;
  }

  /** Returns a number between two, both included. */
  static int between(Random random, int lowest, int highest) {
    return lowest + random.nextInt(highest - lowest + 1);
  }

  /** Returns true with a chance in thousandths. */
  static boolean happens(Random random, int thousandths) {
    return random.nextInt(1000) < thousandths;
  }
}
