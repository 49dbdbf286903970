package dev.serin.rollout;

import static dev.serin.rollout.Samples.PLAN;
import static dev.serin.rollout.Samples.observation;
import static dev.serin.rollout.Samples.paused;
import static dev.serin.rollout.Samples.promoted;
import static dev.serin.rollout.Samples.ramping;
import static dev.serin.rollout.Samples.rollout;
import static dev.serin.rollout.Samples.shadow;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serin.gate.HarmCause;
import dev.serin.gate.Need;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.rollout.RollbackCause.Act;
import dev.serin.rollout.RolloutEvent.PreflightEnded;
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
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class RolloutCommandsTest {
  private static final Observation BLIND = observation(Duration.ofMinutes(1), Optional.empty());

  static Stream<Rollout> over() {
    return Stream.of(
        rollout(PLAN, new Completed(), "1"),
        rollout(PLAN, new RolledBack(Act.ABORTED, "ann"), "0"),
        rollout(PLAN, new Rejected("NaN"), "0"));
  }

  /** Law 6: nothing brings a rollout back that is over. */
  @ParameterizedTest
  @MethodSource("over")
  void anyCommand_over_isRefused(Rollout rollout) {
    var label = rollout.state().label();

    refused(
        () -> Incidents.preflightEnded(rollout, BLIND, new PreflightEnded(1, Optional.empty())),
        label,
        "PREFLIGHT");
    refused(
        () -> RolloutCommands.pause(rollout, "why"),
        label,
        "SHADOW, RAMPING, or paused for another reason");
    refused(() -> RolloutCommands.resume(rollout, "why"), label, "PAUSED");
    refused(
        () -> RolloutCommands.advance(rollout, BLIND, true, "why"),
        label,
        "SHADOW, RAMPING, or PAUSED with the share of its step; resume it first");
    refused(
        () -> RolloutCommands.promote(rollout, BLIND, true, true, "why"),
        label,
        "SHADOW, RAMPING or PAUSED");
    refused(() -> RolloutCommands.abort(rollout, "why"), label, "one that is not over");
    refused(
        () -> RolloutCommands.split(rollout, Share.parse("0.1"), true, "why"),
        label,
        "past its preflight");
    assertThat(Incidents.crashed(rollout)).isEmpty();
    assertThat(Incidents.termsChanged(rollout)).isEmpty();
  }

  @Test
  void checked_fineWithoutAShadow_givesTheFirstStep() {
    assertThat(Incidents.preflightEnded(
            preflight(PLAN), BLIND, new PreflightEnded(64, Optional.empty())))
        .contains(new Transition(
            new Ramping(1, false),
            Share.parse("0.05"),
            "the candidate had no problem with 64 recent calls"));
  }

  @Test
  void checked_fineWithAShadow_givesTheShadow() {
    assertThat(Incidents.preflightEnded(
            preflight(Samples.shadowing(PLAN)), BLIND, new PreflightEnded(64, Optional.empty())))
        .contains(new Transition(
            new Shadow(), Share.ZERO, "the candidate had no problem with 64 recent calls"));
  }

  @Test
  void checked_problem_rejects() {
    assertThat(Incidents.preflightEnded(
            preflight(PLAN), BLIND, new PreflightEnded(64, Optional.of("NaN in scores"))))
        .contains(new Transition(
            new Rejected("NaN in scores"),
            Share.ZERO,
            "refused before it had users: NaN in scores"));
  }

  /** A pipeline that starts on Friday gave users over the weekend. */
  @Test
  void checked_fineWhileNoWindowIsOpen_waits() {
    var plan = Samples.windows(Samples.CLOSED);

    assertThat(Incidents.preflightEnded(
            preflight(plan), BLIND, new PreflightEnded(64, Optional.empty())))
        .isEmpty();
    assertThat(RolloutRules.missing(preflight(plan), BLIND))
        .extracting(Need::what)
        .anyMatch(what -> what.startsWith("an open window: "));
    assertThat(Incidents.preflightEnded(
            preflight(plan), BLIND, new PreflightEnded(64, Optional.of("NaN in scores"))))
        .isPresent();
  }

  @Test
  void checked_pastItsPreflight_isRefused() {
    refused(
        () -> Incidents.preflightEnded(ramping(1), BLIND, new PreflightEnded(64, Optional.empty())),
        "RAMPING",
        "PREFLIGHT");
  }

  @Test
  void pause_ramping_keepsStepAndShare() {
    assertThat(RolloutCommands.pause(ramping(3), "by ann"))
        .isEqualTo(new Transition(
            new Paused(PauseReason.MANUAL, "by ann", 3), Share.parse("0.25"), "MANUAL: by ann"));
  }

  @Test
  void pause_shadow_keepsStepAndShare() {
    assertThat(RolloutCommands.pause(shadow(), "by ann"))
        .isEqualTo(new Transition(
            new Paused(PauseReason.MANUAL, "by ann", 0), Share.ZERO, "MANUAL: by ann"));
  }

  @Test
  void pause_pausedForAReasonThatEnds_staysPausedUntilSomebodyResumes() {
    var rollout = paused(PLAN, PauseReason.UNCLEAN_RESTART, 3, "0");

    assertThat(RolloutCommands.pause(rollout, "by ann"))
        .isEqualTo(new Transition(
            new Paused(PauseReason.MANUAL, "by ann", 3), Share.ZERO, "MANUAL: by ann"));
  }

  static Stream<Rollout> unpausable() {
    return Stream.of(preflight(PLAN), promoted(), paused(PauseReason.MANUAL, 2));
  }

  @ParameterizedTest
  @MethodSource("unpausable")
  void pause_nothingToPause_isRefused(Rollout rollout) {
    refused(
        () -> RolloutCommands.pause(rollout, "by ann"),
        rollout.state().label(),
        "SHADOW, RAMPING, or paused for another reason");
  }

  @ParameterizedTest
  @EnumSource
  void resume_paused_goesOnWithTheStep(PauseReason reason) {
    assertThat(RolloutCommands.resume(paused(reason, 3), "by ann"))
        .isEqualTo(new Transition(
            new Ramping(3, reason == PauseReason.APPROVAL), Share.parse("0.25"), "by ann"));
  }

  /** Whose evidence is gone is to be approved again. */
  @Test
  void resume_loweredWhileItWaitedForApproval_isNotApproved() {
    var rollout = paused(PLAN, PauseReason.APPROVAL, 3, "0");

    assertThat(RolloutCommands.resume(rollout, "by ann").state()).isEqualTo(new Ramping(3, false));
  }

  @Test
  void resume_pausedShadow_goesOnWithTheShadow() {
    assertThat(RolloutCommands.resume(paused(PauseReason.MANUAL, 0), "by ann"))
        .isEqualTo(new Transition(new Shadow(), Share.ZERO, "by ann"));
  }

  @Test
  void resume_lowered_snapsToTheStep() {
    var rollout = paused(PLAN, PauseReason.MANUAL_SPLIT, 2, "0.2");

    assertThat(RolloutCommands.resume(rollout, "by ann"))
        .extracting(Transition::state, Transition::share)
        .containsExactly(new Ramping(2, false), Share.parse("0.1"));
  }

  static Stream<Rollout> notPaused() {
    return Stream.of(preflight(PLAN), shadow(), ramping(1), promoted());
  }

  @ParameterizedTest
  @MethodSource("notPaused")
  void resume_notPaused_isRefused(Rollout rollout) {
    refused(() -> RolloutCommands.resume(rollout, "by ann"), rollout.state().label(), "PAUSED");
  }

  static Stream<Arguments> steps() {
    return Stream.of(
        Arguments.of(shadow(), 1, "0.05"),
        Arguments.of(ramping(1), 2, "0.1"),
        Arguments.of(ramping(3), 4, "0.5"),
        Arguments.of(paused(PauseReason.APPROVAL, 2), 3, "0.25"));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void advance_nothingMissing_isTheNextStep(Rollout rollout, int step, String share) {
    assertThat(RolloutCommands.advance(
            rollout, observation(Seen.of(rollout).report()), false, "by ann"))
        .isEqualTo(new Transition(new Ramping(step, false), Share.parse(share), "by ann"));
  }

  @Test
  void advance_lastStep_promotes() {
    var observation = observation(Seen.of(ramping(4)).report());

    assertThat(RolloutCommands.advance(ramping(4), observation, false, "by ann"))
        .extracting(Transition::state, Transition::share)
        .containsExactly(new Promoted(240_000), Share.ONE);
  }

  @Test
  void advance_somethingMissing_isRefusedAndSaysIt() {
    var observation = observation(Seen.of(ramping(1)).calls(200).near("errors").report());

    assertThatExceptionOfType(RolloutRefusedException.class)
        .isThrownBy(() -> RolloutCommands.advance(ramping(1), observation, false, "by ann"))
        .withMessage("rollout #3: missing 100 more calls of the canary (200 of 300); errors further"
            + " away from harm (expected: nothing, or --skip-evidence)");
  }

  /** Law 7: a shadow with an alarm proves nothing. */
  @Test
  void advance_pausedShadowWithAnAlarm_isRefused() {
    var rollout = paused(Samples.shadowing(PLAN), PauseReason.SRM, 0);
    var observation = observation(
        Seen.of(rollout).harm("srm", Consequence.PAUSE, HarmCause.USERS_DIFFER).report());

    assertThatExceptionOfType(RolloutRefusedException.class)
        .isThrownBy(() -> RolloutCommands.advance(rollout, observation, false, "by ann"))
        .withMessage(
            "rollout #3: missing srm without harm (expected: nothing, or --skip-evidence)");
  }

  @Test
  void advance_skip_needsNothingAndSaysSo() {
    assertThat(RolloutCommands.advance(ramping(1), BLIND, true, "by ann"))
        .isEqualTo(
            new Transition(new Ramping(2, false), Share.parse("0.1"), "by ann (evidence skipped)"));
  }

  static Stream<Rollout> notRaisable() {
    return Stream.of(
        preflight(PLAN),
        promoted(),
        paused(PLAN, PauseReason.MANUAL_SPLIT, 3, "0.2"),
        paused(PLAN, PauseReason.UNCLEAN_RESTART, 3, "0"));
  }

  @ParameterizedTest
  @MethodSource("notRaisable")
  void advance_notAtAStep_isRefused(Rollout rollout) {
    refused(
        () -> RolloutCommands.advance(rollout, BLIND, true, "by ann"),
        rollout.state().label(),
        "SHADOW, RAMPING, or PAUSED with the share of its step; resume it first");
  }

  @Test
  void promote_lastStepAndNothingMissing_promotes() {
    var observation = observation(Seen.of(ramping(4)).report());

    assertThat(RolloutCommands.promote(ramping(4), observation, false, false, "by ann"))
        .isEqualTo(new Transition(new Promoted(240_000), Share.ONE, "by ann"));
  }

  @Test
  void promote_notTheLastStep_needsFull() {
    var observation = observation(Seen.of(ramping(3)).report());

    assertThatExceptionOfType(RolloutRefusedException.class)
        .isThrownBy(() -> RolloutCommands.promote(ramping(3), observation, false, true, "by ann"))
        .withMessage("rollout #3: step 3 of 5 (expected: step 4, or --full to leave out those in"
            + " between)");
    assertThat(RolloutCommands.promote(ramping(3), observation, true, false, "by ann")
            .share())
        .isEqualTo(Share.ONE);
  }

  @Test
  void promote_somethingMissing_needsForce() {
    assertThatExceptionOfType(RolloutRefusedException.class)
        .isThrownBy(() -> RolloutCommands.promote(ramping(4), BLIND, true, false, "by ann"))
        .withMessage("rollout #3: missing the first calls of this phase (expected: nothing, or"
            + " --force)");
    assertThat(RolloutCommands.promote(ramping(4), BLIND, false, true, "by ann"))
        .isEqualTo(new Transition(new Promoted(20), Share.ONE, "by ann (forced)"));
  }

  @Test
  void promote_lowered_needsForceForItsEvidenceIsGone() {
    var rollout = paused(PLAN, PauseReason.UNCLEAN_RESTART, 4, "0");
    var observation = observation(Seen.of(rollout).report());

    assertThatExceptionOfType(RolloutRefusedException.class)
        .isThrownBy(() -> RolloutCommands.promote(rollout, observation, false, false, "by ann"))
        .withMessage(
            "rollout #3: missing 600 s of the cool-down, or `rollout resume` (expected: nothing, or --force)");
  }

  static Stream<Rollout> withoutShare() {
    return Stream.of(preflight(PLAN), promoted());
  }

  @ParameterizedTest
  @MethodSource("withoutShare")
  void promote_notRunning_isRefused(Rollout rollout) {
    refused(
        () -> RolloutCommands.promote(rollout, BLIND, true, true, "by ann"),
        rollout.state().label(),
        "SHADOW, RAMPING or PAUSED");
  }

  static Stream<Rollout> active() {
    return Stream.of(
        preflight(PLAN), shadow(), ramping(2), paused(PauseReason.MANUAL, 2), promoted());
  }

  @ParameterizedTest
  @MethodSource("active")
  void abort_active_givesAllUsersBack(Rollout rollout) {
    assertThat(RolloutCommands.abort(rollout, "by ann"))
        .isEqualTo(new Transition(new RolledBack(Act.ABORTED, "by ann"), Share.ZERO, "by ann"));
  }

  /** The step in force and a share, the share asked for, and the step to go on with. */
  @ParameterizedTest
  @CsvSource({
    "3, 0.2, 2",
    "3, 0.1, 2",
    "3, 0.099, 1",
    "3, 0.05, 1",
    "3, 0.01, 1",
    "3, 0, 1",
    "4, 0.49, 3",
    "4, 0.25, 3",
    "1, 0.04, 1"
  })
  void split_lowered_pausesAndSnapsToTheStepBelow(int step, String share, int next) {
    assertThat(RolloutCommands.split(ramping(step), Share.parse(share), false, "ann set it"))
        .isEqualTo(new Transition(
            new Paused(PauseReason.MANUAL_SPLIT, "ann set it", next),
            Share.parse(share),
            "MANUAL_SPLIT: ann set it"));
  }

  @Test
  void split_raised_isRefused() {
    refused(
        () -> RolloutCommands.split(ramping(1), Share.parse("0.051"), false, "ann set it"),
        "RAMPING",
        "at most 0.05 for version 2, not 0.051; `rollout advance` raises it by the plan, --force"
            + " whatever that says");
  }

  @ParameterizedTest
  @CsvSource({"0.3, 3", "0.5, 4", "0.99, 4"})
  void split_raisedByForce_pausesAndSnapsToTheStepBelow(String share, int step) {
    assertThat(RolloutCommands.split(ramping(1), Share.parse(share), true, "ann set it"))
        .extracting(Transition::state, Transition::share)
        .containsExactly(
            new Paused(PauseReason.MANUAL_SPLIT, "ann set it", step), Share.parse(share));
  }

  @Test
  void split_raisedByForceInTheShadow_leavesTheShadow() {
    assertThat(RolloutCommands.split(shadow(), Share.parse("0.02"), true, "ann set it")
            .state())
        .isEqualTo(new Paused(PauseReason.MANUAL_SPLIT, "ann set it", 1));
  }

  @Test
  void split_noShareInAPausedShadow_staysWithTheShadow() {
    assertThat(RolloutCommands.split(paused(PauseReason.MANUAL, 0), Share.ZERO, false, "ann set it")
            .state())
        .isEqualTo(new Paused(PauseReason.MANUAL_SPLIT, "ann set it", 0));
  }

  @Test
  void split_allUsers_isRefusedEvenByForce() {
    refused(
        () -> RolloutCommands.split(ramping(4), Share.ONE, true, "ann set it"),
        "RAMPING",
        "a share below 1; `rollout promote` gives it all users");
  }

  @Test
  void split_preflight_isRefused() {
    refused(
        () -> RolloutCommands.split(preflight(PLAN), Share.parse("0.01"), true, "ann set it"),
        "PREFLIGHT",
        "past its preflight");
  }

  @Test
  void split_noneOfThePromoted_rollsBack() {
    assertThat(RolloutCommands.split(promoted(), Share.ZERO, false, "ann set it"))
        .isEqualTo(
            new Transition(new RolledBack(Act.SPLIT, "ann set it"), Share.ZERO, "ann set it"));
  }

  @Test
  void split_lessOfThePromoted_isRefused() {
    refused(
        () -> RolloutCommands.split(promoted(), Share.parse("0.5"), true, "ann set it"),
        "PROMOTED",
        "0 for version 2, which takes it back, or an end of the watch");
  }

  @Test
  void crashed_withUsers_givesThemBackForAWhile() {
    var why = "the gateway ended without closing while the candidate had 0.25 of the users";

    assertThat(Incidents.crashed(ramping(3)))
        .contains(new Transition(
            new Paused(PauseReason.UNCLEAN_RESTART, why, 3),
            Share.ZERO,
            "UNCLEAN_RESTART: " + why));
  }

  @Test
  void crashed_promoted_goesBackToTheStepBefore() {
    assertThat(Incidents.crashed(promoted()).orElseThrow())
        .extracting(Transition::state, Transition::share)
        .containsExactly(
            new Paused(
                PauseReason.UNCLEAN_RESTART,
                "the gateway ended without closing while the candidate had 1 of the users",
                4),
            Share.ZERO);
  }

  @Test
  void crashed_again_rollsBack() {
    var why = "the gateway ended without closing while the candidate had 0.25 of the users, again";

    assertThat(Incidents.crashed(ramping(3).crashed()))
        .contains(new Transition(new RolledBack(Act.CRASHED, why), Share.ZERO, why));
  }

  @Test
  void candidateCrashed_says_how() {
    var why = "version 2 ended its process: signal 11 while serving";

    assertThat(Incidents.candidateCrashed(ramping(3), "signal 11 while serving"))
        .contains(new Transition(new RolledBack(Act.CRASHED, why), Share.ZERO, why));
  }

  static Stream<Rollout> withoutUsers() {
    return Stream.of(
        preflight(PLAN),
        shadow(),
        paused(PLAN, PauseReason.UNCLEAN_RESTART, 3, "0").crashed());
  }

  @ParameterizedTest
  @MethodSource("withoutUsers")
  void crashed_withoutUsers_isNothing(Rollout rollout) {
    assertThat(Incidents.crashed(rollout)).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"FREEZE_WINDOW", "NO_TRAFFIC", "CONTROLLER_STALE", "UNCLEAN_RESTART"})
  void crashed_pausedForAReasonThatEnds_endsByItselfToo(PauseReason reason) {
    assertThat(Incidents.crashed(paused(reason, 3)).orElseThrow().state())
        .isInstanceOfSatisfying(
            Paused.class,
            paused -> assertThat(paused.reason()).isEqualTo(PauseReason.UNCLEAN_RESTART));
  }

  /** Law 6: a crash must not resume what somebody has to look at. */
  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FREEZE_WINDOW", "NO_TRAFFIC", "CONTROLLER_STALE", "UNCLEAN_RESTART"})
  void crashed_pausedForAReasonThatStays_staysPausedForThat(PauseReason reason) {
    var why = "the gateway ended without closing while the candidate had 0.25 of the users";

    assertThat(Incidents.crashed(paused(reason, 3)))
        .contains(new Transition(
            new Paused(reason, why + "; paused before: so it is", 3),
            Share.ZERO,
            "UNCLEAN_RESTART: " + why));
  }

  static Stream<Rollout> raisedByThemselves() {
    return Stream.of(
        shadow(),
        ramping(3),
        paused(PauseReason.FREEZE_WINDOW, 3),
        paused(PLAN, PauseReason.UNCLEAN_RESTART, 3, "0"));
  }

  @ParameterizedTest
  @MethodSource("raisedByThemselves")
  void configChanged_wouldBeRaised_pauses(Rollout rollout) {
    assertThat(Incidents.termsChanged(rollout))
        .contains(new Transition(
            new Paused(
                PauseReason.CONFIG_CHANGED,
                "the file says other gates or another quality; this rollout keeps those of its"
                    + " start",
                rollout.step()),
            rollout.share(),
            "CONFIG_CHANGED: the file says other gates or another quality; this rollout keeps those"
                + " of its start"));
  }

  static Stream<Rollout> notRaisedByThemselves() {
    return Stream.of(preflight(PLAN), promoted(), paused(PauseReason.MANUAL, 3));
  }

  @ParameterizedTest
  @MethodSource("notRaisedByThemselves")
  void configChanged_isNotRaised_isNothing(Rollout rollout) {
    assertThat(Incidents.termsChanged(rollout)).isEmpty();
  }

  private static Rollout preflight(LivePlan plan) {
    return rollout(plan, new Preflight(), "0");
  }

  private static void refused(ThrowingCallable command, String state, String expected) {
    assertThatExceptionOfType(RolloutRefusedException.class)
        .isThrownBy(command)
        .withMessage("rollout #3: " + state + " (expected: " + expected + ")");
  }
}
