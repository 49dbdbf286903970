package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class EvidenceTest {
  private static final Step FIRST = new Step(1, 4, 100, new BigDecimal("0.05"));
  private static final Step SECOND = new Step(2, 5, 200, new BigDecimal("0.1"));

  private final Evidence evidence = Evidence.of(
      List.of(SECOND, FIRST),
      Map.of("calls", List.of(new double[] {1, 2}, new double[] {3, 4})),
      Map.of("1/0", new double[] {5, 6}),
      Map.of("latency.q95", 7L),
      Map.of("errors", 8L));

  @Test
  void of_parts_areGivenBack() {
    assertThat(evidence.steps()).containsExactly(FIRST, SECOND);
    assertThat(evidence.numbers().get("calls"))
        .containsExactly(new double[] {1, 2}, new double[] {3, 4});
    assertThat(evidence.cohorts().get("1/0")).containsExactly(5, 6);
    assertThat(evidence.marks()).containsExactly(Map.entry("latency.q95", 7L));
    assertThat(evidence.alarms()).containsExactly(Map.entry("errors", 8L));
  }

  @Test
  void restart_gate_takesItsAlarmAndNumbersBackAndNoOthers() {
    var evidence = new Evidence();
    for (var name : List.of("errors", "errors/harm/all", "errors.slo")) {
      evidence.numbers(new Series(name, 1)).at(1)[0] = 7;
      evidence.alarm(new Alarm(name), 5);
    }

    evidence.restart(new Alarm("errors"));

    assertThat(evidence.alarms()).containsOnlyKeys("errors/harm/all", "errors.slo");
    assertThat(evidence.numbers(new Series("errors", 1)).at(1)).containsExactly(0);
    assertThat(evidence.numbers(new Series("errors/harm/all", 1)).at(1)).containsExactly(0);
    assertThat(evidence.numbers(new Series("errors.slo", 1)).at(1)).containsExactly(7);
    assertThat(evidence.raised()).isEqualTo(3);
  }

  @Test
  void of_numbersWithoutRows_areNothing() {
    var empty = Evidence.of(List.of(), Map.of("calls", List.of()), Map.of(), Map.of(), Map.of());

    assertThat(empty.numbers()).isEmpty();
  }

  @Test
  void parts_changedByTheCaller_leaveTheEvidenceAlone() {
    evidence.numbers().values().forEach(rows -> rows.get(0)[0] = 9);
    evidence.cohorts().values().forEach(row -> row[0] = 9);

    assertThat(evidence.numbers(new Series("calls", 2)).at(1)).containsExactly(1, 2);
    assertThat(evidence.cohorts().get("1/0")).containsExactly(5, 6);
    assertThatThrownBy(() -> evidence.alarms().clear())
        .isInstanceOf(UnsupportedOperationException.class);
    assertThatThrownBy(() -> evidence.marks().clear())
        .isInstanceOf(UnsupportedOperationException.class);
  }

  @Test
  void copy_thatGrows_leavesTheOriginalAlone() {
    var copy = evidence.copy();
    copy.numbers(new Series("calls", 2)).at(1)[0] = 9;
    copy.cohort("1/0", 2)[0] = 9;
    copy.alarm(new Alarm("srm"), 3);

    assertThat(evidence.numbers(new Series("calls", 2)).at(1)).containsExactly(1, 2);
    assertThat(evidence.cohorts().get("1/0")).containsExactly(5, 6);
    assertThat(evidence.alarms()).containsOnlyKeys("errors");
  }

  @Test
  void closed_evidence_hasAllButWhatIsOpen() {
    var closed = evidence.closed();

    assertThat(closed.cohorts()).isEmpty();
    assertThat(closed.steps()).isEqualTo(evidence.steps());
    assertThat(closed.numbers()).containsOnlyKeys("calls");
    assertThat(closed.alarms()).isEqualTo(evidence.alarms());
    assertThat(closed.marks()).isEqualTo(evidence.marks());
  }

  @Test
  void plus_other_addsNumbers() {
    var other = Evidence.of(
        List.of(FIRST),
        Map.of("calls", List.of(new double[] {10, 20}), "labels", List.of(new double[] {1})),
        Map.of("1/0", new double[] {50, 60}, "1/1", new double[] {7, 8}),
        Map.of("latency.q95", 9L, "latency.q99", 11L),
        Map.of("errors", 6L, "srm", 12L));

    var sum = evidence.plus(other);

    assertThat(sum.steps()).containsExactly(FIRST, SECOND);
    assertThat(sum.numbers().get("calls"))
        .containsExactly(new double[] {11, 22}, new double[] {3, 4});
    assertThat(sum.numbers().get("labels")).containsExactly(new double[] {1});
    assertThat(sum.cohorts().get("1/0")).containsExactly(55, 66);
    assertThat(sum.cohorts().get("1/1")).containsExactly(7, 8);
    assertThat(sum.marks()).isEqualTo(Map.of("latency.q95", 7L, "latency.q99", 11L));
    assertThat(sum.alarms()).isEqualTo(Map.of("errors", 6L, "srm", 12L));
  }

  @Test
  void plus_other_leavesBothAlone() {
    var other = Evidence.of(
        List.of(), Map.of("calls", List.of(new double[] {10, 20})), Map.of(), Map.of(), Map.of());

    evidence.plus(other);

    assertThat(evidence.numbers(new Series("calls", 2)).at(1)).containsExactly(1, 2);
    assertThat(other.numbers(new Series("calls", 2)).at(1)).containsExactly(10, 20);
  }

  @Test
  void step_last_isTheOneInForce() {
    assertThat(evidence.step()).contains(SECOND);
    assertThat(evidence.step(1)).contains(FIRST);
    assertThat(evidence.step(3)).isEmpty();
    assertThat(new Evidence().step()).isEmpty();
  }

  @Test
  void alarm_again_keepsTheFirst() {
    evidence.alarm(new Alarm("errors"), 99);

    assertThat(evidence.alarmedMillis(new Alarm("errors"))).isEqualTo(8);
    assertThat(evidence.raised()).isEqualTo(1);
  }

  @Test
  void forget_numbers_areGone() {
    evidence.forget(Series.CALLS);
    evidence.cohortEnded("1/0");

    assertThat(evidence.numbers()).isEmpty();
    assertThat(evidence.cohorts()).isEmpty();
  }
}
