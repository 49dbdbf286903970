package dev.serin.models;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;

/** Assertions on the scores of any model here. */
public final class Scores {

  private Scores() {}

  /** Asserts that each row consists of probabilities that sum to 1. */
  public static void assertDistributions(float[][] rows) {
    assertThat(rows).isNotEmpty();
    assertThat(Arrays.asList(rows)).allSatisfy(Scores::assertDistribution);
  }

  /** Asserts that all scores are the same but for rounding. */
  public static void assertSame(float[][] some, float[][] others) {
    assertThat(some.length).isEqualTo(others.length);
    for (int i = 0; i < some.length; i++) {
      assertThat(some[i]).containsExactly(others[i], within(1e-6f));
    }
  }

  private static void assertDistribution(float[] row) {
    assertThat(row).doesNotContain(Float.NaN);
    float sum = 0;
    for (float score : row) {
      assertThat(score).isBetween(0f, 1f);
      sum += score;
    }
    assertThat(sum).isCloseTo(1, within(1e-5f));
  }
}
