package dev.serin.batching;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.BatchSettings;
import java.time.Duration;
import java.util.List;
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

  private static final double BY_ROW_CAPACITY = RUNNERS / 3e-3;

  /** A dense model of 29 MB: most of a run is the same whatever its rows. */
  private static final Model DENSE =
      new Model("dense", rows -> (long) ((1 + 0.07 * rows) * MILLI), 0);

  /** A convolution: each row costs the same. */
  private static final Model BY_ROW = new Model("by row", ScheduleTest::byRow, 0);

  /** A small model: answering costs more than running it. */
  private static final Model SMALL =
      new Model("small", rows -> (long) ((0.1 + 0.03 * rows) * MILLI), (long) (0.05 * MILLI));

  private static final List<Model> MODELS = List.of(DENSE, BY_ROW, SMALL);

  /** The cost of a run by its rows, and what each answer costs the runner. */
  private record Model(String name, LongUnaryOperator runNanos, long answerNanos) {
    /** The rows per second that runners can serve in batches of 16. */
    double capacity(int runners) {
      return runners * 16 / ((runNanos.applyAsLong(16) + 16 * answerNanos) / 1e9);
    }
  }

  /** One runner is also what two are like on a machine that is busy with other work. */
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
    for (var model : MODELS) {
      for (int runners = 1; runners <= 2; runners++) {
        var pair = play(runners, share, load * model.capacity(runners), model, 1);

        assertThat(pair.canary().millis(0.95))
            .as("%s on %d", model.name(), runners)
            .isCloseTo(pair.stable().millis(0.95), Percentage.withPercentage(11));
      }
    }
  }

  /** The handicap does not hide that a version is slow. */
  @ParameterizedTest
  @CsvSource({"0.05", "0.25"})
  void next_slowerCanary_isSeenToBeSlower(double share) {
    for (var model : MODELS) {
      for (int runners = 1; runners <= 2; runners++) {
        var pair = play(runners, share, 0.5 * model.capacity(runners), model, 1.9);

        assertThat(pair.canary().millis(0.5) / pair.stable().millis(0.5))
            .as("%s on %d", model.name(), runners)
            .isGreaterThan(1.2);
      }
    }
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

  /** Plays a model whose canary takes {@code times} as long as its stable. */
  private static Pair play(int runners, double share, double rate, Model model, double times) {
    var stable = Simulation.version("m", 1);
    var canary = Simulation.version("m", 2);
    var traffic = new TestTraffic(stable).share(canary.id(), share).share(stable.id(), 1 - share);
    var pair = new Pair(
        new Simulation.Stream(stable, (1 - share) * rate, model.runNanos),
        new Simulation.Stream(
            canary, share * rate, rows -> (long) (times * model.runNanos.applyAsLong(rows))));
    new Simulation(runners, model.answerNanos, traffic, 7)
        .add(pair.stable())
        .add(pair.canary())
        .play(SECONDS);
    return pair;
  }
}
