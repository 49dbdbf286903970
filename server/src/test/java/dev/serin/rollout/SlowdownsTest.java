package dev.serin.rollout;

import static dev.serin.rollout.Samples.PLAN;
import static dev.serin.rollout.Samples.observation;
import static dev.serin.rollout.Samples.ramping;
import static dev.serin.rollout.Samples.rollout;
import static dev.serin.rollout.Samples.windows;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.HarmCause;
import dev.serin.gate.Moment;
import dev.serin.gate.Need;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** A slow canary took stable down with it, and kept its users for a minute. */
class SlowdownsTest {
  private static final Duration BAKE = PLAN.plan().bake(Share.parse("0.1"));

  @ParameterizedTest
  @CsvSource({"1, 1, 0", "2, 1, 0.05", "3, 2, 0.1"})
  void next_slowdownThatBeganInTheStep_goesBackByAStepAndTries(int step, int held, String share) {
    var transition = next(ramping(step), slow(ramping(step), BAKE)).orElseThrow();

    assertThat(transition.share()).isEqualTo(Share.parse(share));
    assertThat(transition.state()).isInstanceOfSatisfying(Paused.class, paused -> {
      assertThat(paused.reason()).isEqualTo(PauseReason.SERVICE_SLOWDOWN);
      assertThat(paused.step()).isEqualTo(held);
      assertThat(paused.tries()).isTrue();
      assertThat(paused.endsByItself()).isTrue();
    });
    assertThat(transition.reason()).startsWith("SERVICE_SLOWDOWN: service.stable: ");
  }

  @Test
  void next_slowAgainWithFewerUsers_goesBackToNone() {
    var lowered = lowered("0.1", 2);

    var transition = next(lowered, slow(lowered, BAKE)).orElseThrow();

    assertThat(transition.share()).isEqualTo(Share.ZERO);
    assertThat(transition.state()).isInstanceOfSatisfying(Paused.class, paused -> {
      assertThat(paused.step()).isOne();
      assertThat(paused.tries()).isTrue();
    });
  }

  @Test
  void next_slowWithoutUsers_hasNobodyToTakeBackAndWaits() {
    var lowered = lowered("0", 1);

    assertThat(next(lowered, slow(lowered, BAKE))).isEmpty();
  }

  @Test
  void next_bakeWithoutAnother_goesOn() {
    var lowered = lowered("0.1", 2);
    var early = observation(BAKE, BAKE.minusSeconds(1), Seen.of(lowered).report());
    var late = observation(BAKE, BAKE, Seen.of(lowered).report());

    assertThat(next(lowered, early)).isEmpty();
    assertThat(RolloutRules.missing(lowered, early))
        .extracting(Need::what)
        .containsExactly("1 s without another slowdown, or `rollout resume`");
    assertThat(next(lowered, late))
        .hasValue(
            new Transition(new Ramping(2, false), Share.parse("0.1"), "SERVICE_SLOWDOWN is over"));
  }

  @Test
  void next_bakeWithoutAnotherAndNoUsers_goesOnWithTheFirstStep() {
    var lowered = lowered("0", 1);

    assertThat(next(lowered, observation(BAKE, BAKE, Seen.of(lowered).report()))
            .orElseThrow()
            .share())
        .isEqualTo(Share.parse("0.05"));
  }

  @Test
  void next_somethingElsePauses_isForAPersonToLookAt() {
    var lowered = lowered("0.1", 2);
    var report =
        Seen.of(lowered).harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER).report();

    assertThat(next(lowered, observation(BAKE, BAKE, report))).isEmpty();
  }

  @Test
  void next_noWindowIsOpen_waits() {
    var closed = rollout(
        windows(Samples.CLOSED), new Paused(PauseReason.SERVICE_SLOWDOWN, "slow", 2, true), "0.1");

    assertThat(next(closed, observation(BAKE, BAKE, Seen.of(closed).report()))).isEmpty();
  }

  @Test
  void after_twoTries_theThirdSlowdownWaitsForAPerson() {
    var now = ramping(2);
    for (int time = 0; time < 2; time++) {
      now = after(now, next(now, slow(now, BAKE)).orElseThrow());
      assertThat(((Paused) now.state()).tries()).isTrue();
      now = after(now, new Transition(new Ramping(2, false), Share.parse("0.1"), "on"));
    }
    assertThat(now.slowdowns()).isEqualTo(2);

    now = after(now, next(now, slow(now, BAKE)).orElseThrow());

    assertThat(((Paused) now.state()).tries()).isFalse();
    assertThat(now.share()).isEqualTo(Share.parse("0.05"));
    assertThat(next(now, observation(BAKE, BAKE.multipliedBy(9), Seen.of(now).report())))
        .isEmpty();
  }

  @Test
  void next_pausedByAPerson_givesUsersBackAndStaysPaused() {
    var manual = rollout(PLAN, new Paused(PauseReason.MANUAL, "by ann", 3), "0.25");

    var transition = next(manual, slow(manual, BAKE)).orElseThrow();

    assertThat(transition.share()).isEqualTo(Share.parse("0.1"));
    assertThat(transition.state()).isInstanceOfSatisfying(Paused.class, paused -> {
      assertThat(paused.reason()).isEqualTo(PauseReason.MANUAL);
      assertThat(paused.endsByItself()).isFalse();
      assertThat(paused.detail()).endsWith("; paused before: by ann");
    });
  }

  @Test
  void next_slowdownOfTheServiceAsAWhole_onlyPauses() {
    var report = Seen.of(ramping(3))
        .harm("service.stable", Consequence.PAUSE, HarmCause.STABLE_SLOWED)
        .report();

    var transition = next(ramping(3), observation(report)).orElseThrow();

    assertThat(transition.share()).isEqualTo(Share.parse("0.25"));
    assertThat(((Paused) transition.state()).endsByItself()).isFalse();
  }

  private static Rollout lowered(String share, int step) {
    return rollout(PLAN, new Paused(PauseReason.SERVICE_SLOWDOWN, "slow", step, true), share);
  }

  private static Observation slow(Rollout rollout, Duration inState) {
    return observation(
        inState,
        inState,
        Seen.of(rollout)
            .harm("service.stable", Consequence.LOWER, HarmCause.STABLE_SLOWED)
            .report());
  }

  private static Optional<Transition> next(Rollout rollout, Observation observation) {
    return RolloutRules.next(rollout, observation);
  }

  private static Rollout after(Rollout rollout, Transition transition) {
    return rollout.after(transition, Moment.of(Samples.NOW), rollout.phase() + 1, "", List.of());
  }
}
