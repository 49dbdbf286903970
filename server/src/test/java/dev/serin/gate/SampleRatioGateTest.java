package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.stats.SampleRatio;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class SampleRatioGateTest {
  private static final double K = 1_000;

  private final Calls calls = new Calls();
  private final Evidence evidence = new Evidence();
  private final SampleRatioGate gate = new SampleRatioGate(evidence, GateSettings.DEFAULT);

  @Test
  void add_sameUserAgain_countsOncePerStep() {
    begin(1, "0.1");
    add(1, 7, true);
    add(1, 7, true);
    begin(2, "0.2");
    add(2, 7, true);

    assertThat(users(1)).containsExactly(1, 0);
    assertThat(users(2)).containsExactly(1, 0);
  }

  @Test
  void add_newUsers_areTossedByTheShare() {
    begin(1, "0.1");
    add(1, 7, true);
    add(1, 8, false);
    add(1, 9, false);

    assertThat(logE()).isCloseTo(SampleRatio.logE(0.1, K, 1, 2), within(1e-12));
  }

  @Test
  void add_stableBefore_isTossedByWhatIsLeft() {
    begin(1, "0.1");
    add(1, 7, false);
    begin(2, "0.25");
    add(2, 7, true);
    begin(3, "0.2");
    add(3, 7, false);

    // In [0, 1), then in [0.1, 1), then in [0.1, 0.25).
    double expected = SampleRatio.logE(0.1, K, 0, 1)
        + SampleRatio.logE(0.15 / 0.9, K, 1, 0)
        + SampleRatio.logE(0.1 / 0.15, K, 0, 1);
    assertThat(logE()).isCloseTo(expected, within(1e-9));
    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void add_canaryBefore_isCertainAtAHigherShare() {
    begin(1, "0.1");
    add(1, 7, true);
    double before = logE();
    begin(2, "0.2");
    add(2, 7, true);

    assertThat(logE()).isEqualTo(before);
    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void add_usersOfEqualChance_areCountedTogether() {
    begin(1, "0.5");
    add(1, 7, true);
    add(1, 8, true);
    add(1, 9, false);

    assertThat(logE()).isCloseTo(SampleRatio.logE(0.5, K, 2, 1), within(1e-12));
  }

  @Test
  void add_bothRolesInOneStep_isMisplaced() {
    begin(1, "0.1");
    add(1, 7, true);
    add(1, 7, false);

    assertThat(evidence.alarms()).containsOnlyKeys("srm.misplaced");
  }

  @Test
  void add_leavesTheCanaryAtAHigherShare_isMisplaced() {
    begin(1, "0.1");
    add(1, 7, true);
    begin(2, "0.2");
    add(2, 7, false);

    assertThat(evidence.alarms()).containsOnlyKeys("srm.misplaced");
  }

  @Test
  void add_entersTheCanaryAtALowerShare_isMisplaced() {
    begin(1, "0.2");
    add(1, 7, false);
    begin(2, "0.1");
    add(2, 7, true);

    assertThat(evidence.alarms()).containsOnlyKeys("srm.misplaced");
  }

  @Test
  void add_edges_areCertainForEverybody() {
    begin(1, "0");
    add(1, 7, false);
    begin(2, "1");
    add(2, 8, true);
    assertThat(evidence.alarms()).isEmpty();

    add(1, 9, true);

    assertThat(evidence.alarms()).containsOnlyKeys("srm.misplaced");
  }

  @Test
  void add_stableAtAll_isMisplaced() {
    begin(1, "1");
    add(1, 7, false);

    assertThat(evidence.alarms()).containsOnlyKeys("srm.misplaced");
  }

  @Test
  void add_lateCallOfTheFormerStep_isNotCountedAgain() {
    begin(1, "0.1");
    begin(2, "0.2");
    add(2, 7, true);
    double before = logE();

    add(1, 7, false);
    add(2, 7, true);

    assertThat(logE()).isEqualTo(before);
    assertThat(users(2)).containsExactly(1, 0);
    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void add_lateCallOfTheFormerStep_boundsTheUser() {
    begin(1, "0.1");
    begin(2, "0.2");
    add(2, 7, true);
    add(1, 7, false);
    begin(3, "0.05");
    add(3, 7, true);

    assertThat(evidence.alarms()).containsOnlyKeys("srm.misplaced");
  }

  @Test
  void add_usersThatMeetInTheTable_countFirstComeOnly() {
    begin(1, "0.1");
    add(1, 7, true);
    add(1, 7L + (1L << 40), false);

    assertThat(users(1)).containsExactly(1, 0);
    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void add_splitAsMeant_raisesNoAlarm() {
    begin(1, "0.05");
    users(1, 0.05, 20_000);
    begin(2, "0.5");
    users(2, 0.5, 20_000);

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void add_halfThatIsLess_raisesTheAlarm() {
    begin(1, "0.05");
    users(1, 0.05, 20_000);
    begin(2, "0.5");
    users(2, 0.45, 20_000);

    assertThat(evidence.alarms()).containsOnlyKeys("srm");
  }

  @Test
  void of_evidenceFromBefore_beginsAnewButForTheAlarm() {
    begin(1, "0.05");
    users(1, 0.5, 20_000);

    evidence.begin(new Step(1, 1, 0, new BigDecimal("0.05")));
    var resumed = new SampleRatioGate(evidence, GateSettings.DEFAULT);
    resumed.add(1, Calls.of(7, calls.stable(5)));

    assertThat(evidence.alarms()).containsOnlyKeys("srm");
    assertThat(users(1)).containsExactly(0, 1);
    assertThat(logE()).isCloseTo(SampleRatio.logE(0.05, K, 0, 1), within(1e-12));
  }

  @Test
  void add_othersHaveUsersToo_countsThemOnly() {
    begin(1, "0.1");
    gate.begin(new Step(2, 1, 0, new BigDecimal("0.5")), false);
    add(2, 7, true);
    add(2, 7, false);
    begin(3, "0.1");
    add(3, 8, true);
    add(3, 8, false);

    assertThat(users(2)).containsExactly(1, 0);
    assertThat(logE()).isZero();
    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void of_evidenceOfThreeVersions_stillDoesNotKnow() {
    evidence.begin(new Step(1, 1, 0, new BigDecimal("0.1")));
    gate.begin(new Step(1, 1, 0, new BigDecimal("0.1")), false);

    var resumed = new SampleRatioGate(evidence, GateSettings.DEFAULT);
    resumed.add(1, Calls.of(7, calls.stable(5)));
    resumed.add(1, Calls.of(7, calls.canary(5)));

    assertThat(evidence.alarms()).isEmpty();
  }

  private void begin(int number, String share) {
    gate.begin(new Step(number, 1, 0, new BigDecimal(share)), true);
  }

  private void add(int step, long user, boolean canary) {
    gate.add(step, Calls.of(user, canary ? calls.canary(1) : calls.stable(1)));
  }

  /** Adds users in order of their buckets, each with a table entry of its own. */
  private void users(int step, double share, int count) {
    var order = new SplittableRandom(step).ints(count, 0, count).distinct().toArray();
    for (int user : order) {
      add(step, user, user < share * count);
    }
  }

  private double[] users(int step) {
    return evidence.numbers(Series.USERS).at(step);
  }

  private double logE() {
    return evidence.numbers(Series.SRM).total()[0];
  }
}
