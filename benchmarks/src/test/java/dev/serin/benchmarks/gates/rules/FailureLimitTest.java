package dev.serin.benchmarks.gates.rules;

import static dev.serin.gate.Call.Result.BAD;
import static dev.serin.gate.Call.Result.OK;
import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FailureLimitTest {
  private final FailureLimit rule = new FailureLimit(2, 10, 0.1, 1);

  @Test
  void stops_asManyFailedChecksAsTheLimit_goesOn() {
    Calls.tell(rule, 10, true, BAD);

    assertThat(rule.stops()).isFalse();
  }

  @Test
  void stops_moreFailedChecksThanTheLimit_stops() {
    Calls.tell(rule, 20, true, BAD);

    assertThat(rule.stops()).isTrue();
  }

  @Test
  void stops_errorsAtTheThreshold_goesOn() {
    Calls.tell(rule, 1, true, BAD);
    Calls.tell(rule, 9, true, OK);
    Calls.tell(rule, 10, true, BAD);

    assertThat(rule.stops()).isFalse();
  }

  @Test
  void stops_errorsOfStable_areNotSeen() {
    Calls.tell(rule, 100, false, BAD);

    assertThat(rule.stops()).isFalse();
  }

  @Test
  void stops_errorsAfterTheLastCheck_areNotSeen() {
    Calls.tell(rule, 20, true, OK);
    Calls.tell(rule, 100, true, BAD);

    assertThat(rule.stops()).isFalse();
  }
}
