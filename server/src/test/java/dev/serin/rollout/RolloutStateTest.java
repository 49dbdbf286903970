package dev.serin.rollout;

import static dev.serin.gate.GateIds.gate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.HarmCause;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.RolloutState.Shadow;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutStateTest {

  static Stream<Arguments> states() {
    return Stream.of(
        Arguments.of(new Preflight(), "PREFLIGHT", "", false),
        Arguments.of(new Shadow(), "SHADOW", "", false),
        Arguments.of(new Ramping(1, false), "RAMPING", "", false),
        Arguments.of(new Paused(PauseReason.SRM, "odd", 1), "PAUSED", "odd", false),
        Arguments.of(new Promoted(1), "PROMOTED", "", false),
        Arguments.of(new Completed(), "COMPLETED", "", true),
        Arguments.of(
            new RolledBack(new RollbackCause.Harm(gate("errors"), HarmCause.MORE_ERRORS), "errors"),
            "ROLLED_BACK",
            "errors",
            true),
        Arguments.of(new Rejected("NaN"), "REJECTED", "NaN", true));
  }

  @ParameterizedTest
  @MethodSource("states")
  void label_detailAndTerminal_areThoseOfTheState(
      RolloutState state, String label, String detail, boolean terminal) {
    assertThat(state.label()).isEqualTo(label);
    assertThat(state.detail()).isEqualTo(detail);
    assertThat(state.terminal()).isEqualTo(terminal);
  }
}
