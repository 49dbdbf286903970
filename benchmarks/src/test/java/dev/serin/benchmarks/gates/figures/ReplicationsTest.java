package dev.serin.benchmarks.gates.figures;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.random.RandomGenerator;
import org.junit.jupiter.api.Test;

class ReplicationsTest {
  @Test
  void run_anyNumberOfThreads_drawsTheSame() {
    assertThat(draw(1, 1, "a")).isEqualTo(draw(1, 4, "a"));
  }

  @Test
  void run_anotherSeed_drawsOtherNumbers() {
    assertThat(draw(1, 2, "a")).doesNotContainAnyElementsOf(draw(2, 2, "a"));
  }

  @Test
  void run_anotherName_drawsOtherNumbers() {
    assertThat(draw(1, 2, "a")).doesNotContainAnyElementsOf(draw(1, 2, "b"));
  }

  private static List<Long> draw(long seed, int threads, String name) {
    try (var replications = new Replications(seed, threads)) {
      return replications.run(name, 100, RandomGenerator::nextLong);
    }
  }
}
