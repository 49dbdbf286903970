package dev.serin.rollout;

import static dev.serin.gate.GateIds.gate;
import static dev.serin.rollout.Samples.NOW;
import static dev.serin.rollout.Samples.PLAN;
import static dev.serin.rollout.Samples.STEPS;
import static dev.serin.rollout.Samples.observation;
import static dev.serin.rollout.Samples.paused;
import static dev.serin.rollout.Samples.promoted;
import static dev.serin.rollout.Samples.ramping;
import static dev.serin.rollout.Samples.rollout;
import static dev.serin.rollout.Samples.shadow;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateSettings;
import dev.serin.gate.HarmCause;
import dev.serin.gate.LossScale;
import dev.serin.gate.Need;
import dev.serin.gate.Terms;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Preflight;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.rollout.RolloutState.Shadow;
import dev.serin.split.Share;
import java.time.Duration;
import java.util.Optional;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutRulesTest {
  private static final Duration BAKE = Duration.ofMinutes(10);
  private static final Duration LONG = Duration.ofDays(3);
  private static final String WHAT_HAPPENED =
      "errors: the canary fails more often than stable, and on more than 0 % of its calls"
          + " (canary 20.00 % of 50, stable 1.00 % of 100)";
  private static final Duration MILLISECOND = Duration.ofMillis(1);

  static Stream<Rollout> over() {
    return Stream.of(
        rollout(PLAN, new Completed(), "1"),
        rollout(PLAN, new RolledBack(RollbackCause.Act.ABORTED, "ann"), "0"),
        rollout(PLAN, new Rejected("NaN"), "0"));
  }

  static Stream<Rollout> watched() {
    return Stream.of(
        shadow(),
        ramping(3),
        paused(PauseReason.MANUAL, 3),
        paused(PauseReason.SRM, 0),
        promoted());
  }

  @ParameterizedTest
  @MethodSource("over")
  void next_over_isNothingWhateverIsSeen(Rollout rollout) {
    var harm = Seen.of(rollout)
        .harm("errors", Consequence.ROLLBACK, HarmCause.MORE_ERRORS)
        .report();

    assertThat(RolloutRules.next(rollout, observation(harm))).isEmpty();
    assertThat(RolloutRules.next(rollout, observation(Seen.of(rollout).report())))
        .isEmpty();
    assertThat(RolloutRules.nextShare(rollout)).isEmpty();
  }

  @ParameterizedTest
  @MethodSource("watched")
  void next_harm_givesAllUsersBack(Rollout rollout) {
    var harm = Seen.of(rollout)
        .harm("errors", Consequence.ROLLBACK, HarmCause.MORE_ERRORS)
        .report();

    assertThat(RolloutRules.next(rollout, observation(harm)))
        .contains(new Transition(
            new RolledBack(
                new RollbackCause.Harm(gate("errors"), HarmCause.MORE_ERRORS), WHAT_HAPPENED),
            Share.ZERO,
            WHAT_HAPPENED));
  }

  @Test
  void next_harmByLatency_namesThePartOfTheCallsThatGrew() {
    var why = "version 2 is slower than stable, mostly running the model";

    assertThat(because("latency.q95", HarmCause.SLOWER, why)).endsWith("); " + why);
    assertThat(because("latency.slo", HarmCause.TOO_SLOW, why)).endsWith("); " + why);
    assertThat(because("errors", HarmCause.MORE_ERRORS, why)).doesNotContain(why);
  }

  private static String because(String gate, HarmCause cause, String slower) {
    var rollout = ramping(2);
    var report = Seen.of(rollout).harm(gate, Consequence.ROLLBACK, cause).report();
    var observation =
        new Observation(NOW, LONG, LONG, false, Optional.of(report), Optional.of(slower));
    return RolloutRules.next(rollout, observation).orElseThrow().reason();
  }

  @ParameterizedTest
  @MethodSource("watched")
  void next_harmOfAFormerPhase_givesAllUsersBack(Rollout rollout) {
    var harm = Seen.of(rollout)
        .phase(6)
        .harm("errors", Consequence.ROLLBACK, HarmCause.MORE_ERRORS)
        .report();

    assertThat(next(rollout, observation(harm)).state()).isInstanceOf(RolledBack.class);
  }

  @ParameterizedTest
  @MethodSource("watched")
  void next_harmOfAnotherRollout_isNothing(Rollout rollout) {
    var harm = Seen.of(rollout)
        .trial("digits-2-x")
        .harm("errors", Consequence.ROLLBACK, HarmCause.MORE_ERRORS)
        .report();

    assertThat(RolloutRules.next(rollout, observation(harm))).isEmpty();
  }

  @Test
  void next_harmThatIsOnlyShown_isNoHarm() {
    var report = Seen.of(ramping(1))
        .harm("errors", Consequence.NONE, HarmCause.MORE_ERRORS)
        .report();

    assertThat(next(ramping(1), observation(report)).state()).isEqualTo(new Ramping(2, false));
  }

  @Test
  void next_harmAndAPause_givesAllUsersBack() {
    var report = Seen.of(ramping(3))
        .harm("errors", Consequence.ROLLBACK, HarmCause.MORE_ERRORS)
        .harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER)
        .report();
    var stalled = new Observation(NOW, LONG, LONG, true, Optional.of(report), Optional.empty());

    assertThat(next(ramping(3), stalled).state()).isInstanceOf(RolledBack.class);
  }

  @ParameterizedTest
  @CsvSource({
    "srm, USERS_DIFFER, SRM, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "srm, USER_MISPLACED, SRM, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "coverage, LABELS_DIFFER, LABEL_COVERAGE, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "quality, LABELS_OUTSIDE, LABEL_MISMATCH, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "service.slo, SERVICE_TOO_SLOW, SERVICE_SLOWDOWN, (1.00 % of 100)",
    "service.stable, STABLE_SLOWED, SERVICE_SLOWDOWN, (1.00 % of 100)",
    "errors, MORE_ERRORS, SIGNAL, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "errors.slo, TOO_MANY_ERRORS, SIGNAL, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "latency.q95, SLOWER, SIGNAL, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "latency.slo, TOO_SLOW, SIGNAL, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "quality, WORSE, SIGNAL, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "watch.change, SLOW_MORE_OFTEN, SIGNAL, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "watch.change, FAILS_MORE_OFTEN, SIGNAL, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "errors.slo, BOTH_FAIL, STABLE_UNHEALTHY, '(canary 20.00 % of 50, stable 1.00 % of 100)'",
    "latency.slo, BOTH_SLOW, STABLE_UNHEALTHY, '(canary 20.00 % of 50, stable 1.00 % of 100)'"
  })
  void next_harmThatPauses_keepsTheShareAndSaysWhy(
      String gate, HarmCause cause, PauseReason reason, String numbers) {
    var report = Seen.of(ramping(3)).harm(gate, Consequence.PAUSE, cause).report();

    var transition = next(ramping(3), observation(report));

    assertThat(transition.share()).isEqualTo(Share.parse("0.25"));
    assertThat(transition.reason()).isEqualTo(reason + ": " + transition.state().detail());
    assertThat(transition.state()).isInstanceOfSatisfying(Paused.class, paused -> {
      assertThat(paused.reason()).isEqualTo(reason);
      assertThat(paused.step()).isEqualTo(3);
      assertThat(paused.detail())
          .startsWith(gate + ": ")
          .endsWith(numbers)
          .doesNotContain(reason + ": ");
    });
  }

  @Test
  void next_harmThatPausesInTheShadow_goesOnWithTheShadowLater() {
    var report = Seen.of(shadow())
        .harm("coverage", Consequence.PAUSE, HarmCause.LABELS_DIFFER)
        .report();

    var transition = next(shadow(), observation(report));

    assertThat(transition.share()).isEqualTo(Share.ZERO);
    assertThat(transition.state()).isInstanceOfSatisfying(Paused.class, paused -> {
      assertThat(paused.reason()).isEqualTo(PauseReason.LABEL_COVERAGE);
      assertThat(paused.step()).isZero();
    });
  }

  @Test
  void next_harmThatPausesFromAFormerPhase_isNoPauseAndNoProof() {
    var report = Seen.of(ramping(3))
        .phase(6)
        .harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER)
        .report();

    assertThat(RolloutRules.next(ramping(3), observation(report))).isEmpty();
  }

  @Test
  void next_harmThatPauses_keepsAPromotedCandidateFromTheEndOnlyByWhatIsNear() {
    var report = Seen.of(promoted())
        .harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER)
        .report();

    assertThat(next(promoted(), observation(LONG, Optional.of(report))).state())
        .isEqualTo(new Completed());
  }

  @Test
  void next_stalled_pauses() {
    var observation = new Observation(
        NOW, LONG, BAKE, true, Optional.of(Seen.of(ramping(2)).report()), Optional.empty());

    assertThat(next(ramping(2), observation))
        .isEqualTo(new Transition(
            new Paused(
                PauseReason.CONTROLLER_STALE, "controller stalled: no evaluation for over 30 s", 2),
            Share.parse("0.1"),
            "CONTROLLER_STALE: controller stalled: no evaluation for over 30 s"));
  }

  @Test
  void next_harmThatPausesAndStoodStill_saysTheHarm() {
    var report = Seen.of(ramping(2))
        .harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER)
        .report();
    var observation = new Observation(NOW, LONG, LONG, true, Optional.of(report), Optional.empty());

    assertThat(next(ramping(2), observation).state())
        .isInstanceOfSatisfying(
            Paused.class, paused -> assertThat(paused.reason()).isEqualTo(PauseReason.SRM));
  }

  @Test
  void next_stalledAfterThePromotion_goesOn() {
    var observation = new Observation(
        NOW, BAKE, BAKE, true, Optional.of(Seen.of(promoted()).report()), Optional.empty());

    assertThat(RolloutRules.next(promoted(), observation)).isEmpty();
  }

  /** Minutes in the state, and since the canary's last call. */
  @ParameterizedTest
  @CsvSource({"30, 30, true", "40, 30, true", "30, 29, false", "29, 300, false"})
  void next_noCallForHalfAnHour_pauses(int inState, int sinceCall, boolean pauses) {
    var report = Seen.of(ramping(1))
        .sinceCanaryCall(Duration.ofMinutes(sinceCall))
        .calls(0)
        .report();
    var observation = observation(BAKE, Duration.ofMinutes(inState), report);

    assertThat(RolloutRules.next(ramping(1), observation).map(Transition::state))
        .isEqualTo(
            pauses
                ? Optional.of(
                    new Paused(PauseReason.NO_TRAFFIC, "no call of the candidate for 30 min", 1))
                : Optional.empty());
  }

  @ParameterizedTest
  @CsvSource({"1799999, false", "1800000, true"})
  void next_noReportForHalfAnHour_pauses(long millis, boolean pauses) {
    var observation = observation(Duration.ofMillis(millis), Optional.empty());

    assertThat(RolloutRules.next(shadow(), observation).isPresent()).isEqualTo(pauses);
  }

  @Test
  void next_noWindowOpen_pauses() {
    var rollout = ramping(Samples.windows(Samples.CLOSED), 2);

    assertThat(next(rollout, observation(Seen.of(rollout).report())))
        .isEqualTo(new Transition(
            new Paused(PauseReason.FREEZE_WINDOW, "no window is open ([Fri 00:00-24:00 Z])", 2),
            Share.parse("0.1"),
            "FREEZE_WINDOW: no window is open ([Fri 00:00-24:00 Z])"));
  }

  @Test
  void next_noWindowOpen_givesUsersBackAllTheSame() {
    var rollout = ramping(Samples.windows(Samples.CLOSED), 2);
    var report = Seen.of(rollout)
        .harm("errors", Consequence.ROLLBACK, HarmCause.MORE_ERRORS)
        .report();

    assertThat(next(rollout, observation(report)).state()).isInstanceOf(RolledBack.class);
  }

  @Test
  void next_oneOfTheWindowsOpen_raises() {
    var rollout = ramping(Samples.windows(Samples.CLOSED, Samples.OPEN), 2);

    assertThat(next(rollout, observation(Seen.of(rollout).report())).state())
        .isEqualTo(new Ramping(3, false));
  }

  @ParameterizedTest
  @CsvSource({"1, 0.1", "2, 0.25", "3, 0.5"})
  void next_nothingMissing_raisesByOneStep(int step, String share) {
    var observation =
        observation(BAKE, LONG.dividedBy(100), Seen.of(ramping(step)).report());

    assertThat(next(ramping(step), observation))
        .isEqualTo(new Transition(
            new Ramping(step + 1, false), Share.parse(share), "no harm at " + STEPS.get(step - 1)));
  }

  @Test
  void next_provedInTheLastStep_promotes() {
    var transition = next(ramping(4), observation(Seen.of(ramping(4)).report()));

    assertThat(transition.share()).isEqualTo(Share.ONE);
    assertThat(transition.reason())
        .isEqualTo("no harm at 0.5, and every required gate has proved the canary fine");
    // 1,000 calls in ten minutes at a half, 6 x 2,000 in the watch, of which 20 times as many.
    assertThat(transition.state()).isEqualTo(new Promoted(240_000));
  }

  @Test
  void next_promotedWithAConfiguredRunLength_takesThat() {
    var rollout = ramping(Samples.averageRunLength(5_000), 4);

    assertThat(next(rollout, observation(Seen.of(rollout).report())).state())
        .isEqualTo(new Promoted(5_000));
  }

  @Test
  void promoted_withoutAReport_expectsOneCall() {
    assertThat(RolloutRules.promoted(ramping(4), observation(BAKE, Optional.empty()), "so")
            .state())
        .isEqualTo(new Promoted(20));
  }

  @Test
  void promoted_fromTheShadow_expectsOneCall() {
    var observation = observation(Seen.of(shadow()).report());

    assertThat(RolloutRules.promoted(shadow(), observation, "so").state())
        .isEqualTo(new Promoted(20));
  }

  static Stream<UnaryOperator<Seen>> incomplete() {
    return Stream.of(
        seen -> seen.phase(6),
        seen -> seen.trial("digits-2-x"),
        seen -> seen.calls(299),
        seen -> seen.users(49),
        seen -> seen.sinceCall(Duration.ofSeconds(60)),
        seen -> seen.near("errors"),
        seen -> seen.labels(99, 100),
        seen -> seen.labels(100, 99),
        seen -> seen.unproved("quality"),
        seen -> seen.unsettled());
  }

  /** Law 7: what is not known is never taken for good. */
  @ParameterizedTest
  @MethodSource("incomplete")
  void next_oneThingMissing_holds(UnaryOperator<Seen> missing) {
    var observation = observation(missing.apply(Seen.of(ramping(4))).report());

    assertThat(RolloutRules.next(ramping(4), observation)).isEmpty();
  }

  @Test
  void next_noReport_holds() {
    assertThat(RolloutRules.next(ramping(4), observation(Duration.ofMinutes(29), Optional.empty())))
        .isEmpty();
  }

  @Test
  void next_bakeNotOver_holds() {
    var observation = observation(
        BAKE.minus(MILLISECOND), LONG.dividedBy(100), Seen.of(ramping(1)).report());

    assertThat(RolloutRules.next(ramping(1), observation)).isEmpty();
  }

  @Test
  void next_stepToBeApproved_pausesOnlyWhenNothingElseIsMissing() {
    var rollout = ramping(Samples.approvals("0.25"), 3);

    assertThat(RolloutRules.next(rollout, observation(Seen.of(rollout).calls(0).report())))
        .isEmpty();
    assertThat(next(rollout, observation(Seen.of(rollout).report())))
        .isEqualTo(new Transition(
            new Paused(PauseReason.APPROVAL, "step 0.25 is ready and awaits approval", 3),
            Share.parse("0.25"),
            "APPROVAL: step 0.25 is ready and awaits approval"));
  }

  @Test
  void next_stepApproved_raises() {
    var rollout = rollout(Samples.approvals("0.25"), new Ramping(3, true), "0.25");

    assertThat(next(rollout, observation(Seen.of(rollout).report())).state())
        .isEqualTo(new Ramping(4, false));
  }

  /** Minutes in the state, and since the last label. */
  @ParameterizedTest
  @CsvSource({"120, 120, true", "200, 120, true", "119, 300, false", "300, 119, false"})
  void next_noLabelsWhereProofIsNeeded_pauses(int inState, int sinceLabel, boolean pauses) {
    var report = Seen.of(ramping(4))
        .labels(0, 0)
        .sinceLabel(Duration.ofMinutes(sinceLabel))
        .report();
    var observation = observation(LONG, Duration.ofMinutes(inState), report);

    assertThat(RolloutRules.next(ramping(4), observation).map(Transition::state))
        .isEqualTo(
            pauses
                ? Optional.of(new Paused(
                    PauseReason.NO_LABELS, "no label for 120 min, and step 0.5 needs proof", 4))
                : Optional.empty());
  }

  @Test
  void next_noLabelsWhereNoProofIsNeeded_goesOn() {
    var report = Seen.of(ramping(3)).labels(0, 0).sinceLabel(LONG).report();

    assertThat(next(ramping(3), observation(LONG, Duration.ofHours(3), report)).state())
        .isEqualTo(new Ramping(4, false));
  }

  @Test
  void next_noLabelsButNothingMissing_goesOn() {
    var report = Seen.of(ramping(4)).sinceLabel(LONG).report();

    assertThat(next(ramping(4), observation(LONG, Duration.ofHours(3), report)).state())
        .isInstanceOf(Promoted.class);
  }

  @Test
  void next_noLabelsWhereQualityIsNotRequired_waitsForTheStepsEnd() {
    var rollout = rollout(PLAN, withoutQuality(), new Ramping(4, false), "0.5");
    var report = Seen.of(rollout).calls(1).labels(0, 0).sinceLabel(LONG).report();

    assertThat(RolloutRules.next(rollout, observation(LONG, Duration.ofHours(5), report)))
        .isEmpty();
  }

  @Test
  void next_withoutDecisionForTheStepsTimeout_pausesAndSaysWhatIsMissing() {
    var report = Seen.of(ramping(3)).near("latency.q95").report();

    assertThat(RolloutRules.next(
            ramping(3), observation(LONG, Duration.ofHours(6).minus(MILLISECOND), report)))
        .isEmpty();
    assertThat(next(ramping(3), observation(LONG, Duration.ofHours(6), report)).state())
        .isEqualTo(new Paused(
            PauseReason.INCONCLUSIVE_TIMEOUT,
            "no decision within 360 min; missing: latency.q95 further away from harm",
            3));
  }

  @Test
  void next_shadowWithoutHarm_givesTheFirstStep() {
    var observation =
        observation(Duration.ofMinutes(5), Optional.of(Seen.of(shadow()).report()));

    assertThat(next(shadow(), observation))
        .isEqualTo(new Transition(
            new Ramping(1, false), Share.parse("0.05"), "no harm in 1000 copies of calls"));
  }

  static Stream<UnaryOperator<Seen>> incompleteShadow() {
    return Stream.of(
        seen -> seen.phase(6),
        seen -> seen.trial("digits-2-x"),
        seen -> seen.calls(199),
        seen -> seen.near("errors"));
  }

  @ParameterizedTest
  @MethodSource("incompleteShadow")
  void next_shadowWithOneThingMissing_holds(UnaryOperator<Seen> missing) {
    var observation = observation(missing.apply(Seen.of(shadow())).report());

    assertThat(RolloutRules.next(shadow(), observation)).isEmpty();
  }

  @Test
  void next_shadowTooShort_holds() {
    var time = Duration.ofMinutes(5).minus(MILLISECOND);

    assertThat(RolloutRules.next(
            shadow(), observation(time, Optional.of(Seen.of(shadow()).report()))))
        .isEmpty();
  }

  @Test
  void next_shadowWhileNoWindowIsOpen_holdsWithoutAPause() {
    var plan = Samples.shadowing(Samples.windows(Samples.CLOSED));
    var rollout = rollout(plan, new Shadow(), "0");

    assertThat(RolloutRules.next(rollout, observation(Seen.of(rollout).report())))
        .isEmpty();
  }

  @Test
  void next_watchOver_completes() {
    var observation =
        observation(Duration.ofHours(1), Optional.of(Seen.of(promoted()).report()));

    assertThat(next(promoted(), observation))
        .isEqualTo(
            new Transition(new Completed(), Share.ONE, "no harm in 60 min after the promotion"));
  }

  static Stream<UnaryOperator<Seen>> incompleteWatch() {
    return Stream.of(
        seen -> seen.phase(6),
        seen -> seen.trial("digits-2-x"),
        seen -> seen.calls(299),
        seen -> seen.near("watch.errors"));
  }

  @ParameterizedTest
  @MethodSource("incompleteWatch")
  void next_watchWithOneThingMissing_goesOn(UnaryOperator<Seen> missing) {
    var report = missing.apply(Seen.of(promoted())).report();

    assertThat(RolloutRules.next(promoted(), observation(LONG, Optional.of(report))))
        .isEmpty();
  }

  @Test
  void next_watchTooShort_goesOn() {
    var time = Duration.ofHours(1).minus(MILLISECOND);

    assertThat(RolloutRules.next(
            promoted(), observation(time, Optional.of(Seen.of(promoted()).report()))))
        .isEmpty();
  }

  @Test
  void next_preflight_waitsForTheCheck() {
    var rollout = rollout(PLAN, new Preflight(), "0");

    assertThat(RolloutRules.next(
            rollout, observation(LONG, Optional.of(Seen.of(rollout).report()))))
        .isEmpty();
  }

  /** Law 6: somebody has to resume what does not end by itself, however good all looks. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FREEZE_WINDOW", "NO_TRAFFIC", "CONTROLLER_STALE", "UNCLEAN_RESTART"})
  void next_pausedForAReasonThatStays_isNothing(PauseReason reason) {
    var rollout = paused(reason, 3);

    assertThat(reason.endsByItself()).isFalse();
    assertThat(RolloutRules.next(
            rollout, observation(LONG, Optional.of(Seen.of(rollout).report()))))
        .isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FREEZE_WINDOW", "NO_TRAFFIC", "CONTROLLER_STALE", "UNCLEAN_RESTART"})
  void next_reasonOfThePauseGone_goesOnWithTheSameStep(PauseReason reason) {
    var rollout = paused(reason, 3);

    assertThat(reason.endsByItself()).isTrue();
    assertThat(RolloutRules.next(
            rollout, observation(LONG, Optional.of(Seen.of(rollout).report()))))
        .contains(new Transition(new Ramping(3, false), Share.parse("0.25"), reason + " is over"));
  }

  @Test
  void next_shadowPausedWithoutTraffic_goesOnWithTheShadow() {
    var rollout = paused(PauseReason.NO_TRAFFIC, 0);

    assertThat(next(rollout, observation(Seen.of(rollout).report())))
        .isEqualTo(new Transition(new Shadow(), Share.ZERO, "NO_TRAFFIC is over"));
  }

  @Test
  void next_frozenAndNoWindowOpen_stays() {
    var rollout = paused(Samples.windows(Samples.CLOSED), PauseReason.FREEZE_WINDOW, 3);

    assertThat(RolloutRules.next(rollout, observation(Seen.of(rollout).report())))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({
    "NO_TRAFFIC, 59999, true",
    "NO_TRAFFIC, 60000, false",
    "CONTROLLER_STALE, 59999, true",
    "CONTROLLER_STALE, 60000, false"
  })
  void next_pausedWithoutTraffic_goesOnWithACallOfTheLastMinute(
      PauseReason reason, long millis, boolean goesOn) {
    var rollout = paused(reason, 3);
    var report = Seen.of(rollout).sinceCanaryCall(Duration.ofMillis(millis)).report();

    assertThat(RolloutRules.next(rollout, observation(report)).isPresent()).isEqualTo(goesOn);
  }

  @ParameterizedTest
  @EnumSource(names = {"NO_TRAFFIC", "CONTROLLER_STALE"})
  void next_pausedWithoutAReportOfThisPhase_stays(PauseReason reason) {
    var rollout = paused(reason, 3);

    assertThat(RolloutRules.next(rollout, observation(Seen.of(rollout).phase(6).report())))
        .isEmpty();
  }

  @ParameterizedTest
  @CsvSource({"59999, false", "60000, true"})
  void next_stalled_goesOnAfterAMinuteOfLooks(long millis, boolean goesOn) {
    var rollout = paused(PauseReason.CONTROLLER_STALE, 3);
    var observation =
        observation(Duration.ofMillis(millis), Optional.of(Seen.of(rollout).report()));

    assertThat(RolloutRules.next(rollout, observation).isPresent()).isEqualTo(goesOn);
  }

  @ParameterizedTest
  @CsvSource({"1799999, false", "1800000, true"})
  void next_afterACrash_goesOnAfterTheCooldown(long millis, boolean goesOn) {
    var rollout = paused(PLAN, PauseReason.UNCLEAN_RESTART, 3, "0").crashed();

    assertThat(RolloutRules.next(rollout, observation(Duration.ofMillis(millis), Optional.empty()))
            .map(Transition::share))
        .isEqualTo(goesOn ? Optional.of(Share.parse("0.25")) : Optional.empty());
  }

  @Test
  void next_afterTwoCrashes_waitsForSomebody() {
    var rollout = paused(PLAN, PauseReason.UNCLEAN_RESTART, 3, "0").crashed().crashed();

    assertThat(RolloutRules.next(rollout, observation(LONG, Optional.empty()))).isEmpty();
  }

  @Test
  void next_afterACrashWhileNoWindowIsOpen_waitsForOne() {
    var plan = Samples.windows(Samples.CLOSED);
    var rollout = paused(plan, PauseReason.UNCLEAN_RESTART, 3, "0").crashed();

    assertThat(RolloutRules.next(rollout, observation(LONG, Optional.empty()))).isEmpty();
  }

  @Test
  void missing_nothing_isEmpty() {
    assertThat(RolloutRules.missing(ramping(4), observation(Seen.of(ramping(4)).report())))
        .isEmpty();
  }

  @Test
  void missing_loweredByHand_isResume() {
    var rollout = paused(PLAN, PauseReason.MANUAL_SPLIT, 3, "0.2");

    assertThat(RolloutRules.missing(rollout, observation(Seen.of(rollout).report())))
        .containsExactly(new Need("`rollout resume`", Optional.empty()));
  }

  @Test
  void missing_preflight_isTheChecks() {
    var rollout = rollout(PLAN, new Preflight(), "0");

    assertThat(RolloutRules.missing(rollout, observation(BAKE, Optional.empty())))
        .containsExactly(new Need("the preflight of the candidate", Optional.empty()));
  }

  @Test
  void missing_noReport_isTheFirstCalls() {
    var time = Duration.ofMinutes(4);

    assertThat(RolloutRules.missing(ramping(1), observation(time, Optional.empty())))
        .containsExactly(new Need("the first calls of this phase", Optional.of(BAKE.minus(time))));
  }

  @Test
  void missing_noReportAfterTheBake_cannotSayWhenItComes() {
    assertThat(
            RolloutRules.missing(ramping(1), observation(BAKE.multipliedBy(2), Optional.empty())))
        .containsExactly(new Need("the first calls of this phase", Optional.empty()));
  }

  @Test
  void timeout_noCallsEither_isNotForWantOfLabels() {
    var report = Seen.of(ramping(4))
        .labels(0, 0)
        .sinceLabel(Duration.ofMinutes(130))
        .sinceCall(Duration.ofMinutes(2))
        .report();
    var observation = observation(LONG, Duration.ofMinutes(130), report);

    assertThat(RolloutRules.next(ramping(4), observation)).isEmpty();
  }

  @Test
  void missing_noWindowOpen_isAWindow() {
    var rollout = ramping(Samples.windows(Samples.CLOSED), 1);

    assertThat(RolloutRules.missing(rollout, observation(Seen.of(rollout).report())))
        .containsExactly(new Need("an open window: [Fri 00:00-24:00 Z]", Optional.empty()));
  }

  @Test
  void missing_promoted_needsNoWindow() {
    var rollout = rollout(Samples.windows(Samples.CLOSED), new Promoted(1), "1");

    assertThat(RolloutRules.missing(
            rollout,
            observation(Duration.ofHours(1), Optional.of(Seen.of(rollout).report()))))
        .isEmpty();
  }

  @Test
  void missing_inTheShadow_saysTimeCallsAndGates() {
    var report = Seen.of(shadow()).calls(50).near("errors").report();

    assertThat(
            RolloutRules.missing(shadow(), observation(Duration.ofMinutes(4), Optional.of(report))))
        .containsExactly(
            new Need("60 s of the shadow", Optional.of(Duration.ofMinutes(1))),
            new Need("150 more calls of the candidate (50 of 200)", Optional.empty()),
            new Need("errors further away from harm", Optional.empty()));
  }

  @Test
  void missing_leastOfTheShadowAndTheWatch_isEmpty() {
    var shadow = Seen.of(shadow()).calls(200).report();
    var watch = Seen.of(promoted()).calls(300).report();

    assertThat(RolloutRules.missing(shadow(), observation(shadow))).isEmpty();
    assertThat(RolloutRules.missing(promoted(), observation(LONG, Optional.of(watch))))
        .isEmpty();
  }

  @Test
  void missing_inTheWatch_saysTimeAndCalls() {
    var report = Seen.of(promoted()).calls(299).report();

    assertThat(RolloutRules.missing(
            promoted(), observation(Duration.ofMinutes(59), Optional.of(report))))
        .containsExactly(
            new Need("60 s of the watch", Optional.of(Duration.ofMinutes(1))),
            new Need("1 more calls of the candidate (299 of 300)", Optional.empty()));
  }

  static Stream<Arguments> bakes() {
    return Stream.of(
        Arguments.of(ramping(1), BAKE),
        Arguments.of(paused(PLAN, PauseReason.MANUAL_SPLIT, 1, "0.01"), BAKE.dividedBy(2)),
        Arguments.of(shadow(), Duration.ofMinutes(5)),
        Arguments.of(rollout(PLAN, new Preflight(), "0"), Duration.ZERO),
        Arguments.of(promoted(), Duration.ofHours(1)));
  }

  @ParameterizedTest
  @MethodSource("bakes")
  void bake_eachPhase_isWhatThePlanSays(Rollout rollout, Duration bake) {
    assertThat(RolloutRules.bake(rollout)).isEqualTo(bake);
  }

  static Stream<Arguments> nextShares() {
    return Stream.of(
        Arguments.of(rollout(PLAN, new Preflight(), "0"), "0.05"),
        Arguments.of(shadow(), "0.05"),
        Arguments.of(ramping(3), "0.5"),
        Arguments.of(ramping(4), "1"),
        Arguments.of(paused(PauseReason.MANUAL, 3), "0.5"),
        Arguments.of(paused(PLAN, PauseReason.MANUAL_SPLIT, 3, "0.2"), "0.25"));
  }

  @ParameterizedTest
  @MethodSource("nextShares")
  void nextShare_running_isThatOfTheNextStep(Rollout rollout, String share) {
    assertThat(RolloutRules.nextShare(rollout)).contains(Share.parse(share));
  }

  @Test
  void nextShare_promoted_isNone() {
    assertThat(RolloutRules.nextShare(promoted())).isEmpty();
  }

  private static Transition next(Rollout rollout, Observation observation) {
    return RolloutRules.next(rollout, observation).orElseThrow();
  }

  private static Terms withoutQuality() {
    var gates = GateSettings.DEFAULT;
    var quality = new GateSettings.Quality(
        gates.quality().weight(),
        0,
        0.02,
        false,
        gates.quality().labelHorizon(),
        gates.quality().cohort(),
        gates.quality().labelTimeout(),
        false);
    return new Terms(
        new GateSettings(
            gates.alphaRollback(),
            gates.alphaPromote(),
            gates.cap(),
            gates.errors(),
            gates.latency(),
            quality,
            gates.abandoned(),
            gates.service(),
            gates.srmAlpha(),
            gates.srmConcentration(),
            gates.modes()),
        LossScale.BINARY,
        "");
  }
}
