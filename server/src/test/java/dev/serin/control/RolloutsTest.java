package dev.serin.control;

import static dev.serin.control.Gateway.MODEL;
import static dev.serin.control.Gateway.OTHER_SIGNATURE;
import static dev.serin.control.Gateway.SIGNATURE;
import static dev.serin.control.Gateway.change;
import static dev.serin.control.Refusals.assertRefused;
import static dev.serin.control.RolloutGateway.request;
import static dev.serin.split.Splits.split;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.access.Author;
import dev.serin.control.ChangeRefusedException.Kind;
import dev.serin.gate.HarmCause;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import dev.serin.gate.Verdict.Consequence;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.LivePlan.Shadowing;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.Seen;
import java.time.Duration;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** What rollouts do with commands, files, disks and restarts that come when they should not. */
class RolloutsTest {
  private static final int BAKE = 600;

  private final MemoryStore store = new MemoryStore();
  private final RolloutGateway rig = new RolloutGateway(store);

  @Test
  void command_start_hashesAnewAndMovesNobody() {
    rig.start(2);

    assertThat(rig.state()).isEqualTo("PREFLIGHT 0");
    assertThat(rig.rollout().identity().id()).isEqualTo("digits-1-x0");
    assertThat(rig.gateway.route().assignment().salt()).isEqualTo("digits-1-x0");
    assertThat(rig.revision().split()).isEqualTo(split("1=1"));
  }

  @Test
  void tick_allThere_raisesStepByStepToTheEnd() {
    rig.ramp();
    assertThat(rig.state()).isEqualTo("RAMPING 0.05");

    rig.seconds(BAKE - 1);
    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
    rig.seconds(1);
    assertThat(rig.state()).isEqualTo("RAMPING 0.1");
    rig.seconds(3 * BAKE);
    assertThat(rig.state()).isEqualTo("PROMOTED 1");
    assertThat(rig.revision().stable()).isEqualTo(2);
    rig.seconds(3_600);
    assertThat(rig.state()).isEqualTo("COMPLETED 1");
  }

  @Test
  void tick_theGatewayIsStopping_raisesNobody() {
    rig.ramp();
    rig.gateway.control.stopRaising();

    rig.seconds(3 * BAKE);

    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
  }

  @Test
  void tick_aLongTimeAfterTheLast_raisesByNoStep() {
    rig.ramp();
    rig.pass(Duration.ofDays(1));

    rig.gateway.tick();

    assertThat(rig.rollout().state())
        .isInstanceOfSatisfying(
            Paused.class,
            paused -> assertThat(paused.reason()).isEqualTo(PauseReason.CONTROLLER_STALE));
  }

  @Test
  void alarm_harm_rollsBackBeforeTheNextTick() {
    rig.ramp();
    harm();

    rig.gateway.control.alarm(MODEL);
    rig.run();

    assertThat(rig.state()).isEqualTo("ROLLED_BACK 0");
    assertThat(rig.gateway.route().assignment().split()).isEqualTo(split("1=1"));
    assertThat(rig.rollout().evidence())
        .extracting(gate -> gate.gate().toString())
        .containsExactly("errors");
  }

  @Test
  void alarm_harmByLatency_saysWhichPartOfTheCallsGrew() {
    rig.slower = (model, candidate) -> Optional.of(model + " " + candidate + ": its runs");
    rig.ramp();
    harm("latency.q95", HarmCause.SLOWER);

    rig.gateway.control.alarm(MODEL);
    rig.run();

    assertThat(rig.revision().reason()).endsWith("; " + MODEL + " 2: its runs");
  }

  /** Law 11: a full disk never keeps a harmful canary. */
  @Test
  void tick_harmOnAFullDisk_rollsBack() {
    rig.ramp();
    harm();
    store.full = true;

    rig.seconds(1);

    assertThat(rig.state()).isEqualTo("ROLLED_BACK 0");
    assertThat(rig.gateway.route().assignment().split()).isEqualTo(split("1=1"));
  }

