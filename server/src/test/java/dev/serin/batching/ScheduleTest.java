package dev.serin.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.BatchSettings;
import java.time.Duration;
import java.util.OptionalInt;
import java.util.function.LongUnaryOperator;
import org.assertj.core.data.Percentage;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Who waits how long for whom, in simulated time. */
class ScheduleTest {
  private static final int RUNNERS = 2;
  private static final double MILLI = 1e6;
  private static final double SECONDS = 20;

  /** Rows per second that the runners can serve, in batches of the size that is learnt. */
  private static final double DENSE_CAPACITY = RUNNERS * 16 / ((1 + 0.07 * 16) / 1e3);

  private static final double BY_ROW_CAPACITY = RUNNERS / 3e-3;

  @ParameterizedTest
  @CsvSource({
    "0.05, 0.3",
    "0.05, 0.6",
    "0.05, 0.9",
    "0.25, 0.3",
    "0.25, 0.6",
    "0.25, 0.9",
    "0.5, 0.3",
    "0.5, 0.9"
  })
  void next_equalVersions_waitEquallyWhateverTheirShares(double share, double load) {
    var dense = play(
        share,
        load * DENSE_CAPACITY,
        ScheduleTest::dense,
        ScheduleTest::dense,
        BatchSettings.DEFAULT);
    var byRow = play(
        share,
        load * BY_ROW_CAPACITY,
        ScheduleTest::byRow,
        ScheduleTest::byRow,
        BatchSettings.DEFAULT);

    assertThat(dense.canary().millis(0.95))
        .isCloseTo(dense.stable().millis(0.95), Percentage.withPercentage(11));
    assertThat(byRow.canary().millis(0.95))
        .isCloseTo(byRow.stable().millis(0.95), Percentage.withPercentage(10));
  }

  @ParameterizedTest
  @CsvSource({"0.05", "0.25", "0.5"})
  void next_equalVersionsInOverload_areRefusedAlike(double share) {
    var settings = new BatchSettings(OptionalInt.empty(), Duration.ZERO, Duration.ofMillis(50), 1);

    var pair = play(share, 3 * BY_ROW_CAPACITY, ScheduleTest::byRow, ScheduleTest::byRow, settings);

    assertThat(pair.canary().refused())
        .isCloseTo(pair.stable().refused(), Percentage.withPercentage(10));
    assertThat(pair.canary().millis(0.95))
        .isCloseTo(pair.stable().millis(0.95), Percentage.withPercentage(10));
  }

  /** Refusing costs nothing, so the runners stay busy, and what is admitted does not wait long. */
  @Test
  void next_overload_answersAsManyAsItCanAndNoneLate() {
    var settings = new BatchSettings(OptionalInt.empty(), Duration.ZERO, Duration.ofMillis(50), 1);

    var pair = play(0.25, 3 * BY_ROW_CAPACITY, ScheduleTest::byRow, ScheduleTest::byRow, settings);

    double answered = (pair.stable().answered() + pair.canary().answered()) / SECONDS;
    assertThat(answered).isGreaterThan(0.95 * BY_ROW_CAPACITY);
    assertThat(pair.stable().millis(0.99)).isLessThan(70);
  }

  /**
   * A canary that is fifty times slower takes one runner, as another process would that burns a
   * core, and never the last one.
   */
  @Test
  void next_canaryFiftyTimesSlower_costsStableNoMoreThanARunner() {
    double rate = 0.5 * BY_ROW_CAPACITY;
    var slow =
        play(0.05, rate, ScheduleTest::byRow, rows -> 50 * byRow(rows), BatchSettings.DEFAULT);

    // With the last runner kept 40 ms, without it 168 ms, without a canary 8 ms.
    assertThat(slow.stable().millis(0.99)).isLessThan(80);
    assertThat(slow.stable().refused()).isZero();
    assertThat(slow.canary().refused()).isGreaterThan(0.5);
  }

  /** With one runner a slow version runs when nothing else waits. */
  @Test
  void next_slowCanaryOnOneRunner_waitsForStable() {
    var stable = Simulation.version("m", 1);
    var canary = Simulation.version("m", 2);
    var traffic = new TestTraffic(stable).share(canary.id(), 0.05);
    var fast = new Simulation.Stream(stable, 100, ScheduleTest::byRow);
    var slow = new Simulation.Stream(canary, 5, rows -> 5 * byRow(rows));

    new Simulation(1, traffic, 7).add(fast).add(slow).play(SECONDS);

    assertThat(fast.millis(0.95)).isLessThan(25);
    assertThat(slow.answered()).isGreaterThan(50);
  }

  /** What one model does changes little for another. */
  @Test
  void next_modelInOverload_leavesOthersTheirPart() {
    var busy = new Simulation.Stream(
        Simulation.version("busy", 1), 3 * BY_ROW_CAPACITY, ScheduleTest::byRow);
    var calm = new Simulation.Stream(
        Simulation.version("calm", 1), 0.2 * BY_ROW_CAPACITY, ScheduleTest::byRow);

    new Simulation(RUNNERS, new TestTraffic(busy.version()), 7)
        .add(busy)
        .add(calm)
        .play(SECONDS);

    assertThat(calm.refused()).isZero();
    // Its own run, those that run when it arrives, and a burst of its own.
    assertThat(calm.millis(0.99)).isLessThan(20);
    assertThat(busy.millis(0.5)).isGreaterThan(500);
  }

  /** As a dense model of 29 MB: most of a run is the same whatever its rows. */
  private static long dense(long rows) {
    return (long) ((1 + 0.07 * rows) * MILLI);
  }

  /** As a convolution: each row costs the same. */
  private static long byRow(long rows) {
    return (long) (3 * rows * MILLI);
  }

  private record Pair(Simulation.Stream stable, Simulation.Stream canary) {}

  private static Pair play(
      double share,
      double rate,
      LongUnaryOperator stableNanos,
      LongUnaryOperator canaryNanos,
      BatchSettings settings) {
    var stable = Simulation.version("m", 1);
    var canary = Simulation.version("m", 2);
    var traffic = new TestTraffic(stable).share(canary.id(), share).share(stable.id(), 1 - share);
    traffic.settings = settings;
    var pair = new Pair(
        new Simulation.Stream(stable, (1 - share) * rate, stableNanos),
        new Simulation.Stream(canary, share * rate, canaryNanos));
    new Simulation(RUNNERS, traffic, 7).add(pair.stable()).add(pair.canary()).play(SECONDS);
    return pair;
  }
}
