package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call.Result;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.gate.Verdict.Harm;
import java.math.BigDecimal;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ServiceGateTest {
  private static final Alarm ALARM = Alarm.SERVICE_STABLE;

  private final Evidence evidence = new Evidence();
  private final Calls calls = new Calls();
  private ServiceGate gate;

  @BeforeEach
  void begin() {
    evidence.mark(Mark.SERVICE_STABLE, 10_000_000);
    step(1, "0.05", 0);
    gate = new ServiceGate(evidence, ALARM, new BigDecimal("0.95"), 13_000_000);
  }

  @Test
  void add_slowCallsOfTheStep_tellThatItBeganThere() {
    fast(1, 1_000, 2_000);
    step(2, "0.1", 2_000);
    slow(2, 20, 3_000);

    assertThat(evidence.alarms().keySet()).contains("service.stable#2");
    assertThat(harm().consequence()).isEqualTo(Consequence.LOWER);
    assertThat(harm().sinceMillis()).isEqualTo(3_000);
  }

  /** A little too slow from the first step on: no step alone tells it. */
  @Test
  void add_slowCallsOfAllSteps_onlyPause() {
    for (int number = 2; number <= 40 && !evidence.alarmed(ALARM); number++) {
      for (int call = 0; call < 100; call++) {
        add(number - 1, call % 8 == 0 ? 20 : 1, number * 1_000L);
      }
      step(number, number % 2 == 0 ? "0.1" : "0.2", number * 1_000L);
    }
    int last = evidence.step().orElseThrow().number();

    assertThat(evidence.alarms().keySet())
        .contains(ALARM.name())
        .doesNotContain(ALARM.in(last).name());
    assertThat(harm().consequence()).isEqualTo(Consequence.PAUSE);
  }

  @Test
  void add_afterTheNextStepBegan_isNoMoreThisOnes() {
    slow(1, 20, 3_000);
    assertThat(harm().consequence()).isEqualTo(Consequence.LOWER);
    boolean whole = evidence.alarmed(ALARM);

    step(2, "0", 4_000);

    assertThat(new Gates(GateSettings.DEFAULT, LossScale.BINARY)
            .judge(evidence, 5_000)
            .lower())
        .isEmpty();
    assertThat(evidence.alarmed(ALARM)).isEqualTo(whole);
  }

  /** What queued up before is slow still. */
  @Test
  void add_whereUsersWereTakenOff_countsStableOnlyAndLater() {
    step(2, "0.02", 1_000_000);
    slow(2, 50, 1_059_999);
    for (int call = 0; call < 50; call++) {
      gate.add(2, calls.call(1_070_000, true, Result.OK, 50));
    }
    assertThat(evidence.numbers(ALARM.counts()).at(2)).containsOnly(0);

    slow(2, 20, 1_060_000);

    assertThat(evidence.alarms()).containsKey("service.stable#2");
  }

  @Test
  void add_whereUsersWereAdded_countsAtOnce() {
    step(2, "0.1", 1_000_000);
    slow(2, 20, 1_000_001);

    assertThat(evidence.alarms()).containsKey("service.stable#2");
  }

  @Test
  void restart_ofTheGate_takesTheAlarmsOfItsStepsBackToo() {
    slow(1, 20, 3_000);

    evidence.restart(ALARM);

    assertThat(evidence.alarms()).isEmpty();
  }

  @Test
  void judge_dryRun_isOnlyShown() {
    slow(1, 20, 3_000);
    var dry = Settings.with(new GateSettings.Modes(
        GateSettings.Mode.ENFORCE,
        GateSettings.Mode.ENFORCE,
        GateSettings.Mode.ENFORCE,
        GateSettings.Mode.ENFORCE,
        GateSettings.Mode.DRY_RUN));

    var judgement = new Gates(dry, LossScale.BINARY).judge(evidence, 5_000);

    assertThat(judgement.lower()).isEmpty();
    assertThat(judgement.pausing()).isEmpty();
  }

  private void fast(int step, int count, long millis) {
    for (int call = 0; call < count; call++) {
      add(step, 1, millis);
    }
  }

  private void slow(int step, int count, long millis) {
    for (int call = 0; call < count; call++) {
      add(step, 50, millis);
    }
  }

  private void add(int step, double latencyMillis, long millis) {
    gate.add(step, calls.call(millis, false, Result.OK, latencyMillis));
  }

  private void step(int number, String share, long millis) {
    evidence.begin(new Step(number, number, millis, new BigDecimal(share)));
  }

  private Harm harm() {
    var verdict = new Gates(GateSettings.DEFAULT, LossScale.BINARY)
        .judge(evidence, 5_000)
        .verdict(GateId.of(GateId.Kind.SERVICE_STABLE));
    return (Harm) verdict.orElseThrow();
  }
}
