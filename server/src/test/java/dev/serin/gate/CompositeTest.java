package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.stats.BinomialBets;
import org.junit.jupiter.api.Test;

class CompositeTest {
  private static final double PRECISION = 1e-12;

  private final PerStep wealth = new PerStep(2);
  private final Composite composite = Composite.of(wealth);

  @Test
  void logE_noStep_isThatOfOne() {
    assertThat(composite.logE()).isCloseTo(0, within(PRECISION));
  }

  @Test
  void logE_oneStep_givesTheStepsYetToComeAQuarter() {
    set(1, 8, 4);

    // All steps: 6. Step 1: 1/2 of 6, and 1/2 of 1 for those to come.
    assertThat(composite.logE()).isCloseTo(Math.log(6 / 2. + (3 + 0.5) / 2), within(PRECISION));
  }

  @Test
  void logE_twoSteps_weighsEachByItsNumber() {
    set(1, 8, 4);
    set(2, 0.5, 3);

    // All steps: (8 * 0.5 + 4 * 3) / 2 = 8. Steps: 6 / 2 + 1.75 / 6 + 1 / 3.
    assertThat(composite.logE())
        .isCloseTo(Math.log(8 / 2. + (3 + 1.75 / 6 + 1 / 3.) / 2), within(PRECISION));
  }

  @Test
  void logE_stepWithNothing_isAsIfItHadNotBegun() {
    set(1, 8, 4);
    double before = composite.logE();

    set(2, 1, 1);

    assertThat(composite.logE()).isCloseTo(before, within(PRECISION));
  }

  @Test
  void logE_afterAChange_countsIt() {
    set(1, 8, 4);
    composite.logE();

    set(1, 1, 1);
    composite.changed(1);

    assertThat(composite.logE()).isCloseTo(0, within(PRECISION));
  }

  @Test
  void logE_numbersThatBeginAnew_isOne() {
    set(1, 8, 4);
    set(2, 8, 4);
    composite.logE();

    wealth.restart();
    composite.changed(2);

    assertThat(composite.logE()).isCloseTo(0, within(PRECISION));
  }

  @Test
  void logE_wealthBeyondDoubles_isFinite() {
    wealth.at(1)[0] = 2_000;
    wealth.at(1)[1] = -2_000;

    // 1/2 of the mean, and half of the other half of it again.
    assertThat(composite.logE()).isCloseTo(2_000 + Math.log(0.5 * 0.75), within(PRECISION * 2_000));
  }

  @Test
  void logE_allLost_keepsTheStepsYetToCome() {
    wealth.at(1)[0] = -2_000;
    wealth.at(1)[1] = -2_000;

    assertThat(composite.logE()).isCloseTo(Math.log(0.25), within(PRECISION));
  }

  @Test
  void logE_counts_isThatOfTheirBets() {
    var counts = new PerStep(3);
    counts.at(1)[1] = 100;
    counts.at(1)[2] = 12;

    double one = Math.exp(2.0812264895);
    assertThat(Composite.of(counts, 1, BinomialBets.above(0.05)).logE())
        .isCloseTo(Math.log(one / 2 + (one / 2 + 0.5) / 2), within(1e-9));
  }

  @Test
  void mean_ofTwoE_isTheirMean() {
    assertThat(Composite.mean(Math.log(3), Math.log(5))).isCloseTo(Math.log(4), within(PRECISION));
    assertThat(Composite.mean(-3_000, 3_000)).isCloseTo(3_000 - Math.log(2), within(PRECISION));
  }

  private void set(int step, double one, double other) {
    wealth.at(step)[0] = Math.log(one);
    wealth.at(step)[1] = Math.log(other);
  }
}
