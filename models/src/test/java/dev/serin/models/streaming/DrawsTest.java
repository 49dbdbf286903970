package dev.serin.models.streaming;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class DrawsTest {

  @Test
  void weighted_manyTimes_isInProportion() {
    var random = new Random(1);

    var ones = IntStream.range(0, 10_000)
        .filter(i -> Draws.weighted(random, List.of(1, 3, 0)) == 1)
        .count();

    assertThat(ones).isBetween(7_300L, 7_700L);
  }

  @Test
  void weighted_withoutWeight_isNeverDrawn() {
    var random = new Random(1);

    assertThat(IntStream.range(0, 10_000).map(i -> Draws.weighted(random, List.of(0, 1, 0, 1, 0))))
        .containsOnly(1, 3);
  }

  @Test
  void between_manyTimes_reachesBothEnds() {
    var random = new Random(1);

    assertThat(IntStream.range(0, 1_000).map(i -> Draws.between(random, 3, 5)))
        .containsOnly(3, 4, 5);
  }

  @Test
  void happens_never_isFalse() {
    var random = new Random(1);

    assertThat(IntStream.range(0, 1_000).anyMatch(i -> Draws.happens(random, 0)))
        .isFalse();
  }

  @Test
  void happens_always_isTrue() {
    var random = new Random(1);

    assertThat(IntStream.range(0, 1_000).allMatch(i -> Draws.happens(random, 1_000)))
        .isTrue();
  }
}
