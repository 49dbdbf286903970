package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.time.Duration;
import java.util.OptionalDouble;
import org.junit.jupiter.api.Test;

class NeedsTest {
  private static final double LOG_20 = Math.log(20);

  @Test
  void belowLimit_noBadOne_isAFewHundred() {
    // A rate of 0.5/101; 1.4 ln 80 over 0.0005 (p ln(p/q) + (1-p) ln((1-p)/(1-q))).
    double rate = 0.5 / 101;
    double divergence = rate * Math.log(rate / 0.01) + (1 - rate) * Math.log((1 - rate) / 0.99);

    assertThat(Needs.belowLimit(100, 0, 0.01, LOG_20).orElseThrow())
        .isCloseTo(1.4 * Math.log(80) / divergence, within(1e-6));
  }

  @Test
  void belowLimit_rateAtTheLimit_isUnknown() {
    assertThat(Needs.belowLimit(99, 0.5, 0.01, LOG_20)).isEmpty();
  }

  @Test
  void belowOdds_equalRates_isAboutWhatItTakes() {
    // At even shares a bad event is the canary's with chance 1/2, not 2/3: 0.0589 nats for each
    // of two bad events per hundred calls of the canary.
    assertThat(Needs.belowOdds(new double[] {99_999, 999.5, 99_999, 999.5}, 2, LOG_20)
            .orElseThrow())
        .isCloseTo(1.4 * Math.log(80) / (0.0588915 * 0.02), within(2.0));
  }

  @Test
  void belowOdds_ratioAtTheOdds_isUnknown() {
    assertThat(Needs.belowOdds(new double[] {1_000, 30, 1_000, 10}, 2, LOG_20)).isEmpty();
  }

  @Test
  void belowOdds_oneRoleOnly_isUnknown() {
    assertThat(Needs.belowOdds(new double[] {1_000, 10, 0, 0}, 2, LOG_20)).isEmpty();
    assertThat(Needs.belowOdds(new double[] {0, 0, 1_000, 900}, 2, LOG_20)).isEmpty();
  }

  @Test
  void belowMargin_gap_goesIntoItTwice() {
    double one = Needs.belowMargin(0, 0.02, 0.18, LOG_20).orElseThrow();
    double half = Needs.belowMargin(0.01, 0.02, 0.18, LOG_20).orElseThrow();

    assertThat(one).isCloseTo(1.4 * 2 * Math.log(80) * 0.18 / 0.0004, within(1e-6));
    assertThat(half).isCloseTo(4 * one, within(1e-6));
  }

  @Test
  void belowMargin_differenceAtTheMargin_isUnknown() {
    assertThat(Needs.belowMargin(0.02, 0.02, 0.18, LOG_20)).isEmpty();
  }

  @Test
  void belowMargin_noVariance_isNotNothing() {
    assertThat(Needs.belowMargin(0, 0.02, 0, LOG_20).orElseThrow()).isPositive();
  }

  @Test
  void expected_rateSoFar_goesOn() {
    assertThat(Needs.expected(200, 100, 60_000)).contains(Duration.ofMinutes(2));
  }

  @Test
  void expected_nothingSoFar_isUnknown() {
    assertThat(Needs.expected(200, 0, 60_000)).isEmpty();
    assertThat(Needs.expected(200, 5, 0)).isEmpty();
  }

  @Test
  void more_planned_saysHowManyAndWhen() {
    var need = Needs.more("calls of the canary", OptionalDouble.of(500.5), 100, 50, 60_000);

    assertThat(need.what()).isEqualTo("about 401 more calls of the canary (100 seen)");
    assertThat(need.expected()).contains(Duration.ofMillis(481_200));
  }

  @Test
  void more_lessPlannedThanSeen_isOneMore() {
    assertThat(Needs.more("labels", OptionalDouble.of(50), 100, 50, 60_000).what())
        .isEqualTo("about 1 more labels (100 seen)");
  }

  @Test
  void more_noPlan_saysThatItIsNotBelow() {
    var need = Needs.more("labels", OptionalDouble.empty(), 100, 50, 60_000);

    assertThat(need.what()).isEqualTo("what was seen so far is not below the margin");
    assertThat(need.expected()).isEmpty();
  }
}
