package dev.serin.gate;

import dev.serin.model.Role;
import java.util.Arrays;

/**
 * Predictions of one step that were made within a few minutes of each other, and their labels by
 * age: a view of one row of the evidence. Confined to one thread.
 */
final class Cohort {
  /*
   * The row: the covered predictions of the canary and of stable; then for each age bucket
   *   2   covered predictions labelled at that age, of the canary and of stable
   *   4   the losses that count, as a Tally
   *   4   the open block: observations and sum of losses of the canary, then of stable
   *   16  log-wealth of the blocks, for harm
   *   16  and for its absence
   */
  static final int BETS = 16;

  private static final int LABELLED = 0;
  private static final int TALLY = 2;
  private static final int BLOCK = TALLY + Tally.WIDTH;
  private static final int HARM = BLOCK + 4;
  private static final int OK = HARM + BETS;
  private static final int BUCKET = OK + BETS;
  private static final int COVERED = 2;

  final String name;
  final int step;
  final long endMillis;
  /** Whether all of it lies in the first window of the step. */
  final boolean first;

  private final double[] row;

  Cohort(String name, int step, long endMillis, boolean first, double[] row) {
    this.name = name;
    this.step = step;
    this.endMillis = endMillis;
    this.first = first;
    this.row = row;
  }

  static int width(int buckets) {
    return COVERED + buckets * BUCKET;
  }

  void covered(Role role) {
    row[Tally.index(role)]++;
  }

  void labelled(int bucket, Role role) {
    row[at(bucket) + LABELLED + Tally.index(role)]++;
  }

  /** How many labels of the bucket count for a role. */
  double[] tally(int bucket) {
    return Arrays.copyOfRange(row, at(bucket) + TALLY, at(bucket) + BLOCK);
  }

  void tally(int bucket, Role role, boolean bad) {
    int place = at(bucket) + TALLY + Tally.place(role);
    row[place]++;
    if (bad) {
      row[place + 1]++;
    }
  }

  /**
   * Adds a loss to the open block. As soon as both roles have one the block is complete.
   *
   * @return the canary's mean loss less stable's, or NaN if the block is open still
   */
  double block(int bucket, Role role, double loss) {
    int block = at(bucket) + BLOCK;
    int place = block + Tally.place(role);
    row[place]++;
    row[place + 1] += loss;
    if (row[block] == 0 || row[block + 2] == 0) {
      return Double.NaN;
    }
    double difference = row[block + 1] / row[block] - row[block + 3] / row[block + 2];
    Arrays.fill(row, block, block + 4, 0);
    return difference;
  }

  /** The log-wealth of the bucket's blocks, to replace after a block. */
  double[] harm(int bucket) {
    return Arrays.copyOfRange(row, at(bucket) + HARM, at(bucket) + OK);
  }

  void harm(int bucket, double[] wealth) {
    System.arraycopy(wealth, 0, row, at(bucket) + HARM, BETS);
  }

  double[] ok(int bucket) {
    return Arrays.copyOfRange(row, at(bucket) + OK, at(bucket) + BUCKET);
  }

  void ok(int bucket, double[] wealth) {
    System.arraycopy(wealth, 0, row, at(bucket) + OK, BETS);
  }

  /**
   * What coverage compares: of the predictions that had no label when the bucket began, those that
   * got one within it; as a {@link Tally}.
   */
  double[] coverage(int bucket) {
    var tally = new double[Tally.WIDTH];
    for (var role : Tally.ROLES) {
      int place = Tally.place(role);
      tally[place] = row[Tally.index(role)];
      for (int before = 0; before < bucket; before++) {
        tally[place] -= row[at(before) + LABELLED + Tally.index(role)];
      }
      tally[place + 1] = row[at(bucket) + LABELLED + Tally.index(role)];
      // A prediction can end after it was labelled late; it is no less than its labels then.
      tally[place] = Math.max(tally[place], tally[place + 1]);
    }
    return tally;
  }

  /** The covered predictions of a role. */
  double predictions(Role role) {
    return row[Tally.index(role)];
  }

  private static int at(int bucket) {
    return COVERED + bucket * BUCKET;
  }
}
