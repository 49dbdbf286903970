package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.model.Role;
import dev.serin.stats.FisherBets;
import dev.serin.stats.LogMean;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class OddsGateTest {
  private static final String GATE = "gate";
  private static final Step FIRST = new Step(1, 1, 0, new BigDecimal("0.5"));
  private static final Step SECOND = new Step(2, 2, 100_000, new BigDecimal("0.4"));

  private final Evidence evidence = new Evidence();
  private final OddsGate gate = new OddsGate(evidence, new Alarm(GATE), 1, Optional.of(2.0), 0.01);

  @Test
  void advance_dueStratum_closesAsOfItsEnd() {
    gate.begin(FIRST, 0);
    fill(1, 10, 0, 25, true);
    fill(1, 10, 25, 25, false);

    gate.advance(99_999);

    assertThat(evidence.alarms()).containsEntry(GATE, 1_010L);
  }

  @Test
  void advance_beforeItsEnd_leavesItOpen() {
    gate.begin(FIRST, 0);
    fill(1, 10, 0, 25, true);
    fill(1, 10, 25, 25, false);

    gate.advance(1_009);

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void add_completing_closesAsOfThen() {
    gate.begin(FIRST, 0);
    fill(1, 10, 0, 25, true);
    fill(1, 10, 24, 24, false);

    gate.add(1, 1_500, true, Role.STABLE, false, 1);

    assertThat(evidence.alarms()).containsEntry(GATE, 1_500L);
  }

  @Test
  void add_equalRoles_raisesNoAlarm() {
    gate.begin(FIRST, 0);
    fill(1, 10, 5, 50, true);
    fill(1, 10, 5, 50, false);

    gate.close(20);

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void close_strata_addTheirWealth() {
    gate.begin(FIRST, 0);
    fill(1, 10, 8, 10, true);
    fill(1, 10, 6, 10, false);
    gate.close(20);
    fill(1, 30, 5, 5, false);
    fill(1, 30, 3, 5, true);
    gate.close(40);

    var bets = FisherBets.harm(1);
    var won = new double[bets.size()];
    bets.add(won, 10, 2, 10, 4);
    bets.add(won, 5, 2, 5, 0);
    assertThat(LogMean.of(evidence.numbers(new Series("gate/harm/all", 12)).at(1)))
        .isCloseTo(LogMean.of(won), within(1e-12));
  }

  @Test
  void close_ok_addsItsWealth() {
    gate.begin(FIRST, 0);
    fill(1, 10, 8, 10, true);
    fill(1, 10, 6, 10, false);
    gate.close(20);

    var bets = FisherBets.ok(2);
    var won = new double[bets.size()];
    bets.add(won, 10, 2, 10, 4);
    assertThat(evidence.numbers().get("gate/ok/all")).containsExactly(won);
  }

  @Test
  void begin_openStratum_closesInItsStep() {
    gate.begin(FIRST, 0);
    fill(1, 10, 1, 2, true);
    fill(1, 10, 2, 2, false);

    gate.begin(SECOND, 100_000);

    assertThat(evidence.numbers().get("gate/harm/all")).hasSize(1);
  }

  @Test
  void add_lateCallOfTheFormerStep_isComparedWithItsLikeOnly() {
    gate.begin(FIRST, 0);
    gate.begin(SECOND, 100_000);
    gate.add(1, 100_001, true, Role.CANARY, true, 1);
    gate.add(2, 100_002, true, Role.STABLE, false, 1);
    gate.add(1, 100_003, true, Role.STABLE, false, 1);
    gate.add(2, 100_004, true, Role.CANARY, false, 1);
    gate.close(100_005);

    var bets = FisherBets.harm(1);
    var won = new double[bets.size()];
    bets.add(won, 1, 1, 1, 0);
    assertThat(evidence.numbers().get("gate/harm/all"))
        .containsExactly(won, new double[bets.size()]);
  }

  @Test
  void advance_formerStratumIsDueFirst_closesInOrder() {
    gate.begin(FIRST, 0);
    gate.begin(SECOND, 100_000);
    fill(1, 100_001, 0, 50, true);
    fill(1, 100_001, 50, 50, false);
    fill(2, 100_200, 0, 50, true);
    fill(2, 100_200, 50, 50, false);

    gate.advance(200_000);

    assertThat(evidence.alarms()).containsEntry(GATE, 101_001L);
  }

  @Test
  void add_callOfAStepLongOver_isLeftOut() {
    gate.begin(FIRST, 0);
    gate.begin(SECOND, 100_000);
    gate.begin(new Step(3, 3, 200_000, new BigDecimal("0.3")), 200_000);
    fill(1, 200_001, 0, 50, true);
    fill(1, 200_001, 50, 50, false);

    gate.close(200_002);

    assertThat(evidence.numbers().get("gate/harm/all")).isEmpty();
  }

  @Test
  void close_afterTheAlarm_keepsItsTime() {
    gate.begin(FIRST, 0);
    fill(1, 10, 0, 50, true);
    fill(1, 10, 50, 50, false);
    gate.close(20);
    fill(1, 30, 0, 50, true);
    fill(1, 30, 50, 50, false);
    gate.close(40);

    assertThat(evidence.alarms()).containsEntry(GATE, 20L);
  }

  /** Adds calls of a role, so many of them good. */
  private void fill(int step, long millis, int good, int count, boolean canary) {
    for (int i = 0; i < count; i++) {
      gate.add(step, millis, true, canary ? Role.CANARY : Role.STABLE, i >= good, 1);
    }
  }
}
