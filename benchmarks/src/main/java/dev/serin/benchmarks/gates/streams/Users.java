package dev.serin.benchmarks.gates.streams;

import java.util.random.RandomGenerator;

/** Whose call is next, as a hash of the user: its high bits tell the role. */
@FunctionalInterface
public interface Users {

  long next(RandomGenerator random);

  /** So many users that no one calls twice. */
  static Users many() {
    return RandomGenerator::nextLong;
  }

  /** So many users who call equally often; others in each stream. */
  static Users few(int count, RandomGenerator random) {
    long salt = random.nextLong();
    return calls -> Hash.of(salt + calls.nextInt(count));
  }

  /** Users of whom the n-th calls in proportion to 1/n; others in each stream. */
  static Users heavy(Zipf zipf, RandomGenerator random) {
    long salt = random.nextLong();
    return calls -> Hash.of(salt + zipf.next(calls));
  }
}