  /** Whose candidate comes back at that time, and could not be let in without a disk. */
  @Test
  void command_pauseOnAFullDisk_movesNobody() {
    rig.ramp();
    rig.gateway.ready(2, OTHER_SIGNATURE);
    store.full = true;
    rig.gateway.ready(2, SIGNATURE);

    rig.submit(new RolloutCommand.Pause(request("p")));

    assertThat(rig.state()).isEqualTo("PAUSED 0.05");
    assertThat(rig.revision().absent()).containsExactly(2L);
    store.full = false;
    rig.seconds(1);
    assertThat(rig.revision().absent()).isEmpty();
  }

  @Test
  void command_pauseOfAShadowWithoutStable_pauses() {
    rig.plan = shadowing();
    rig.ramp();
    rig.gateway.rejected(1);

    rig.submit(new RolloutCommand.Pause(request("p")));

    assertThat(rig.state()).isEqualTo("PAUSED 0");
  }

  @Test
  void tick_raiseOnAFullDisk_isTriedAgain() {
    rig.ramp();
    store.full = true;
    rig.seconds(BAKE);
    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
    assertThat(rig.gateway.control.notes(MODEL))
        .contains("journal: No space left on device (expected: a disk that takes a raise before its"
            + " effect)");

    store.full = false;
    rig.seconds(1);

    assertThat(rig.state()).isEqualTo("RAMPING 0.1");
    assertThat(rig.gateway.control.notes(MODEL)).isEmpty();
  }

  @Test
  void check_fineOnAFullDisk_isFollowedWhenTheDiskTakesIt() {
    rig.start(2);
    store.full = true;
    rig.check(Optional.empty());
    assertThat(rig.state()).isEqualTo("PREFLIGHT 0");

    store.full = false;
    rig.seconds(1);

    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
  }

  @Test
  void check_fineWhileTheCandidateIsLoading_isFollowedWhenItIsReady() {
    rig.start(2);
    rig.gateway.loading(2);
    rig.check(Optional.empty());

    rig.gateway.ready(2);
    rig.seconds(1);

    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
  }

  @Test
  void check_ofAFormerRollout_isForgotten() {
    rig.start(2);
    rig.submit(new RolloutCommand.Abort(request("a")));
    rig.submit(new RolloutCommand.Start(request("t"), OptionalLong.of(2), true, false));

    rig.checks.get(0).done().accept(new Preflights.Result(64, Optional.empty()));
    rig.seconds(1);

    assertThat(rig.state()).isEqualTo("PREFLIGHT 0");
  }

  @Test
  void check_ofAFormerRolloutOnAFullDisk_doesNotHideTheAnswer() {
    rig.start(2);
    rig.submit(new RolloutCommand.Abort(request("a")));
    rig.submit(new RolloutCommand.Start(request("t"), OptionalLong.of(2), true, false));
    store.full = true;
    rig.check(Optional.empty());

    rig.checks.get(0).done().accept(new Preflights.Result(64, Optional.empty()));
    rig.run();
    store.full = false;
    rig.seconds(1);

    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
  }

  @Test
  void check_problem_rejects() {
    rig.start(2);

    rig.check(Optional.of("NaN in scores"));

    assertThat(rig.state()).isEqualTo("REJECTED 0");
    assertThat(rig.rollout().state().detail()).isEqualTo("NaN in scores");
  }

  @Test
  void restart_duringTheCheck_checksAgain() {
    rig.start(2);

    rig.restart(false);
    rig.check(Optional.empty());

    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
  }

  @Test
  void restart_clean_goesOnWithTheBake() {
    rig.ramp();
    rig.seconds(BAKE - 1);

    rig.restart(true);
    rig.seconds(1);
    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
    rig.seconds(1);

    assertThat(rig.state()).isEqualTo("RAMPING 0.1");
  }

  @Test
  void restart_afterACrash_givesUsersBack() {
    rig.ramp();

    rig.restart(false);

    assertThat(rig.state()).isEqualTo("PAUSED 0");
    assertThat(rig.gateway.route().assignment().split()).isEqualTo(split("1=1"));
  }

