package dev.serin.rollout;

import static dev.serin.rollout.Samples.PLAN;
import static dev.serin.rollout.Samples.ramping;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateSettings;
import dev.serin.gate.HarmCause;
import dev.serin.gate.Judgement;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.split.Share;
import org.junit.jupiter.api.Test;

/** The rule of a plan that asks for a proof at 0.5 only. */
class StepRuleTest {
  private static final Share UNPROVED = Share.parse("0.25");
  private static final Share PROVED = Share.parse("0.5");

  private final StepRule rule = new StepRule(PLAN.plan(), GateSettings.DEFAULT);
  private final Seen seen = Seen.of(ramping(3));

  @Test
  void harm_none_isEmpty() {
    assertThat(StepRule.harm(judgement(seen))).isEmpty();
  }

  @Test
  void harm_thatIsOnlyShown_isEmpty() {
    assertThat(
            StepRule.harm(judgement(seen.harm("errors", Consequence.NONE, HarmCause.MORE_ERRORS))))
        .isEmpty();
  }

  @Test
  void harm_rollbackBehindOthers_isTheRollback() {
    var all = seen.harm("quality", Consequence.ROLLBACK, HarmCause.WORSE)
        .harm("service.slo", Consequence.LOWER, HarmCause.SERVICE_TOO_SLOW)
        .harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER);

    assertThat(StepRule.harm(judgement(all)))
        .hasValueSatisfying(harm -> assertThat(harm.consequence()).isEqualTo(Consequence.ROLLBACK));
  }

  @Test
  void harm_lowerBehindPause_isTheLower() {
    var both = seen.harm("service.slo", Consequence.LOWER, HarmCause.SERVICE_TOO_SLOW)
        .harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER);

    assertThat(StepRule.harm(judgement(both)))
        .hasValueSatisfying(harm -> assertThat(harm.consequence()).isEqualTo(Consequence.LOWER));
  }

  @Test
  void harm_pauseOnly_isThePause() {
    assertThat(
            StepRule.harm(judgement(seen.harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER))))
        .hasValueSatisfying(harm -> assertThat(harm.consequence()).isEqualTo(Consequence.PAUSE));
  }

  @Test
  void reason_stepWithProof_saysThatItIsProved() {
    assertThat(rule.proves(PROVED)).isTrue();
    assertThat(rule.reason(PROVED, "no harm at 0.5"))
        .isEqualTo("no harm at 0.5, and every required gate has proved the canary fine");
  }

  @Test
  void reason_stepWithoutProof_saysNoMore() {
    assertThat(rule.proves(UNPROVED)).isFalse();
    assertThat(rule.reason(UNPROVED, "no harm at 0.25")).isEqualTo("no harm at 0.25");
  }

  private static Judgement judgement(Seen seen) {
    return seen.report().judgement();
  }
}
