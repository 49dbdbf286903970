package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.judge.Sharing.Pair;
import java.math.BigDecimal;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SharingTest {
  private static final Sharing TWO = new Sharing(
      1, 0, 2, Map.of(1L, new BigDecimal("0.25"), 2L, new BigDecimal("0.75")), Optional.empty());
  private static final Sharing THREE = new Sharing(
      1,
      0,
      2,
      Map.of(1L, new BigDecimal("0.2"), 2L, new BigDecimal("0.6"), 3L, new BigDecimal("0.2")),
      Optional.empty());

  @Test
  void pairs_two_areStableAndTheOther() {
    assertThat(TWO.pairs()).containsExactly(new Pair(2, 1));
  }

  @Test
  void pairs_three_areEachTwoWithStableFirst() {
    assertThat(THREE.pairs()).containsExactly(new Pair(2, 1), new Pair(2, 3), new Pair(1, 3));
  }

  @Test
  void share_alone_isTheShareOfTheSplit() {
    assertThat(TWO.share(new Pair(2, 1))).isEqualTo(new BigDecimal("0.25"));
    assertThat(TWO.alone(new Pair(2, 1))).isTrue();
    assertThat(TWO.canaries()).isEqualTo(new BigDecimal("0.25"));
  }

  @Test
  void share_ofThree_isOfTheUsersOfTheTwo() {
    assertThat(THREE.share(new Pair(2, 3))).isEqualByComparingTo("0.25");
    assertThat(THREE.share(new Pair(1, 3))).isEqualByComparingTo("0.5");
    assertThat(THREE.alone(new Pair(2, 3))).isFalse();
  }

  @Test
  void share_nobody_isZero() {
    assertThat(TWO.share(new Pair(7, 8))).isZero();
    assertThat(TWO.divides(new Pair(7, 8))).isFalse();
  }

  @Test
  void divides_onlyOneHasUsers_isFalse() {
    var all =
        new Sharing(1, 0, 2, Map.of(1L, BigDecimal.ZERO, 2L, BigDecimal.ONE), Optional.empty());

    assertThat(all.divides(new Pair(2, 1))).isFalse();
    assertThat(all.divides(new Pair(1, 2))).isFalse();
    assertThat(TWO.divides(new Pair(2, 1))).isTrue();
  }
}
