package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

/** Against the values that the authors' library confseq publishes in its unit tests. */
class BetaBinomialMixtureTest {
  private final BetaBinomialMixture mixture = new BetaBinomialMixture(0.2, 0.8, 100, 0.05);

  @Test
  void normalRho_published_isEqual() {
    assertThat(BetaBinomialMixture.normalRho(100, 0.05)).isCloseTo(12.60056, within(1e-5));
  }

  @Test
  void logWealth_published_isEqual() {
    assertThat(mixture.logWealth(10, 100)).isCloseTo(-0.6941012, within(1e-5));
  }

  @Test
  void logWealth_atThePublishedBound_isTheLevel() {
    assertThat(mixture.logWealth(31.4308, 100)).isCloseTo(Math.log(20), within(1e-5));
  }

  @Test
  void logWealth_noObservations_isZero() {
    assertThat(mixture.logWealth(0, 0)).isZero();
  }

  @Test
  void logWealth_otherUnit_isTheSame() {
    var hundredths = new BetaBinomialMixture(20, 80, 100 * 1e4, 0.05);

    assertThat(hundredths.logWealth(10 * 100, 100 * 1e4))
        .isCloseTo(mixture.logWealth(10, 100), within(1e-9));
  }
}
