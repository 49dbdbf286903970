package dev.serin.split;

import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class AssignmentTest {
  private final Assignment start = Assignment.all("digits", 1);

  @Test
  void move_firstCanary_takesTheLowEnd() {
    var moved = start.move(split("1=0.9 2=0.1"), 1);

    assertThat(moved.intervals()).isEqualTo(Map.of(1L, pieces("0.1", "1"), 2L, pieces("0", "0.1")));
  }

  @Test
  void move_canaryRaised_isOnePiece() {
    var moved = start.move(split("1=0.9 2=0.1"), 1).move(split("1=0.75 2=0.25"), 1);

    assertThat(moved.intervals())
        .isEqualTo(Map.of(1L, pieces("0.25", "1"), 2L, pieces("0", "0.25")));
  }

  @Test
  void move_canaryLowered_losesItsTop() {
    var moved = start.move(split("1=0.5 2=0.5"), 1).move(split("1=0.9 2=0.1"), 1);

    assertThat(moved.intervals()).isEqualTo(Map.of(1L, pieces("0.1", "1"), 2L, pieces("0", "0.1")));
  }

  @Test
  void move_canaryOfThreeLowered_losesWhatItAcquiredLast() {
    var moved = start
        .move(split("1=0.8 2=0.1 3=0.1"), 1)
        .move(split("1=0.7 2=0.2 3=0.1"), 1)
        .move(split("1=0.75 2=0.15 3=0.1"), 1);

    assertThat(moved.intervals().get(2L)).isEqualTo(pieces("0", "0.1", "0.2", "0.25"));
  }

  @Test
  void move_piecesFreedByTwoVersions_areGivenFromTheLowEnd() {
    var moved = start
        .move(split("1=0.8 3=0.2"), 1)
        .move(split("1=0.7 2=0.1 3=0.2"), 1)
        .move(split("1=0.85 3=0.1 4=0.05"), 1);

    assertThat(moved.intervals().get(4L)).isEqualTo(pieces("0.1", "0.15"));
  }

  @Test
  void move_canaryThatBecameStable_givesAtItsLowEnd() {
    var moved = start
        .move(split("1=0.8 3=0.2"), 1)
        .move(split("1=0.7 2=0.1 3=0.2"), 1)
        .move(split("1=0.7 2=0.2 3=0.1"), 1)
        .move(split("1=0.7 2=0.15 3=0.15"), 2);

    assertThat(moved.intervals().get(2L)).isEqualTo(pieces("0.15", "0.3"));
  }

  @Test
  void equals_otherSaltOrIntervals_isFalse() {
    assertThat(start)
        .isNotEqualTo(Assignment.all("other", 1))
        .isNotEqualTo(Assignment.all("digits", 2))
        .hasSameHashCodeAs(Assignment.all("digits", 1));
  }

  @Test
  void move_severalReceivers_fillFromLowToHighInOrderOfVersion() {
    var moved = start.move(split("1=0.5 4=0.2 2=0.3"), 1);

    assertThat(moved.intervals())
        .isEqualTo(
            Map.of(1L, pieces("0.5", "1"), 2L, pieces("0", "0.3"), 4L, pieces("0.3", "0.5")));
  }

  @Test
  void move_sharesSwappedBetweenCanaries_leavesStableAlone() {
    var before = start.move(split("1=0.5 2=0.3 3=0.2"), 1);

    var after = before.move(split("1=0.5 2=0.2 3=0.3"), 1);

    assertThat(after.intervals())
        .isEqualTo(Map.of(
            1L, pieces("0.5", "1"),
            2L, pieces("0", "0.2"),
            3L, pieces("0.3", "0.5", "0.2", "0.3")));
  }

  @Test
  void move_stableChanged_givesTheNewOneWhatRemains() {
    var moved = start.move(split("1=0.7 2=0.3"), 1).move(split("2=1"), 2);

    assertThat(moved).isEqualTo(Assignment.all("digits", 2));
  }

  @Test
  void move_stableWithoutShare_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> start.move(split("1=0.5 2=0.5"), 3))
        .withMessage("stable: 3 (expected: a version with a share, of 1=0.5 2=0.5)");
  }

  /** The last digit of a hash decides: floor(0.1 * 2^64) is 1999999999999999. */
  @ParameterizedTest
  @CsvSource({
    "0000000000000000, 2",
    "1999999999999998, 2",
    "1999999999999999, 1",
    "7fffffffffffffff, 1",
    "8000000000000000, 1",
    "ffffffffffffffff, 1"
  })
  void versionOf_hashAtABound_isExact(String hash, long version) {
    var moved = start.move(split("1=0.9 2=0.1"), 1);

    assertThat(moved.versionOf(Long.parseUnsignedLong(hash, 16))).isEqualTo(version);
  }

  /** 0.999999999999999999 * 2^64 is 18.4 below 2^64. */
  @ParameterizedTest
  @CsvSource({"ffffffffffffffec, 2", "ffffffffffffffed, 1", "ffffffffffffffff, 1"})
  void versionOf_smallestShareOfStable_isItsHashes(String hash, long version) {
    var moved = start.move(split("1=0.000000000000000001 2=0.999999999999999999"), 1);

    assertThat(moved.versionOf(Long.parseUnsignedLong(hash, 16))).isEqualTo(version);
  }

  @Test
  void versionOf_wholeUnit_hasTheLargestHash() {
    assertThat(start.move(split("2=1"), 2).versionOf(-1)).isEqualTo(2);
  }

  @Test
  void of_itsOwnIntervals_isEqual() {
    var moved = start.move(split("1=0.5 2=0.3 3=0.2"), 1).move(split("1=0.5 2=0.2 3=0.3"), 1);

    assertThat(Assignment.of("digits", moved.intervals())).isEqualTo(moved);
  }

  @Test
  void of_gap_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Assignment.of("s", Map.of(1L, pieces("0", "0.4"), 2L, pieces("0.5", "1"))))
        .withMessage(
            "intervals: those of versions [1, 2] (expected: each part of [0, 1) exactly once)");
  }

  @Test
  void of_overlap_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(
            () -> Assignment.of("s", Map.of(1L, pieces("0", "0.6"), 2L, pieces("0.5", "1"))));
  }

  @Test
  void of_endMissing_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Assignment.of("s", Map.of(1L, pieces("0", "0.999"))));
  }

  @Test
  void of_nothing_isRefused() {
    assertThatIllegalArgumentException().isThrownBy(() -> Assignment.of("s", Map.of()));
  }

  @Test
  void new_intervalUpsideDown_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> pieces("0.5", "0.5"))
        .withMessage("interval: [0.5, 0.5) (expected: 0 <= low < high <= 1)");
  }

  private static List<Interval> pieces(String... bounds) {
    return IntStream.range(0, bounds.length / 2)
        .mapToObj(
            i -> new Interval(new BigDecimal(bounds[2 * i]), new BigDecimal(bounds[2 * i + 1])))
        .toList();
  }
}
