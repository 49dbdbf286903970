package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class RunTimesTest {
  private static final long MILLI = 1_000_000;

  private final RunTimes slow = new RunTimes();
  private final RunTimes fast = new RunTimes();

  @Test
  void aboveTwice_meanMoreThanTwice_isTrue() {
    add(fast, RunTimes.LEAST, 1, 10);
    add(slow, RunTimes.LEAST, 1, 20);
    assertThat(slow.aboveTwice(fast)).isFalse();

    add(slow, 1, 1, 21);

    assertThat(slow.aboveTwice(fast)).isTrue();
    assertThat(fast.aboveTwice(slow)).isFalse();
  }

  /** In a process of its own, or called seldom, the shortest runs take several times as long. */
  @Test
  void aboveTwice_runsBelowAMillisecond_areNotSlow() {
    for (int i = 0; i < RunTimes.LEAST; i++) {
      fast.add(1, 50_000, 50_000);
      slow.add(1, 900_000, 900_000);
    }

    assertThat(slow.aboveTwice(fast)).isFalse();
  }

  @Test
  void aboveTwice_fewRuns_isNotKnown() {
    add(fast, RunTimes.LEAST - 1, 1, 10);
    add(slow, RunTimes.LEAST, 1, 1_000);
    assertThat(slow.aboveTwice(fast)).isFalse();
    add(fast, 1, 1, 10);

    assertThat(slow.aboveTwice(fast)).isTrue();
    assertThat(slow.aboveTwice(new RunTimes())).isFalse();
    assertThat(new RunTimes().aboveTwice(fast)).isFalse();
  }

  @Test
  void add_olderThanTheLastRuns_isForgotten() {
    add(fast, RunTimes.RUNS, 1, 10);
    add(slow, RunTimes.RUNS, 1, 1_000);
    assertThat(slow.aboveTwice(fast)).isTrue();

    add(slow, RunTimes.RUNS, 1, 20);

    assertThat(slow.aboveTwice(fast)).isFalse();
  }

  /** A canary with few users runs small batches, of which each row costs more. */
  @Test
  void aboveTwice_sameModelInSmallerBatches_isFalse() {
    add(fast, RunTimes.RUNS, 16, 160);
    add(fast, RunTimes.LEAST, 1, 100);
    add(slow, RunTimes.RUNS, 1, 100);

    assertThat(slow.aboveTwice(fast)).isFalse();
  }

  /** Five runs of tiny batches may happen to be slow; fifty others say that the version is not. */
  @Test
  void aboveTwice_fewSlowRunsOfOneSize_doNotOutweighTheOthers() {
    add(fast, RunTimes.RUNS, 1, 10);
    add(slow, RunTimes.RUNS, 1, 10);
    add(fast, RunTimes.RUNS, 2, 12);
    add(slow, RunTimes.LEAST, 2, 60);

    assertThat(slow.aboveTwice(fast)).isFalse();
  }

  /** On a busy machine a run lasts long, whatever its size, and takes no more work. */
  @Test
  void expectedWorkNanos_isTheProcessorTime() {
    fast.add(1, 10, 5_000);

    assertThat(fast.expectedWorkNanos(1)).isEqualTo(10);
    assertThat(fast.expectedNanos(1)).isEqualTo(5_000);
  }

  @Test
  void aboveTwice_noSizeInCommon_comparesWithLargerRuns() {
    add(fast, RunTimes.RUNS, 16, 160);
    add(slow, RunTimes.RUNS, 1, 320);
    assertThat(slow.aboveTwice(fast)).isFalse();
    assertThat(fast.aboveTwice(slow)).isFalse();

    add(slow, RunTimes.RUNS, 1, 330);

    assertThat(slow.aboveTwice(fast)).isTrue();
  }

  @Test
  void compare_takesTheLargestCommonSize() {
    add(fast, RunTimes.LEAST, 1, 10);
    add(fast, RunTimes.LEAST, 8, 16);
    add(fast, RunTimes.LEAST, 32, 32);
    add(slow, RunTimes.LEAST, 1, 11);
    add(slow, RunTimes.LEAST, 7, 21);

    assertThat(slow.compare(fast)).isEqualTo(new RunTimes.Comparison(8, 3 * MILLI, 2 * MILLI));
    assertThat(slow.compare(new RunTimes()).rows()).isZero();
  }

  @Test
  void expectedNanos_isThatOfTheNearestSizeThatRan() {
    assertThat(fast.expectedNanos(4)).isZero();
    fast.add(8, 1, 80);
    fast.add(8, 1, 100);
    assertThat(fast.expectedNanos(1)).isEqualTo(90);
    fast.add(2, 1, 20);

    assertThat(fast.expectedNanos(1)).isEqualTo(20);
    assertThat(fast.expectedNanos(4)).isEqualTo(20);
    assertThat(fast.expectedNanos(5)).isEqualTo(90);
    assertThat(fast.expectedNanos(1_000)).isEqualTo(90);
  }

  @Test
  void nanosPerRow_isOfTheRowsThatRan() {
    add(fast, RunTimes.LEAST, 5, 50);

    assertThat(fast.nanosPerRow(8)).hasValueCloseTo(10.0 * MILLI, within(1e-3));
    assertThat(fast.nanosPerRow(4)).isEmpty();
  }

  private static void add(RunTimes times, int runs, long rows, long millis) {
    for (int i = 0; i < runs; i++) {
      times.add(rows, millis * MILLI, millis * MILLI);
    }
  }
}
