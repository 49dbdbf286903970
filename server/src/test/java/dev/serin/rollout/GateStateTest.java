package dev.serin.rollout;

import static dev.serin.gate.GateIds.gate;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.HarmCause;
import dev.serin.gate.Rate;
import dev.serin.gate.Verdict;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import dev.serin.gate.Verdict.Ok;
import dev.serin.gate.Verdict.Undecided;
import dev.serin.rollout.GateState.Answer;
import java.util.List;
import java.util.OptionalDouble;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class GateStateTest {

  static Stream<Arguments> verdicts() {
    var findings = Seen.findings("errors");
    return Stream.of(
        Arguments.of(new Harm(findings, Consequence.NONE, 0, HarmCause.MORE_ERRORS), Answer.HARM),
        Arguments.of(new Ok(findings), Answer.OK),
        Arguments.of(new Undecided(findings, List.of()), Answer.UNDECIDED));
  }

  @ParameterizedTest
  @MethodSource("verdicts")
  void of_verdict_isItsNameAndNumbers(Verdict verdict, Answer answer) {
    assertThat(GateState.of(verdict))
        .isEqualTo(new GateState(
            gate("errors"),
            answer,
            1,
            2,
            OptionalDouble.empty(),
            new Rate(100, 1),
            new Rate(50, 10)));
  }
}
