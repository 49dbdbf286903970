package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.Role;
import dev.serin.stats.FisherBets;
import org.junit.jupiter.api.Test;

class TallyTest {
  private final double[] tally = new double[Tally.WIDTH];

  @Test
  void count_observations_standByRole() {
    Tally.count(tally, Role.CANARY, true);
    Tally.count(tally, Role.CANARY, false);
    Tally.count(tally, Role.STABLE, false);

    assertThat(tally).containsExactly(2, 1, 1, 0);
  }

  @Test
  void bet_tally_winsWhatItsCountsWin() {
    var bets = FisherBets.harm(1);
    var expected = new double[bets.size()];
    bets.add(expected, 10, 2, 90, 1);
    var won = new double[bets.size()];

    Tally.bet(bets, won, new double[] {10, 2, 90, 1});

    assertThat(won).containsExactly(expected);
  }
}
