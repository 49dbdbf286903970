package dev.serin.stats;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BoundedBetsTest {
  private static final double PRECISION = 1e-9;

  /** One of two differences, the higher one with the chance that gives this mean. */
  private record TwoPoints(double low, double high, double mean) {
    DoubleStream expectedFactors(BoundedBets bets) {
      double chance = (mean - low) / (high - low);
      var atLow = wealth(bets, low);
      var atHigh = wealth(bets, high);
      return IntStream.range(0, bets.size())
          .mapToDouble(j -> (1 - chance) * Math.exp(atLow[j]) + chance * Math.exp(atHigh[j]));
    }
  }

  @Test
  void above_goldenDifferences_isEqualAfterEach() {
    var bets = BoundedBets.above(0.01);
    var wealth = new double[bets.size()];

    assertThat(after(bets, wealth, 0.5)).isCloseTo(0.0934581140, within(PRECISION));
    assertThat(after(bets, wealth, -0.1)).isCloseTo(0.0676697381, within(PRECISION));
    assertThat(after(bets, wealth, 0)).isCloseTo(0.0654465955, within(PRECISION));
    assertThat(after(bets, wealth, 1)).isCloseTo(0.2635263255, within(PRECISION));
    assertThat(after(bets, wealth, -0.25)).isCloseTo(0.1864155685, within(PRECISION));
    assertThat(after(bets, wealth, 0.2)).isCloseTo(0.2341223665, within(PRECISION));
  }

  @Test
  void below_goldenDifferences_isEqualAfterEach() {
    var bets = BoundedBets.below(0.02);
    var wealth = new double[bets.size()];

    assertThat(after(bets, wealth, 0.5)).isCloseTo(-0.1041424240, within(PRECISION));
    assertThat(after(bets, wealth, -0.1)).isCloseTo(-0.0844072595, within(PRECISION));
    assertThat(after(bets, wealth, 0)).isCloseTo(-0.0809599156, within(PRECISION));
    assertThat(after(bets, wealth, 1)).isCloseTo(-0.2677251292, within(PRECISION));
    assertThat(after(bets, wealth, -0.25)).isCloseTo(-0.2401262287, within(PRECISION));
    assertThat(after(bets, wealth, 0.2)).isCloseTo(-0.2600200121, within(PRECISION));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
  void add_meanOfTheHypothesis_expectsNoGain(long seed) {
    var random = new SplittableRandom(seed);
    double bound = random.nextDouble(-0.9, 0.9);
    var differences =
        new TwoPoints(random.nextDouble(-1, bound), random.nextDouble(bound, 1), bound);

    assertThat(differences.expectedFactors(BoundedBets.above(bound)))
        .allSatisfy(factor -> assertThat(factor).isCloseTo(1, within(PRECISION)));
    assertThat(differences.expectedFactors(BoundedBets.below(bound)))
        .allSatisfy(factor -> assertThat(factor).isCloseTo(1, within(PRECISION)));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.5, 0, 0.02, 0.7})
  void add_meanWithinTheHypothesis_expectsALoss(double bound) {
    assertThat(new TwoPoints(-1, 1, bound - 0.01).expectedFactors(BoundedBets.above(bound)))
        .allSatisfy(factor -> assertThat(factor).isLessThan(1));
    assertThat(new TwoPoints(-1, 1, bound + 0.01).expectedFactors(BoundedBets.below(bound)))
        .allSatisfy(factor -> assertThat(factor).isLessThan(1));
  }

  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void add_otherOrder_isTheSame(long seed) {
    var bets = BoundedBets.above(0.03);
    var differences = new SplittableRandom(seed).doubles(500, -1, 1).toArray();
    var sorted = Arrays.stream(differences).sorted().toArray();

    assertThat(wealth(bets, sorted)).containsExactly(wealth(bets, differences), within(PRECISION));
  }

  @Test
  void below_negated_isAbove() {
    var differences = new double[] {0.5, -1, 0.25, 0, 1};
    var negated = DoubleStream.of(differences).map(difference -> -difference).toArray();

    assertThat(wealth(BoundedBets.below(-0.3), negated))
        .containsExactly(wealth(BoundedBets.above(0.3), differences), within(PRECISION));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-0.999, 0, 0.999})
  void add_worstDifference_costsNoMoreThanPromised(double bound) {
    assertThat(wealth(BoundedBets.above(bound), -1)[0]).isCloseTo(Math.log(0.05), within(1e-9));
    assertThat(wealth(BoundedBets.below(bound), 1)[0]).isCloseTo(Math.log(0.05), within(1e-9));
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1.000_000_1, 1.000_000_1, Double.NaN, Double.NEGATIVE_INFINITY})
  void add_noDifference_isRefused(double difference) {
    var wealth = new double[16];

    assertThatThrownBy(() -> BoundedBets.above(0).add(wealth, difference))
        .hasMessage("difference: " + difference + " (expected: from -1 to 1)");
    assertThat(wealth).containsOnly(0);
  }

  @Test
  void add_wealthOfOtherBets_isRefused() {
    assertThatThrownBy(() -> BoundedBets.above(0).add(new double[12], 0))
        .hasMessage("logWealth: 12 numbers (expected: 16)");
  }

  @ParameterizedTest
  @ValueSource(doubles = {-1, 1, Double.NaN})
  void above_boundThatIsNone_isRefused(double bound) {
    assertThatThrownBy(() -> BoundedBets.above(bound))
        .hasMessage("bound: " + bound + " (expected: between -1 and 1)");
  }

  private static double after(BoundedBets bets, double[] wealth, double difference) {
    bets.add(wealth, difference);
    return LogMean.of(wealth);
  }

  private static double[] wealth(BoundedBets bets, double... differences) {
    var wealth = new double[bets.size()];
    DoubleStream.of(differences).forEach(difference -> bets.add(wealth, difference));
    return wealth;
  }
}
