package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@Tag("long")
class FisherBetsTest {
  private static final double PRECISION = 1e-9;

  private record Stratum(int canary, int stable, int canaryBad, int stableBad) {
    static Stratum random(SplittableRandom random, int most) {
      int canary = random.nextInt(1, most);
      int stable = random.nextInt(1, most);
      return new Stratum(canary, stable, random.nextInt(canary + 1), random.nextInt(stable + 1));
    }

    void addTo(double[] wealth, FisherBets bets) {
      bets.add(wealth, canary, canaryBad, stable, stableBad);
    }
  }

  @Test
  void harm_goldenStrata_isEqualAfterEach() {
    var bets = FisherBets.harm(1);
    var wealth = new double[bets.size()];

    assertThat(after(bets, wealth, 5, 95, 1, 0)).isCloseTo(2.0083244161, within(PRECISION));
    assertThat(after(bets, wealth, 10, 90, 2, 1)).isCloseTo(4.6873762572, within(PRECISION));
    assertThat(after(bets, wealth, 8, 92, 0, 2)).isCloseTo(2.9572025951, within(PRECISION));
    assertThat(after(bets, wealth, 50, 50, 6, 3)).isCloseTo(2.0810669744, within(PRECISION));
    assertThat(after(bets, wealth, 20, 180, 0, 0)).isCloseTo(2.0810669744, within(PRECISION));
    assertThat(after(bets, wealth, 200, 1800, 9, 20)).isCloseTo(6.4380093662, within(PRECISION));
    assertThat(wealth[0]).isCloseTo(3.1739828757, within(PRECISION));
    assertThat(wealth[3]).isCloseTo(7.9907436507, within(PRECISION));
    assertThat(wealth[11]).isCloseTo(-23.0323336513, within(PRECISION));
  }

  @Test
  void ok_goldenStrata_isEqualAfterEach() {
    var bets = FisherBets.ok(2);
    var wealth = new double[bets.size()];

    assertThat(after(bets, wealth, 5, 95, 1, 0)).isCloseTo(-1.5619864133, within(PRECISION));
    assertThat(after(bets, wealth, 10, 90, 2, 1)).isCloseTo(-2.8246683156, within(PRECISION));
    assertThat(after(bets, wealth, 8, 92, 0, 2)).isCloseTo(-2.6991965864, within(PRECISION));
    assertThat(after(bets, wealth, 50, 50, 6, 3)).isCloseTo(-3.0870250691, within(PRECISION));
    assertThat(after(bets, wealth, 20, 180, 0, 0)).isCloseTo(-3.0870250691, within(PRECISION));
    assertThat(after(bets, wealth, 200, 1800, 9, 20)).isCloseTo(-4.9024869618, within(PRECISION));
    assertThat(after(bets, wealth, 2000, 2000, 20, 21)).isCloseTo(-2.8972993884, within(PRECISION));
  }

  /** Includes strata whose sums begin above 0, have one long side, or are very large. */
  @ParameterizedTest
  @CsvSource({
    "2000, 2000, 20, 21",
    "3, 5000, 2, 1",
    "5000, 3, 1, 2",
    "1, 1, 0, 1",
    "30, 20, 25, 18",
    "20, 30, 19, 29",
    "1900, 100, 1890, 3",
    "3000, 3000, 1500, 1400",
    "200, 7000, 190, 2500"
  })
  void add_anyStratum_isTheExactSum(int canary, int stable, int canaryBad, int stableBad) {
    var stratum = new Stratum(canary, stable, canaryBad, stableBad);

    assertExact(stratum, FisherBets.harm(1), 1, Math.sqrt(2));
    assertExact(stratum, FisherBets.ok(2), 2, Math.sqrt(0.5));
  }