  /** The line that was removed may have been the one that took the users back. */
  @Test
  void restart_afterARepairOfTheJournal_givesUsersBackAndWaitsForSomebody() {
    rig.ramp();
    store.doubt = new Doubt(Set.of(MODEL), false);

    rig.restart(true);
    rig.seconds(2 * BAKE);

    assertThat(rig.state()).isEqualTo("PAUSED 0");
    assertThat(rig.rollout().state())
        .isInstanceOfSatisfying(
            Paused.class,
            paused -> assertThat(paused.reason()).isEqualTo(PauseReason.STATE_IN_DOUBT));
    assertThat(rig.gateway.route().assignment().split()).isEqualTo(split("1=1"));
  }

  /** The line that was removed may have ended the rollout: nothing goes on by itself. */
  @Test
  void restart_afterARepairInThePreflight_waitsForSomebodyAndChecksAnew() {
    rig.start(2);
    store.doubt = new Doubt(Set.of(MODEL), false);

    rig.restart(true);
    rig.seconds(2 * BAKE);

    assertThat(rig.state()).isEqualTo("PAUSED 0");
    assertRefused(
        Kind.PRECONDITION,
        () -> rig.submit(new RolloutCommand.Advance(RolloutGateway.request("a"), true)));

    store.doubt = Doubt.NONE;
    rig.submit(new RolloutCommand.Resume(RolloutGateway.request("r")));

    assertThat(rig.state()).isEqualTo("PREFLIGHT 0");
    rig.check(Optional.empty());
    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
  }

  @Test
  void restart_withoutTheEvidenceOfBefore_givesUsersBackAndWaitsForSomebody() {
    rig.ramp();
    rig.evidenceLost = true;

    rig.restart(true);
    rig.seconds(2 * BAKE);

    assertThat(rig.state()).isEqualTo("PAUSED 0");
    assertThat(rig.rollout().state().detail())
        .isEqualTo("what the gates found before the restart is lost");
  }

  @Test
  void restart_afterARepair_asksOnce() {
    rig.ramp();
    store.doubt = new Doubt(Set.of(MODEL), false);
    rig.restart(true);
    store.doubt = Doubt.NONE;
    rig.submit(new RolloutCommand.Resume(RolloutGateway.request("r")));

    rig.restart(true);

    assertThat(rig.rollout().state().label()).isEqualTo("RAMPING");
  }

  /** A crash is not forgotten because stable could not be called at the time. */
  @Test
  void restart_afterACrashWithoutStable_givesUsersBackWhenStableIsThere() {
    rig.ramp();
    rig.gateway.rejected(1);
    rig.restart(false);
    assertThat(rig.state()).isEqualTo("RAMPING 0.05");

    rig.gateway.ready(1);
    rig.seconds(1);

    assertThat(rig.state()).isEqualTo("PAUSED 0");
    assertThat(rig.rollout().crashes()).isEqualTo(1);
  }

  @Test
  void restart_afterACrashOfThePromotedWithoutTheFormerStable_goesOnToTheEnd() {
    rig.ramp();
    rig.submit(new RolloutCommand.Promote(request("p"), true, true));
    rig.gateway.rejected(1);
    rig.restart(false);

    rig.seconds(3_601);

    assertThat(rig.state()).isEqualTo("COMPLETED 1");
  }

  /** Law 12: what is refused changes nothing. */
  @Test
  void command_resumeOnAFullDisk_takesNoAlarmBack() {
    rig.ramp();
    rig.submit(new RolloutCommand.Pause(request("p")));
    store.full = true;

    assertRefused(Kind.STORAGE, () -> rig.submit(new RolloutCommand.Resume(request("r"))));

    assertThat(rig.acknowledged).isZero();
  }

  @Test
  void command_resume_takesAlarmsBack() {
    rig.ramp();
    rig.submit(new RolloutCommand.Pause(request("p")));

    rig.submit(new RolloutCommand.Resume(request("r")));

    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
    assertThat(rig.acknowledged).isEqualTo(1);
  }

