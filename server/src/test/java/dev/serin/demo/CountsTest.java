package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class CountsTest {
  private static final long MILLI = 1_000_000;
  private static final long SECOND = 1000 * MILLI;

  private final AtomicLong nanos = new AtomicLong(17);
  private final Counts counts = new Counts(nanos::get);

  @Test
  void add_callsOfAUser_countTheUserOnce() {
    counts.add(1, "alice", MILLI, 0.5);
    counts.add(1, "alice", MILLI, 0.5);
    counts.add(1, "bob", MILLI, 0.5);

    assertThat(counts.calls(1)).isEqualTo(3);
    assertThat(counts.users(1)).isEqualTo(2);
    assertThat(counts.calls(2)).isZero();
  }

  @Test
  void truth_chances_isTheirMean() {
    counts.add(1, "alice", MILLI, 0.2);
    counts.add(1, "bob", MILLI, 0.6);

    assertThat(counts.truth(1)).hasValue(0.4);
    assertThat(counts.truth(2)).isEmpty();
  }

  @Test
  void p95Millis_hundredCalls_isTheNinetyFifth() {
    for (int i = 100; i >= 1; i--) {
      counts.add(1, "alice", i * MILLI, 0);
    }

    assertThat(counts.p95Millis(1)).hasValue(95);
    assertThat(counts.p95Millis(2)).isEmpty();
  }

  @Test
  void slices_secondsAndVersions_standApart() {
    counts.add(2, "alice", 3 * MILLI, 0);
    counts.add(1, "alice", MILLI, 0);
    nanos.addAndGet(SECOND);
    counts.add(1, "alice", 2 * MILLI, 0);

    assertThat(counts.slices())
        .containsExactly(new Slice(0, 1, 1, 1), new Slice(1, 1, 2, 2), new Slice(0, 2, 3, 3));
  }

  @Test
  void addFailure_isNoCall() {
    counts.addFailure();

    assertThat(counts.failures()).isEqualTo(1);
    assertThat(counts.slices()).isEmpty();
  }
}