  @ParameterizedTest
  @CsvSource({
    "10, 20, 0, 0",
    "10, 20, 10, 20",
    "0, 20, 0, 7",
    "20, 0, 7, 0",
    "0, 0, 0, 0",
    "1, 1, 1, 1"
  })
  void add_nothingLeftOpen_changesNothing(int canary, int stable, int canaryBad, int stableBad) {
    var bets = FisherBets.harm(1.5);
    var wealth = new SplittableRandom(1).doubles(bets.size()).toArray();
    var before = wealth.clone();

    bets.add(wealth, canary, canaryBad, stable, stableBad);

    assertThat(wealth).isEqualTo(before);
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void add_oddsOfTheHypothesis_expectsNoGain(long seed) {
    var random = new SplittableRandom(seed);
    var stratum = Stratum.random(random, 60);
    double odds = random.nextDouble(0.2, 5);

    assertThat(expectedFactors(stratum, FisherBets.harm(odds), odds))
        .allSatisfy(factor -> assertThat(factor).isCloseTo(1, within(PRECISION)));
    assertThat(expectedFactors(stratum, FisherBets.ok(odds), odds))
        .allSatisfy(factor -> assertThat(factor).isCloseTo(1, within(PRECISION)));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void add_oddsWithinTheHypothesis_expectsALoss(long seed) {
    var random = new SplittableRandom(seed);
    var stratum = new Stratum(random.nextInt(5, 60), random.nextInt(5, 60), 3, 1);
    double odds = random.nextDouble(0.2, 5);
    double further = random.nextDouble(1.1, 3);

    assertThat(expectedFactors(stratum, FisherBets.harm(odds), odds / further))
        .allSatisfy(factor -> assertThat(factor).isLessThan(1));
    assertThat(expectedFactors(stratum, FisherBets.ok(odds), odds * further))
        .allSatisfy(factor -> assertThat(factor).isLessThan(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void add_otherOrder_isTheSame(long seed) {
    var random = new SplittableRandom(seed);
    var strata = new ArrayList<Stratum>();
    for (int i = 0; i < 50; i++) {
      strata.add(Stratum.random(random, 200));
    }
    var wealth = wealth(FisherBets.harm(1.2), strata);

    Collections.shuffle(strata, new Random(seed));

    assertThat(wealth(FisherBets.harm(1.2), strata)).containsExactly(wealth, within(PRECISION));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void add_rolesSwapped_isTheOtherSideOfTheInverseOdds(long seed) {
    var stratum = Stratum.random(new SplittableRandom(seed), 200);
    var swapped = new Stratum(stratum.stable, stratum.canary, stratum.stableBad, stratum.canaryBad);

    assertThat(wealth(FisherBets.harm(1.5), List.of(stratum)))
        .containsExactly(wealth(FisherBets.ok(1 / 1.5), List.of(swapped)), within(PRECISION));
  }

  @Test
  void add_manyLargeStrata_isFinite() {
    var strata = Collections.nCopies(50, new Stratum(10_000, 10_000, 9_999, 1));

    assertThat(DoubleStream.of(wealth(FisherBets.harm(1), strata)))
        .allMatch(log -> log > 10_000 && log < 1e6);
    assertThat(DoubleStream.of(wealth(FisherBets.ok(1), strata)))
        .allMatch(log -> log < -10_000 && log > -1e8);
  }

  @Test
  void add_countsAtTheEndOfAnInt_isTheLimitOfCoinTosses() {
    int all = Integer.MAX_VALUE;
    var stratum = new Stratum(all, all, 2, 1);

    assertThat(wealth(FisherBets.harm(1), List.of(stratum))[1])
        .isCloseTo(Math.log(4.0 / 27 * 8), within(1e-4));
  }

  @Test
  void add_moreBadThanThereAre_isRefused() {
    var bets = FisherBets.harm(1);
    var wealth = new double[bets.size()];

    assertThatThrownBy(() -> bets.add(wealth, 2, 3, 10, 1))
        .hasMessage("canary: 3 bad of 2 (expected: from 0 to 2)");
    assertThatThrownBy(() -> bets.add(wealth, 2, 1, 10, -1))
        .hasMessage("stable: -1 bad of 10 (expected: from 0 to 10)");
    assertThat(wealth).containsOnly(0);
  }

  @Test
  void add_wealthOfOtherBets_isRefused() {
    assertThatThrownBy(() -> FisherBets.harm(1).add(new double[16], 2, 1, 10, 1))
        .hasMessage("logWealth: 16 numbers (expected: 12)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {0, -1, Double.NaN, Double.POSITIVE_INFINITY})
  void harm_noOdds_isRefused(double odds) {
    assertThatThrownBy(() -> FisherBets.harm(odds))
        .hasMessage("odds: " + odds + " (expected: above 0, finite)");
  }

  private static void assertExact(Stratum stratum, FisherBets bets, double odds, double ratio) {
    int bad = stratum.canaryBad + stratum.stableBad;
    var exact = new ExactStratum(stratum.canary, stratum.stable, bad);
    var wealth = wealth(bets, List.of(stratum));
    for (int j = 0; j < bets.size(); j++) {
      double factor = exact.logFactor(stratum.canaryBad, odds * Math.pow(ratio, j + 1), odds);
      assertThat(wealth[j]).as("bet %d", j).isCloseTo(factor, within(PRECISION));
    }
  }

  /**
   * The mean of each bet over all ways in which the bad events of a stratum may fall at these odds.
   */
  private static DoubleStream expectedFactors(Stratum stratum, FisherBets bets, double odds) {
    int bad = stratum.canaryBad + stratum.stableBad;
    var exact = new ExactStratum(stratum.canary, stratum.stable, bad);
    var expected = new double[bets.size()];
    for (int k = exact.low(); k <= exact.high(); k++) {
      var outcome = wealth(bets, List.of(new Stratum(stratum.canary, stratum.stable, k, bad - k)));
      for (int j = 0; j < expected.length; j++) {
        expected[j] += exact.probability(k, odds) * Math.exp(outcome[j]);
      }
    }
    return DoubleStream.of(expected);
  }

  private static double[] wealth(FisherBets bets, List<Stratum> strata) {
    var wealth = new double[bets.size()];
    strata.forEach(stratum -> stratum.addTo(wealth, bets));
    return wealth;
  }

  /** The numbers of a stratum in the order in which golden vectors are written. */
  private static double after(
      FisherBets bets, double[] wealth, int canary, int stable, int canaryBad, int stableBad) {
    bets.add(wealth, canary, canaryBad, stable, stableBad);
    return LogMean.of(wealth);
  }
}
