package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunTimesTest {
  private final RunTimes slow = new RunTimes();
  private final RunTimes fast = new RunTimes();

  @Test
  void aboveTwice_meanMoreThanTwice_isTrue() {
    add(fast, RunTimes.LEAST, 10);
    add(slow, RunTimes.LEAST, 20);
    assertThat(slow.aboveTwice(fast)).isFalse();

    slow.add(21);

    assertThat(slow.aboveTwice(fast)).isTrue();
    assertThat(fast.aboveTwice(slow)).isFalse();
  }

  @Test
  void aboveTwice_fewRuns_isNotKnown() {
    add(fast, RunTimes.LEAST - 1, 10);
    add(slow, RunTimes.LEAST, 1_000);
    assertThat(slow.aboveTwice(fast)).isFalse();
    fast.add(10);

    assertThat(slow.aboveTwice(fast)).isTrue();
    assertThat(slow.aboveTwice(new RunTimes())).isFalse();
    assertThat(new RunTimes().aboveTwice(fast)).isFalse();
  }

  @Test
  void add_olderThanTheLastRuns_isForgotten() {
    add(fast, RunTimes.RUNS, 10);
    add(slow, RunTimes.RUNS, 1_000);
    assertThat(slow.aboveTwice(fast)).isTrue();

    add(slow, RunTimes.RUNS, 20);

    assertThat(slow.aboveTwice(fast)).isFalse();
  }

  private static void add(RunTimes times, int runs, long nanos) {
    for (int i = 0; i < runs; i++) {
      times.add(nanos);
    }
  }
}
