package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ChangeDetectorTest {
  private static final double SHARE = 0.05;
  private static final int EVENTS = 10;
  private static final int STREAMS = 300;

  @Test
  void value_noEvents_isZero() {
    assertThat(ChangeDetector.above(SHARE, 100).value()).isZero();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 2, 3, EVENTS})
  void value_nothingChanged_expectsTheNumberOfEvents(int events) {
    assertThat(expectedValue(SHARE, events)).isCloseTo(events, within(1e-9));
  }

  @Test
  void value_lessThanTheShare_expectsFewer() {
    assertThat(expectedValue(SHARE * 0.9, EVENTS)).isLessThan(EVENTS);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void value_anyStream_isTheSumOfBetsBegunAtEachEvent(long seed) {
    var random = new SplittableRandom(seed);
    var stream = new boolean[200];
    for (int i = 0; i < stream.length; i++) {
      stream[i] = random.nextInt(8) == 0;
    }
    double sum = 0;
    for (int start = 0; start < stream.length; start++) {
      sum += wealthFrom(stream, start);
    }

    assertThat(after(stream).value()).isCloseTo(sum, within(1e-9 * sum));
  }

  @Test
  void alarmed_valueReachesTheRunLength_staysTrue() {
    double reached = after(true, true).value();
    var detector = ChangeDetector.above(SHARE, reached);

    detector.add(true);
    assertThat(detector.alarmed()).isFalse();
    detector.add(true);
    assertThat(detector.alarmed()).isTrue();
    detector.add(false);
    assertThat(detector.value()).isLessThan(reached);
    assertThat(detector.alarmed()).isTrue();
  }

  @Test
  void alarmed_nothingChanged_comesLaterThanTheRunLengthOnAverage() {
    assertThat(averageRun(SHARE, 500)).isBetween(500.0, 2_000.0);
  }

  @Test
  void alarmed_changed_comesSoon() {
    assertThat(averageRun(0.2, 10_000)).isLessThan(100);
  }

  @Test
  void alarmed_changedLate_comesSoonAfter() {
    var detector = ChangeDetector.above(SHARE, 10_000);

    repeat(detector, 5_000, false);
    repeat(detector, 5, true);

    assertThat(detector.alarmed()).isTrue();
  }

  @Test
  void add_onlyBad_staysFiniteAndForgets() {
    var detector = ChangeDetector.above(SHARE, 1e6);

    repeat(detector, 100_000, true);
    assertThat(detector.value()).isBetween(1e299, 1e301);
    repeat(detector, 100_000, false);
    assertThat(detector.value()).isLessThan(100);
    assertThat(detector.alarmed()).isTrue();
  }

  @Test
  void restored_anyState_goesOnAsIfNothingHadHappened() {
    var whole = after(true, false, true, true, false);
    var restored = ChangeDetector.restored(SHARE, 100, after(true, false, true).state());

    restored.add(true);
    restored.add(false);

    assertThat(restored.state()).isEqualTo(whole.state());
    assertThat(restored.alarmed()).isEqualTo(whole.alarmed()).isTrue();
  }

  @Test
  void restored_stateBeforeAnyEvent_isNew() {
    var state = ChangeDetector.above(SHARE, 100).state();

    assertThat(ChangeDetector.restored(SHARE, 100, state).value()).isZero();
  }

  @Test
  void state_changedByOthers_changesNothing() {
    var detector = after(true);
    var state = detector.state();
    var restored = ChangeDetector.restored(SHARE, 100, state);
    double value = detector.value();

    Arrays.fill(state, 0);

    assertThat(detector.value()).isEqualTo(value);
    assertThat(restored.value()).isEqualTo(value);
  }

  @Test
  void restored_noState_isRefused() {
    assertThatThrownBy(() -> ChangeDetector.restored(SHARE, 100, new double[] {1, 2}))
        .hasMessage("state: [1.0, 2.0] (expected: 13 numbers, none negative)");
    assertThatThrownBy(() -> ChangeDetector.restored(SHARE, 100, new double[14]))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ChangeDetector.restored(SHARE, 100, filled(-1)))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> ChangeDetector.restored(SHARE, 100, filled(Double.NaN)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.99, Double.NaN, Double.POSITIVE_INFINITY})
  void above_noRunLength_isRefused(double averageRunLength) {
    assertThatThrownBy(() -> ChangeDetector.above(SHARE, averageRunLength))
        .hasMessage("averageRunLength: " + averageRunLength + " (expected: at least 1, finite)");
  }

  @Test
  void above_runLengthOfOne_alarmsAtTheFirstBadEvent() {
    var detector = ChangeDetector.above(SHARE, 1);

    detector.add(true);

    assertThat(detector.alarmed()).isTrue();
  }

  /** The mean over all streams of this many events, each bad with this chance. */
  private static double expectedValue(double chance, int events) {
    double expected = 0;
    for (int bits = 0; bits < 1 << events; bits++) {
      int bad = Integer.bitCount(bits);
      double probability = Math.pow(chance, bad) * Math.pow(1 - chance, events - bad);
      expected += probability * after(stream(bits, events)).value();
    }
    return expected;
  }

  private static boolean[] stream(int bits, int events) {
    var stream = new boolean[events];
    for (int i = 0; i < events; i++) {
      stream[i] = (bits >> i & 1) == 1;
    }
    return stream;
  }

  private static double wealthFrom(boolean[] stream, int start) {
    var bets = BinomialBets.above(SHARE);
    var wealth = new double[bets.size()];
    IntStream.range(start, stream.length).forEach(i -> bets.add(wealth, 1, stream[i] ? 1 : 0));
    return Math.exp(LogMean.of(wealth));
  }

  private static double averageRun(double chance, double averageRunLength) {
    var random = new SplittableRandom(20250101);
    long events = 0;
    for (int i = 0; i < STREAMS; i++) {
      var detector = ChangeDetector.above(SHARE, averageRunLength);
      for (; !detector.alarmed(); events++) {
        detector.add(random.nextDouble() < chance);
      }
    }
    return (double) events / STREAMS;
  }

  private static ChangeDetector after(boolean... stream) {
    var detector = ChangeDetector.above(SHARE, 100);
    for (boolean bad : stream) {
      detector.add(bad);
    }
    return detector;
  }

  private static void repeat(ChangeDetector detector, int events, boolean bad) {
    for (int i = 0; i < events; i++) {
      detector.add(bad);
    }
  }

  private static double[] filled(double number) {
    var state = new double[13];
    Arrays.fill(state, number);
    return state;
  }
}
