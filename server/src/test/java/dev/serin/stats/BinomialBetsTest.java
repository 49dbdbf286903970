package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BinomialBetsTest {
  private static final double PRECISION = 1e-9;

  @Test
  void above_goldenCounts_isEqual() {
    assertThat(logE(BinomialBets.above(0.05), 100, 12)).isCloseTo(2.0812264895, within(PRECISION));
    assertThat(logE(BinomialBets.above(0.01), 1_000, 25))
        .isCloseTo(5.9236877293, within(PRECISION));
  }

  @Test
  void below_goldenCounts_isEqual() {
    assertThat(logE(BinomialBets.below(0.05), 100, 0)).isCloseTo(4.4762913813, within(PRECISION));
  }

  /** How many calls without a bad one prove, at 5 %, that few are bad. */
  @Test
  void below_noneBad_provesAfterTheKnownNumber() {
    assertThat(logE(BinomialBets.below(0.05), 69, 0)).isGreaterThan(Math.log(20));
    assertThat(logE(BinomialBets.below(0.05), 68, 0)).isLessThan(Math.log(20));
    assertThat(logE(BinomialBets.below(0.01), 348, 0)).isGreaterThan(Math.log(20));
    assertThat(logE(BinomialBets.below(0.01), 347, 0)).isLessThan(Math.log(20));
    assertThat(logE(BinomialBets.below(0.005), 697, 0)).isGreaterThan(Math.log(20));
    assertThat(logE(BinomialBets.below(0.005), 696, 0)).isLessThan(Math.log(20));
  }

  @ParameterizedTest
  @ValueSource(doubles = {1e-9, 0.001, 0.05, 0.5, 0.95, 0.999_999})
  void add_shareOfTheHypothesis_expectsNoGain(double share) {
    assertThat(expectedFactors(BinomialBets.above(share), share))
        .allSatisfy(factor -> assertThat(factor).isCloseTo(1, within(PRECISION)));
    assertThat(expectedFactors(BinomialBets.below(share), share))
        .allSatisfy(factor -> assertThat(factor).isCloseTo(1, within(PRECISION)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.001, 0.05, 0.5, 0.95})
  void add_shareWithinTheHypothesis_expectsALoss(double share) {
    assertThat(expectedFactors(BinomialBets.above(share), share * 0.9))
        .allSatisfy(factor -> assertThat(factor).isLessThan(1));
    assertThat(expectedFactors(BinomialBets.below(share), share * 1.05))
        .allSatisfy(factor -> assertThat(factor).isLessThan(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void add_splitAmongAdds_isTheSame(long seed) {
    var random = new SplittableRandom(seed);
    var bets = BinomialBets.above(random.nextDouble(0.001, 0.5));
    var oneByOne = new double[bets.size()];
    int bad = 0;
    for (int i = 0; i < 1_000; i++) {
      int isBad = random.nextInt(10) == 0 ? 1 : 0;
      bets.add(oneByOne, 1, isBad);
      bad += isBad;
    }

    assertThat(oneByOne).containsExactly(wealth(bets, 1_000, bad), within(PRECISION));
  }

  @ParameterizedTest
  @ValueSource(doubles = {0.01, 0.3, 0.75})
  void below_goodInsteadOfBad_isAboveTheOtherShare(double share) {
    assertThat(wealth(BinomialBets.below(1 - share), 500, 470))
        .containsExactly(wealth(BinomialBets.above(share), 500, 30), within(PRECISION));
  }

  @Test
  void add_noObservations_changesNothing() {
    assertThat(wealth(BinomialBets.above(0.1), 0, 0)).containsOnly(0);
  }

  @Test
  void add_allObservationsThatALongHolds_isFinite() {
    long all = Long.MAX_VALUE;

    assertThat(DoubleStream.of(wealth(BinomialBets.above(1e-12), all, all)))
        .allMatch(Double::isFinite);
    assertThat(DoubleStream.of(wealth(BinomialBets.below(1e-12), all, 0)))
        .allMatch(log -> log > 0 && log < 1e19);
  }

  @Test
  void add_moreBadThanThereAre_isRefused() {
    var bets = BinomialBets.above(0.1);

    assertThatThrownBy(() -> wealth(bets, 5, 6))
        .hasMessage("observations: 6 bad of 5 (expected: from 0 to 5)");
    assertThatThrownBy(() -> wealth(bets, 5, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> bets.add(new double[13], 1, 0))
        .hasMessage("logWealth: 13 numbers (expected: 12)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, 1, -0.1, 1.1, Double.NaN})
  void above_noShare_isRefused(double share) {
    assertThatThrownBy(() -> BinomialBets.above(share))
        .hasMessage("share: " + share + " (expected: between 0 and 1)");
  }

  private static DoubleStream expectedFactors(BinomialBets bets, double chance) {
    var good = wealth(bets, 1, 0);
    var bad = wealth(bets, 1, 1);
    return IntStream.range(0, bets.size())
        .mapToDouble(j -> (1 - chance) * Math.exp(good[j]) + chance * Math.exp(bad[j]));
  }

  private static double logE(BinomialBets bets, long observations, long bad) {
    return LogMean.of(wealth(bets, observations, bad));
  }

  private static double[] wealth(BinomialBets bets, long observations, long bad) {
    var wealth = new double[bets.size()];
    bets.add(wealth, observations, bad);
    return wealth;
  }
}
