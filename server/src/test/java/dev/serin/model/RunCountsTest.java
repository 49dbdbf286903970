package dev.serin.model;

import static java.util.Map.entry;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class RunCountsTest {
  private final RunCounts counts = new RunCounts();

  @Test
  void sizes_areSumsInAscendingOrder() {
    counts.add(4, 100);
    counts.add(1, 10);
    counts.add(4, 50);

    assertThat(counts.runs()).isEqualTo(3);
    assertThat(counts.sizes())
        .containsExactly(
            entry(1L, new RunCounts.Size(1, 10)), entry(4L, new RunCounts.Size(2, 150)));
  }

  /** Callers choose the sizes of their requests. */
  @Test
  void sizes_beyondTheBound_countInTheTotalOnly() {
    for (int rows = 1; rows <= 1_000; rows++) {
      counts.add(rows, 1);
    }

    assertThat(counts.runs()).isEqualTo(1_000);
    assertThat(counts.sizes()).hasSize(RunCounts.MOST_SIZES);
  }
}
