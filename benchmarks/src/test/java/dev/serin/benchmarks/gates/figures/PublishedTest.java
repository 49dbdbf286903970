package dev.serin.benchmarks.gates.figures;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PublishedTest {
  @Test
  void agrees_aFifthAway_does() {
    assertThat(Published.median(100).agrees(Estimate.exact(Unit.COUNT, 120))).isTrue();
  }

  @Test
  void agrees_moreThanAFifthAway_doesNot() {
    assertThat(Published.median(100).agrees(Estimate.exact(Unit.COUNT, 79))).isFalse();
  }

  @Test
  void agrees_negativeFigureAFifthAway_does() {
    assertThat(Published.median(-3).agrees(Estimate.exact(Unit.POINTS, -2.5))).isTrue();
  }

  @Test
  void agrees_rateThatChanceMayHaveMoved_does() {
    assertThat(Published.rate(0.01, 0.01, 400).agrees(Estimate.rate(2, 100))).isTrue();
  }

  @Test
  void agrees_rateThatChanceDoesNotMoveSoFar_doesNot() {
    assertThat(Published.rate(0.01, 0.01, 400).agrees(Estimate.rate(20, 100))).isFalse();
  }

  @Test
  void agrees_neverWithSometimes_doesNot() {
    assertThat(Published.median(Double.POSITIVE_INFINITY).agrees(Estimate.exact(Unit.COUNT, 5)))
        .isFalse();
  }
}
