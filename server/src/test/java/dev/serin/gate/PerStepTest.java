package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class PerStepTest {
  private final PerStep numbers = new PerStep(2);

  @Test
  void count_unused_isZero() {
    assertThat(numbers.count()).isZero();
    assertThat(numbers.total()).containsExactly(0, 0);
  }

  @Test
  void at_laterStep_makesTheOnesBefore() {
    numbers.at(3)[1] = 5;

    assertThat(numbers.count()).isEqualTo(3);
    assertThat(numbers.rows())
        .containsExactly(new double[] {0, 0}, new double[] {0, 0}, new double[] {0, 5});
  }

  @Test
  void total_manySteps_isTheirSum() {
    numbers.at(1)[0] = 1;
    numbers.at(2)[0] = 2;
    numbers.at(2)[1] = 4;

    assertThat(numbers.total()).containsExactly(3, 4);
  }

  @Test
  void rows_changedByTheCaller_leaveTheNumbersAlone() {
    numbers.at(1)[0] = 1;

    numbers.rows().get(0)[0] = 7;

    assertThat(numbers.at(1)[0]).isEqualTo(1);
  }

  @Test
  void of_rows_areCopied() {
    var row = new double[] {1, 2};
    var copy = PerStep.of(2, List.of(row));

    row[0] = 9;

    assertThat(copy.at(1)).containsExactly(1, 2);
    assertThat(copy.width()).isEqualTo(2);
  }

  @Test
  void add_otherWithMoreSteps_addsStepByStep() {
    numbers.at(1)[0] = 1;
    var other = PerStep.of(2, List.of(new double[] {10, 20}, new double[] {30, 40}));

    numbers.add(other);

    assertThat(numbers.rows()).containsExactly(new double[] {11, 20}, new double[] {30, 40});
  }

  @Test
  void add_otherWidth_isRefused() {
    var other = PerStep.of(3, List.of(new double[3]));

    assertThatThrownBy(() -> numbers.add(other))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("numbers: 3 (expected: 2)");
  }
}
