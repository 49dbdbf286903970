package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Rollout.State;
import java.util.Optional;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ActTest {
  @ParameterizedTest
  @CsvSource({
    "1, COMPLETED, , true",
    "1, PROMOTED, , false",
    "1, ROLLED_BACK, quality, false",
    "2, ROLLED_BACK, quality, true",
    "2, ROLLED_BACK, errors, false",
    "2, ROLLED_BACK, , false",
    "2, COMPLETED, , false",
    "3, ROLLED_BACK, latency.q95, true",
    "3, ROLLED_BACK, latency.q99, true",
    "3, ROLLED_BACK, quality, false",
    "3, RAMPING, , false"
  })
  void endsAsExpected_stateAndGate_areThoseOfTheAct(
      int number, State state, String gate, boolean right) {
    var act = Act.ALL.get(number - 1);

    assertThat(act.endsAsExpected(state, Optional.ofNullable(gate))).isEqualTo(right);
  }
}
