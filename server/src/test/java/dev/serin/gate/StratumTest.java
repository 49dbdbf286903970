package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.Role;
import dev.serin.stats.FisherBets;
import java.math.BigDecimal;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class StratumTest {
  private final Stratum stratum = Stratum.of(new Step(2, 1, 0, new BigDecimal("0.5")));

  @ParameterizedTest
  @CsvSource({
    "0, 0",
    "1, 0",
    "1.0, 0",
    "0.5, 50",
    "0.06, 50",
    "0.05, 60",
    "0.95, 60",
    "0.07, 50",
    "0.031, 97",
    "0.01, 300",
    "0.0001, 20000"
  })
  void size_share_isThreeOfTheSmallerRoleOrFifty(String share, int size) {
    assertThat(Stratum.size(new BigDecimal(share))).isEqualTo(size);
  }

  @Test
  void add_fullWithinASecond_waitsForIt() {
    fill(49, 1_000);

    assertThat(stratum.add(1_999, true, Role.CANARY, false, 1)).isFalse();
    assertThat(stratum.dueMillis()).isEqualTo(2_000);
  }

  @Test
  void add_fullAfterASecond_isComplete() {
    fill(49, 1_000);

    assertThat(stratum.add(2_000, true, Role.CANARY, false, 1)).isTrue();
  }

  @Test
  void add_notFullAfterASecond_isNotComplete() {
    fill(48, 1_000);

    assertThat(stratum.add(30_999, true, Role.CANARY, false, 1)).isFalse();
  }

  @Test
  void dueMillis_bothRoles_isHalfAMinuteAfterTheFirst() {
    stratum.add(1_000, true, Role.CANARY, false, 1);
    stratum.add(9_000, true, Role.STABLE, false, 1);

    assertThat(stratum.dueMillis()).isEqualTo(31_000);
  }

  @Test
  void dueMillis_oneRole_isTenMinutesAfterTheFirst() {
    stratum.add(1_000, true, Role.CANARY, false, 1);
    stratum.add(9_000, true, Role.CANARY, false, 1);

    assertThat(stratum.dueMillis()).isEqualTo(601_000);
  }

  @Test
  void add_secondRoleAfterHalfAMinute_isComplete() {
    stratum.add(1_000, true, Role.CANARY, false, 1);

    assertThat(stratum.add(31_000, true, Role.STABLE, false, 1)).isTrue();
  }

  @Test
  void add_mostWithinASecond_isComplete() {
    fill(Stratum.MOST - 1, 0);

    assertThat(stratum.add(0, true, Role.STABLE, false, 1)).isTrue();
  }

  @Test
  void add_oneLessThanMost_isNotComplete() {
    fill(Stratum.MOST - 2, 0);

    assertThat(stratum.add(0, true, Role.STABLE, false, 1)).isFalse();
  }

  @Test
  void add_nothingToCompare_takesNothing() {
    var all = Stratum.of(new Step(1, 1, 0, BigDecimal.ONE));

    assertThat(all.add(0, true, Role.CANARY, true, 1)).isFalse();
    assertThat(all.isEmpty()).isTrue();
    assertThat(all.dueMillis()).isEqualTo(Long.MAX_VALUE);
    assertThat(Stratum.none().add(0, true, Role.CANARY, true, 1)).isFalse();
  }

  @Test
  void moveTo_counts_winsWhatTheyWinInItsStep() {
    var evidence = new Evidence();
    stratum.add(0, true, Role.CANARY, true, 1);
    stratum.add(0, true, Role.CANARY, false, 1);
    stratum.add(0, true, Role.STABLE, false, 1);

    stratum.moveTo(List.of(OddsWealth.harm(evidence, new Alarm("gate"), 1)));

    var bets = FisherBets.harm(1);
    var won = new double[bets.size()];
    bets.add(won, 2, 1, 1, 0);
    assertThat(evidence.numbers().get("gate/harm/all"))
        .containsExactly(new double[bets.size()], won);
    assertThat(evidence.numbers().get("gate/harm/first"))
        .containsExactly(new double[bets.size()], won);
  }

  @Test
  void moveTo_laterWindow_countsInAllOnly() {
    var evidence = new Evidence();
    stratum.add(0, false, Role.CANARY, true, 1);
    stratum.add(0, false, Role.STABLE, false, 1);

    stratum.moveTo(List.of(OddsWealth.harm(evidence, new Alarm("gate"), 1)));

    assertThat(evidence.numbers().get("gate/harm/all")).hasSize(2);
    assertThat(evidence.numbers().get("gate/harm/first")).isEmpty();
  }

  @Test
  void moveTo_counts_beginsAnew() {
    stratum.add(1_000, true, Role.CANARY, true, 1);

    stratum.moveTo(List.of());
    stratum.add(50_000, true, Role.CANARY, true, 1);

    assertThat(stratum.isEmpty()).isFalse();
    assertThat(stratum.dueMillis()).isEqualTo(650_000);
  }

  private void fill(int count, long millis) {
    for (int i = 0; i < count; i++) {
      stratum.add(millis, true, i % 2 == 0 ? Role.CANARY : Role.STABLE, false, 1);
    }
  }
}