  @Test
  void command_resumeWithAnotherQuality_isRefused() {
    rig.ramp();
    rig.submit(new RolloutCommand.Pause(request("p")));
    rig.terms = new Terms(rig.terms.gates(), LossScale.BINARY, "brier");

    assertRefused(Kind.PRECONDITION, () -> rig.submit(new RolloutCommand.Resume(request("r"))))
        .isEqualTo("quality: brier (expected: accuracy, as at the start of rollout #1; or `rollout"
            + " abort` and a new start)");
  }

  @Test
  void command_sameRequestAgain_changesNothing() {
    rig.ramp();
    var advance = new RolloutCommand.Advance(request("a"), true);
    var first = rig.submit(advance);

    assertThat(rig.submit(advance)).isEqualTo(first);
    rig.restart(true);
    assertThat(rig.submit(advance)).isEqualTo(first);
  }

  @Test
  void command_withoutRequestId_isNewEachTime() {
    rig.ramp();

    rig.submit(new RolloutCommand.Advance(request(""), true));
    rig.submit(new RolloutCommand.Advance(request(""), true));

    assertThat(rig.state()).isEqualTo("RAMPING 0.25");
  }

  @Test
  void command_forAnotherRevision_isRefusedUnlessItAborts() {
    rig.ramp();
    var stale = new RolloutCommand.Request(MODEL, 1L, Author.of("alice"), "", "");

    assertRefused(Kind.CONFLICT, () -> rig.submit(new RolloutCommand.Pause(stale)))
        .isEqualTo("revision 3 is in force, not 1");
    rig.submit(new RolloutCommand.Abort(stale));

    assertThat(rig.state()).isEqualTo("ROLLED_BACK 0");
  }

  @Test
  void command_withoutARollout_isRefused() {
    assertRefused(Kind.NOT_FOUND, () -> rig.submit(new RolloutCommand.Pause(request("p"))))
        .isEqualTo("rollout: digits has none (expected: one, by `rollout start`; use"
            + " `split set` to take back shares that were set by hand)");
  }

  @Test
  void command_abortOfTheRolledBack_isWhatIsInForce() {
    rig.ramp();
    var first = rig.submit(new RolloutCommand.Abort(request("a")));

    assertThat(rig.submit(new RolloutCommand.Abort(request("b")))).isEqualTo(first);
  }

  @Test
  void command_replaceByAVersionThatIsNotReady_keepsTheOneThatRuns() {
    rig.ramp();
    rig.gateway.rejected(3);
    var replace = new RolloutCommand.Start(request("t"), OptionalLong.of(3), false, true);

    assertRefused(Kind.PRECONDITION, () -> rig.submit(replace))
        .isEqualTo("version: 3 is REJECTED, garbage (expected: READY)");

    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
  }

  @Test
  void command_replace_abortsAndBegins() {
    rig.ramp();

    rig.submit(new RolloutCommand.Start(request("t"), OptionalLong.of(3), false, true));

    assertThat(rig.state()).isEqualTo("PREFLIGHT 0");
    assertThat(rig.rollout().identity().number()).isEqualTo(2);
    assertThat(rig.gateway
            .control
            .history(MODEL, 2)
            .get(1)
            .rollout()
            .orElseThrow()
            .state()
            .label())
        .isEqualTo("ROLLED_BACK");
  }

  @Test
  void set_lower_pausesAndResumeSnaps() {
    rig.ramp();
    rig.submit(new RolloutCommand.Advance(request("a"), true));

    rig.gateway.set("1=0.93 2=0.07");
    assertThat(rig.state()).isEqualTo("PAUSED 0.07");
    rig.submit(new RolloutCommand.Resume(request("r")));

    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
  }

  @Test
  void set_versionOutsideOfTheRollout_isRefused() {
    rig.ramp();

    assertRefused(Kind.PRECONDITION, () -> rig.gateway.force("1=0.9 3=0.1"))
        .isEqualTo("split: version 3 while rollout #1 runs (expected: 1 and 2, or an end by"
            + " `rollout abort`)");
  }

