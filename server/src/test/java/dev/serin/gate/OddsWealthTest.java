package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.stats.FisherBets;
import dev.serin.stats.LogMean;
import org.junit.jupiter.api.Test;

class OddsWealthTest {
  private static final double[] TALLY = {10, 2, 90, 1};

  private final Evidence evidence = new Evidence();
  private final OddsWealth wealth = OddsWealth.harm(evidence, new Alarm("gate"), 1);

  @Test
  void logE_firstWindow_countsInBothHalves() {
    wealth.add(1, true, TALLY, 1);

    assertThat(Math.exp(wealth.logE())).isCloseTo(one(), within(1e-9));
  }

  @Test
  void logE_laterWindow_countsInOneHalf() {
    wealth.add(1, false, TALLY, 1);

    assertThat(Math.exp(wealth.logE())).isCloseTo((one() + 1) / 2, within(1e-9));
  }

  @Test
  void logE_askedBetween_isThatOfAllStrata() {
    wealth.add(1, true, TALLY, 1);
    wealth.logE();
    wealth.add(1, true, TALLY, 1);

    double now = wealth.logE();

    assertThat(now).isEqualTo(OddsWealth.harm(evidence, new Alarm("gate"), 1).logE());
  }

  /** E of one stratum in the first step. */
  private static double one() {
    var bets = FisherBets.harm(1);
    var won = new double[bets.size()];
    Tally.bet(bets, won, TALLY);
    double e = Math.exp(LogMean.of(won));
    return e / 2 + (e / 2 + 0.5) / 2;
  }
}
