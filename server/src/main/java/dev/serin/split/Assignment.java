package dev.serin.split;

import static java.util.Objects.requireNonNull;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which version owns which part of [0, 1), and the salt of the hash that puts a user there.
 *
 * <p>Thread-safe: immutable.
 */
public final class Assignment {
  /*
   * A move takes the smallest possible part of [0, 1) from one version to another:
   *
   *  1. A version whose share falls gives back what it acquired last, from the top. Stable gives
   *     from its low end.
   *  2. The parts given back are sorted from low to high. The versions whose share rises take from
   *     them in ascending order of version; stable takes the rest.
   *  3. A piece that begins where the version's last one ends is merged with it. Stable's pieces
   *     are kept sorted, so that its low end is always the first one.
   *
   * Only versions whose share changed exchange users, and users leave only versions whose share
   * fell. With two versions, as long as stable is the same, the canary owns exactly [0, share).
   *
   * A hash h stands for the number h / 2^64. A bound b is kept as floor(b * 2^64), exact; 0 and 1
   * are not kept, so that the last piece has everything above its low end.
   */

  private static final BigDecimal TWO_TO_64 = new BigDecimal(BigInteger.ONE.shiftLeft(64));

  private final String salt;
  private final Map<Long, List<Interval>> intervals;
  /**
   * Low ends of all pieces but the first, ascending; shifted so that signed order is their order.
   */
  private final long[] thresholds;
  /** The owners of the pieces, from low to high; one more than thresholds. */
  private final long[] owners;

  private Assignment(String salt, Map<Long, List<Interval>> intervals) {
    this.salt = salt;
    this.intervals = copy(intervals);
    var owned = sorted(this.intervals);
    check(owned);
    owners = owned.stream().mapToLong(Owned::version).toArray();
    thresholds =
        owned.stream().skip(1).mapToLong(piece -> threshold(piece.low())).toArray();
  }

  /** Returns the assignment that gives all users one version. */
  public static Assignment all(String salt, long version) {
    return new Assignment(salt, Map.of(version, List.of(Interval.UNIT)));
  }

  /**
   * Returns the assignment of these intervals, by version and in the order of acquisition.
   *
   * @throws IllegalArgumentException if they overlap or do not cover [0, 1)
   */
  public static Assignment of(String salt, Map<Long, List<Interval>> intervals) {
    return new Assignment(salt, intervals);
  }

  public String salt() {
    return salt;
  }

  /** The intervals of each version in the order of acquisition, in ascending order of version. */
  public Map<Long, List<Interval>> intervals() {
    return intervals;
  }

  /** The shares, which are the total lengths of the intervals. */
  public Split split() {
    var shares = new TreeMap<Long, Share>();
    intervals.forEach(
        (version, pieces) -> shares.put(version, new Share(new Pieces(pieces).length())));
    return Split.of(shares);
  }

  /** Returns the version of the user with this hash under the salt. */
  public long versionOf(long hash) {
    long key = hash ^ Long.MIN_VALUE;
    int from = 0;
    int to = thresholds.length;
    while (from < to) {
      int middle = (from + to) >>> 1;
      if (thresholds[middle] <= key) {
        from = middle + 1;
      } else {
        to = middle;
      }
    }
    return owners[from];
  }

  /** Returns the assignment that has the next split and moves as few users as possible. */
  public Assignment move(Split next, long stable) {
    if (next.share(stable).isZero()) {
      throw new IllegalArgumentException(
          "stable: " + stable + " (expected: a version with a share, of " + next + ")");
    }
    var moved = new TreeMap<Long, Pieces>();
    next.versions().forEach(version -> moved.put(version, new Pieces(List.of())));
    intervals.forEach((version, pieces) -> moved.put(version, new Pieces(pieces)));
    at(moved, stable).sort();
    fill(moved, next, stable, freed(moved, next, stable));
    var result = new TreeMap<Long, List<Interval>>();
    moved.forEach((version, pieces) -> result.put(version, pieces.list()));
    result.values().removeIf(List::isEmpty);
    return new Assignment(salt, result);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Assignment assignment
        && salt.equals(assignment.salt)
        && intervals.equals(assignment.intervals);
  }

  @Override
  public int hashCode() {
    return 31 * salt.hashCode() + intervals.hashCode();
  }

  /** The assignment as in {@code {1=[[0.1, 1)], 2=[[0, 0.1)]}, salt digits}. */
  @Override
  public String toString() {
    return intervals + ", salt " + salt;
  }

  /** Takes from each version the amount by which its share falls. */
  private static Pieces freed(Map<Long, Pieces> moved, Split next, long stable) {
    var freed = new ArrayList<Interval>();
    moved.forEach((version, pieces) -> {
      var fall = pieces.length().subtract(next.share(version).value());
      freed.addAll(version == stable ? pieces.takeFirst(fall) : pieces.takeLast(fall));
    });
    var sorted = new Pieces(freed);
    sorted.sort();
    return sorted;
  }

  /** Gives each version the amount by which its share rises, and stable the rest. */
  private static void fill(Map<Long, Pieces> moved, Split next, long stable, Pieces freed) {
    moved.forEach((version, pieces) -> {
      var rise = next.share(version).value().subtract(pieces.length());
      if (version != stable) {
        pieces.add(freed.takeFirst(rise));
      }
    });
    at(moved, stable).add(freed.list());
    at(moved, stable).sort();
  }

  private static Pieces at(Map<Long, Pieces> moved, long version) {
    return requireNonNull(moved.get(version));
  }

  private static Map<Long, List<Interval>> copy(Map<Long, List<Interval>> intervals) {
    var copy = new TreeMap<Long, List<Interval>>();
    intervals.forEach((version, pieces) -> copy.put(version, List.copyOf(pieces)));
    return Collections.unmodifiableMap(copy);
  }

  private static List<Owned> sorted(Map<Long, List<Interval>> intervals) {
    return intervals.entrySet().stream()
        .flatMap(entry -> entry.getValue().stream()
            .map(piece -> new Owned(entry.getKey(), piece.low(), piece.high())))
        .sorted(Comparator.comparing(Owned::low))
        .toList();
  }

  private static void check(List<Owned> owned) {
    var end = BigDecimal.ZERO;
    for (var piece : owned) {
      if (piece.low().compareTo(end) != 0) {
        throw refused(owned);
      }
      end = piece.high();
    }
    if (end.compareTo(BigDecimal.ONE) != 0) {
      throw refused(owned);
    }
  }

  private static IllegalArgumentException refused(List<Owned> owned) {
    var versions = new TreeSet<Long>();
    owned.forEach(piece -> versions.add(piece.version()));
    return new IllegalArgumentException("intervals: those of versions " + versions
        + " (expected: each part of [0, 1) exactly once)");
  }

  private static long threshold(BigDecimal bound) {
    return bound.multiply(TWO_TO_64).toBigInteger().longValue() ^ Long.MIN_VALUE;
  }

  /** A piece and its owner. */
  private record Owned(long version, BigDecimal low, BigDecimal high) {}
}
