package dev.serin.split;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.Seeds;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Laws of every sequence of splits, on seeded sequences of up to six versions. */
class AssignmentLawsTest {
  private static final int MOVES = 30;
  private static final int PROBES = 2_000;

  static LongStream seeds() {
    return Seeds.from0(40, 150);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void move_anySequence_hasExactlyTheSharesOfTheSplit(long seed) {
    walk(seed, (before, after, split, stable) -> {
      assertThat(after.split()).isEqualTo(split);
      split
          .shares()
          .forEach(entry -> assertThat(length(after, entry.version()))
              .isEqualByComparingTo(entry.share().value()));
    });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void move_anySequence_tilesTheUnit(long seed) {
    walk(seed, (before, after, split, stable) -> {
      var sorted = after.intervals().values().stream()
          .flatMap(List::stream)
          .sorted(Comparator.comparing(Interval::low))
          .toList();
      assertThat(sorted.get(0).low()).isEqualByComparingTo("0");
      assertThat(sorted.get(sorted.size() - 1).high()).isEqualByComparingTo("1");
      IntStream.range(1, sorted.size())
          .forEach(
              i -> assertThat(sorted.get(i).low()).isEqualTo(sorted.get(i - 1).high()));
    });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void move_anySequence_usersLeaveOnlyVersionsThatFellForVersionsThatRose(long seed) {
    walk(seed, (before, after, split, stable) -> {
      var former = before.split();
      new Random(seed).longs(PROBES).forEach(hash -> {
        long from = before.versionOf(hash);
        long to = after.versionOf(hash);
        if (from != to) {
          assertThat(split.share(from)).as("left %d", from).isLessThan(former.share(from));
          assertThat(split.share(to)).as("joined %d", to).isGreaterThan(former.share(to));
        }
      });
    });
  }

  /** The moved part of [0, 1), exactly: the falls and nothing more. */
  @ParameterizedTest
  @MethodSource("seeds")
  void move_anySequence_movesNoMoreThanTheFalls(long seed) {
    walk(seed, (before, after, split, stable) -> {
      var falls = before.split().shares().stream()
          .map(entry ->
              entry.share().value().subtract(split.share(entry.version()).value()))
          .reduce(BigDecimal.ZERO, (sum, fall) -> sum.add(fall.max(BigDecimal.ZERO)));
      assertThat(moved(before, after)).isEqualByComparingTo(falls);
    });
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void move_raisedAndLoweredAgain_givesBackTheSameUsers(long seed) {
    var random = new Random(seed);
    var split = randomSplit(random, 4);
    long stable = split.stable(null, null);
    var before = Assignment.all("s", stable).move(split, stable);
    long canary = split.versions().stream().filter(v -> v != stable).findFirst().orElse(9L);
    var taken = split.share(stable).value().divide(BigDecimal.valueOf(2), 18, RoundingMode.DOWN);
    var shares = new HashMap<Long, Share>();
    split.shares().forEach(entry -> shares.put(entry.version(), entry.share()));
    shares.put(stable, new Share(split.share(stable).value().subtract(taken)));
    shares.put(canary, new Share(split.share(canary).value().add(taken)));

    assertThat(before.move(Split.of(shares), stable).move(split, stable)).isEqualTo(before);
  }

  @ParameterizedTest
  @MethodSource("seeds")
  void move_twoVersionsAndOneStable_canaryOwnsTheLowEnd(long seed) {
    var random = new Random(seed);
    var assignment = Assignment.all("s", 1);
    for (int i = 0; i < MOVES; i++) {
      var canary = new BigDecimal(1 + random.nextInt(999)).movePointLeft(3);
      var split =
          Split.of(Map.of(1L, new Share(BigDecimal.ONE.subtract(canary)), 2L, new Share(canary)));
      assignment = assignment.move(split, 1);

      assertThat(assignment.intervals().get(2L))
          .containsExactly(new Interval(BigDecimal.ZERO, canary));
    }
  }

  private interface Law {
    void check(Assignment before, Assignment after, Split split, long stable);
  }

  private static void walk(long seed, Law law) {
    var random = new Random(seed);
    var before = Assignment.all("s", 1);
    long stable = 1;
    for (int i = 0; i < MOVES; i++) {
      var split = randomSplit(random, 6);
      stable = split.stable(null, stable);
      var after = before.move(split, stable);
      law.check(before, after, split, stable);
      before = after;
    }
  }

  /** Shares with up to 18 digits, some of them zero. */
  private static Split randomSplit(Random random, int versions) {
    int digits = random.nextBoolean() ? 18 : 1 + random.nextInt(3);
    var open = BigDecimal.ONE;
    var shares = new TreeMap<Long, Share>();
    for (long version = 1; version < versions; version++) {
      var part = random.nextInt(3) == 0 ? BigDecimal.ZERO : BigDecimal.valueOf(random.nextDouble());
      var share = open.multiply(part).setScale(digits, RoundingMode.DOWN);
      shares.put(version, new Share(share));
      open = open.subtract(share);
    }
    shares.put((long) versions, new Share(open));
    return Split.of(shares);
  }

  private static BigDecimal length(Assignment assignment, long version) {
    return assignment.intervals().getOrDefault(version, List.of()).stream()
        .map(piece -> piece.high().subtract(piece.low()))
        .reduce(BigDecimal.ZERO, BigDecimal::add);
  }

  private static BigDecimal moved(Assignment before, Assignment after) {
    var bounds = new TreeSet<BigDecimal>();
    List.of(before, after)
        .forEach(assignment -> assignment.intervals().values().stream()
            .flatMap(List::stream)
            .forEach(piece -> bounds.addAll(List.of(piece.low(), piece.high()))));
    var sum = BigDecimal.ZERO;
    for (var low : bounds.headSet(BigDecimal.ONE)) {
      if (owner(before, low) != owner(after, low)) {
        sum = sum.add(bounds.higher(low).subtract(low));
      }
    }
    return sum;
  }

  private static long owner(Assignment assignment, BigDecimal point) {
    return assignment.intervals().entrySet().stream()
        .filter(entry -> entry.getValue().stream()
            .anyMatch(
                piece -> piece.low().compareTo(point) <= 0 && piece.high().compareTo(point) > 0))
        .findFirst()
        .orElseThrow()
        .getKey();
  }
}