  @Test
  void set_candidateAsStable_isRefused() {
    rig.ramp();

    assertRefused(Kind.PRECONDITION, () -> rig.gateway.set(change("1=0.95 2=0.05", 2L, null, true)))
        .isEqualTo("stable: 2 while rollout #1 runs (expected: 1, or `rollout promote`)");
  }

  /** Law 6: what the file said during a rollout does not raise the candidate after it. */
  @Test
  void applyFile_raiseDuringARollout_isNotInForceAfterTheRollback() {
    rig.ramp();
    rig.file("1=0.9 2=0.1");
    rig.gateway.apply();
    assertThat(rig.state()).isEqualTo("RAMPING 0.05");
    assertThat(rig.gateway.control.notes(MODEL))
        .singleElement()
        .asString()
        .startsWith("serin.yaml: its split 1=0.9 2=0.1 is refused: rollout #1: RAMPING");

    rig.submit(new RolloutCommand.Abort(request("a")));
    rig.gateway.ready(3);
    rig.restart(true);

    assertThat(rig.revision().split()).isEqualTo(split("1=1"));
    assertThat(rig.gateway.control.notes(MODEL))
        .containsExactly(
            "serin.yaml says 1=0.9 2=0.1, in force is 1=1 with stable 1 since a later" + " change");
  }

  @Test
  void applyFile_raiseDuringARollout_isNotInForceAfterHarm() {
    rig.ramp();
    rig.file("1=0.9 2=0.1");
    rig.gateway.apply();

    harm();
    rig.seconds(1);
    rig.gateway.ready(3);

    assertThat(rig.revision().split()).isEqualTo(split("1=1"));
  }

  @Test
  void applyFile_lower_pauses() {
    rig.ramp();
    rig.file("1=0.98 2=0.02");

    rig.gateway.apply();

    assertThat(rig.state()).isEqualTo("PAUSED 0.02");
    assertThat(rig.revision().author().name()).isEqualTo("serin.yaml");
  }

  @Test
  void applyFile_otherTerms_pausesOnceAndKeepsThoseOfTheStart() {
    rig.ramp();
    var before = rig.terms;
    rig.terms = new Terms(before.gates(), LossScale.BOUNDED, before.quality());

    rig.gateway.apply();
    assertThat(rig.state()).isEqualTo("PAUSED 0.05");
    rig.submit(new RolloutCommand.Resume(request("r")));
    rig.gateway.apply();

    assertThat(rig.rollout().state()).isEqualTo(new Ramping(1, false));
    assertThat(rig.rollout().terms()).isEqualTo(before);
  }

  @Test
  void rollout_running_isSeenWithWhatIsMissing() {
    rig.ramp();
    rig.seconds(60);

    var view = rig.gateway.join(rig.gateway.control.rollout(MODEL)).orElseThrow();

    assertThat(view.elapsed()).isEqualTo(Duration.ofMinutes(1));
    assertThat(view.bake()).isEqualTo(Duration.ofMinutes(10));
    assertThat(view.next().orElseThrow()).hasToString("0.1");
    assertThat(view.missing()).extracting("what").containsExactly("540 s of the bake");
    assertThat(view.report()).isPresent();
  }

  @Test
  void rollout_over_hasNoReportAndMissesNothing() {
    rig.ramp();
    rig.submit(new RolloutCommand.Abort(request("a")));

    var view = rig.gateway.join(rig.gateway.control.rollout(MODEL)).orElseThrow();

    assertThat(view.report()).isEmpty();
    assertThat(view.missing()).isEmpty();
    assertThat(view.next()).isEmpty();
  }

  private static LivePlan shadowing() {
    var plan = LivePlan.DEFAULT;
    return new LivePlan(
        plan.plan(),
        plan.candidate(),
        plan.windows(),
        plan.approvals(),
        Optional.of(Shadowing.DEFAULT),
        plan.fallback(),
        plan.promotion(),
        plan.cooldown());
  }

  private void harm() {
    harm("errors", HarmCause.MORE_ERRORS);
  }

  private void harm(String gate, HarmCause cause) {
    rig.gates = rollout ->
        Optional.of(Seen.of(rollout).harm(gate, Consequence.ROLLBACK, cause).report());
  }
}
