package dev.serin.benchmarks.gates.rules;

import static dev.serin.gate.Call.Result.BAD;
import static dev.serin.gate.Call.Result.OK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailedChecksTest {
  private final FailedChecks rule = new FailedChecks(10, 10, 0.1, 2);

  @Test
  void stops_fewerFailedChecksThanTheThreshold_goesOn() {
    Calls.tell(rule, 10, true, BAD);

    assertThat(rule.stops()).isFalse();
  }

  @Test
  void stops_aPassedCheckBetweenTwoFailed_doesNotCountDown() {
    Calls.tell(rule, 10, true, BAD);
    Calls.tell(rule, 10, true, OK);
    Calls.tell(rule, 10, true, BAD);

    assertThat(rule.stops()).isTrue();
  }
}
