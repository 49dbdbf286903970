package dev.serin.benchmarks.gates.service;

import static dev.serin.benchmarks.gates.service.SimulatedService.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serin.benchmarks.gates.streams.ErrorRate;
import dev.serin.benchmarks.gates.streams.Labels;
import dev.serin.benchmarks.gates.streams.Latency;
import dev.serin.benchmarks.gates.streams.Version;
import dev.serin.control.ChangeRefusedException;
import dev.serin.control.Preflights.Result;
import dev.serin.control.RolloutCommand;
import dev.serin.gate.GateSettings;
import dev.serin.rollout.AdvanceWindow;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.Rollout;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.RolloutState.Completed;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Promoted;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.Rejected;
import dev.serin.rollout.RolloutState.RolledBack;
import dev.serin.split.Share;
import java.time.DayOfWeek;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.function.Predicate;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What the real controller does where the data or the world are awkward. */
@Tag("long")
class SituationsTest {
  private static final Duration LONG = Duration.ofHours(4);
  private static final Version BAD = Version.failing(0.05);

  private SimulatedService service = service(Situation.usual());

  @Test
  void equalVersions_arePromotedAndCompleted() {
    service.start();

    assertThat(service.runUntil(at(Completed.class), LONG)).isTrue();
    assertThat(service.revision().stable()).isEqualTo(2);
    assertThat(service.elapsed()).isGreaterThanOrEqualTo(Duration.ofMinutes(40 + 60));
  }

  @Test
  void moreErrors_areRolledBackAtTheFirstStep() {
    service = service(Situation.usual().canary(BAD));
    service.start();

    assertThat(service.runToEnd(LONG).state()).isInstanceOf(RolledBack.class);
    assertThat(service.revision().split()).hasToString("1=1");
    assertThat(service.rollout().state().detail()).startsWith("errors");
    assertThat(service.history().get(0).rollout().orElseThrow().evidence()).isNotEmpty();
  }

  @Test
  void latencyBadAndQualityGood_isRolledBackForLatency() {
    service =
        service(Situation.usual().canary(Version.failing(0.002).slower(1.6).wrong(0.5)));
    service.start();

    assertThat(service.runToEnd(LONG).state()).isInstanceOf(RolledBack.class);
    assertThat(service.rollout().state().detail()).startsWith("latency");
  }

  @Test
  void latencyGoodAndQualityBad_isRolledBackForQuality() {
    service =
        service(Situation.usual().canary(Version.failing(0.002).slower(0.7).wrong(2)));
    service.start();

    assertThat(service.runToEnd(LONG).state()).isInstanceOf(RolledBack.class);
    assertThat(service.rollout().state().detail()).startsWith("quality");
  }

  @Test
  void noLabels_pausesWhereProofIsNeeded_andIsNeverPromoted() {
    service = service(Situation.usual().labels(Labels.NONE));
    service.start();

    assertThat(reason(service.runToEnd(LONG))).isEqualTo(PauseReason.NO_LABELS);
    assertThat(service.rollout().share()).isEqualTo(Share.parse("0.5"));
    service.run(Duration.ofHours(1));
    assertThat(reason(service.rollout())).isEqualTo(PauseReason.NO_LABELS);
  }

  @Test
  void noLabels_whereQualityIsNotRequired_isPromoted() {
    var quality = GateSettings.DEFAULT.quality();
    var optional = new GateSettings.Quality(
        quality.weight(),
        quality.harmMargin(),
        quality.okMargin(),
        false,
        quality.labelHorizon(),
        quality.cohort(),
        quality.labelTimeout(),
        quality.strict());
    service =
        service(Situation.usual().labels(Labels.NONE).gates(gates(optional)).quality(""));
    service.start();

    assertThat(service.runToEnd(LONG).state()).isInstanceOf(Promoted.class);
  }

  @Test
  void noQuality_whereItIsRequired_isNotStarted() {
    service = service(Situation.usual().quality(""));

    refused(() -> service.start(), "quality: not configured for m");
  }

  @Test
  void slowerLabelsOfTheCanary_pause_untilSomebodyHasLooked() {
    var slower = new Labels(0.5, List.of(new Labels.Kind(1, 0.1, 120_000, true)), 2);
    service = service(Situation.usual().labels(slower));
    service.start();

    assertThat(reason(service.runToEnd(LONG))).isEqualTo(PauseReason.LABEL_COVERAGE);
    service.situation(service.situation().labels(Situation.usual().labels()));
    service.run(Duration.ofMinutes(40));
    service.command(new RolloutCommand.Resume(request()));
    service.run(Duration.ofMinutes(1));

    assertThat(service.rollout().state()).isInstanceOf(Ramping.class);
  }

  @Test
  void noTraffic_pausesAfterHalfAnHour_andGoesOnWithTraffic() {
    service.start();
    service.run(Duration.ofMinutes(2));
    service.situation(service.situation().calls(0));

    service.run(Duration.ofMinutes(29));
    assertThat(service.rollout().state()).isInstanceOf(Ramping.class);
    service.run(Duration.ofMinutes(2));
    assertThat(reason(service.rollout())).isEqualTo(PauseReason.NO_TRAFFIC);
    service.situation(service.situation().calls(50));
    service.run(Duration.ofMinutes(1));
    assertThat(service.rollout().state()).isInstanceOf(Ramping.class);
  }

  @Test
  void cleanRestart_goesOnWithSaltStepBakeAndEvidence() {
    service.start();
    service.run(Duration.ofMinutes(17));
    var before = service.view();

    service.restart(true);

    var after = service.view();
    assertThat(after.rollout()).isEqualTo(before.rollout());
    assertThat(service.revision()).isEqualTo(before.revision());
    assertThat(after.elapsed()).isBetween(before.elapsed(), before.elapsed().plusSeconds(1));
    service.run(Duration.ofSeconds(2));
    assertThat(service.view().report().orElseThrow().progress().canaryCalls())
        .isGreaterThan(before.report().orElseThrow().progress().canaryCalls() / 2);
    assertThat(service.runToEnd(LONG).state()).isInstanceOf(Promoted.class);
  }

  @Test
  void crash_givesUsersBack_resumesOnce_andRollsBackTheSecondTime() {
    service.start();
    service.run(Duration.ofMinutes(17));
    var share = service.rollout().share();

    service.restart(false);

    assertThat(reason(service.rollout())).isEqualTo(PauseReason.UNCLEAN_RESTART);
    assertThat(service.revision().split()).hasToString("1=1");
    service.run(Duration.ofMinutes(29));
    assertThat(service.rollout().share()).isEqualTo(Share.ZERO);
    service.run(Duration.ofMinutes(2));
    assertThat(service.rollout().state()).isInstanceOf(Ramping.class);
    assertThat(service.rollout().share()).isEqualTo(share);

    service.restart(false);

    assertThat(service.rollout().state()).isInstanceOf(RolledBack.class);
    assertThat(service.revision().split()).hasToString("1=1");
  }

  @Test
  void crash_afterThePromotion_givesUsersBack() {
    service.start();
    service.runUntil(at(Promoted.class), LONG);

    service.restart(false);

    assertThat(reason(service.rollout())).isEqualTo(PauseReason.UNCLEAN_RESTART);
    assertThat(service.revision().split()).hasToString("1=1");
    assertThat(service.revision().stable()).isEqualTo(1);
  }

  @Test
  void standingStill_pauses_andGoesOnAfterAMinute() {
    service.start();
    service.run(Duration.ofMinutes(2));

    service.standStill(Duration.ofMinutes(10));
    service.run(Duration.ofSeconds(2));

    assertThat(reason(service.rollout())).isEqualTo(PauseReason.CONTROLLER_STALE);
    service.run(Duration.ofSeconds(62));
    assertThat(service.rollout().state()).isInstanceOf(Ramping.class);
  }

  @Test
  void preflightFails_isRejected() {
    service.check((model, stable, candidate, done) ->
        done.accept(new Result(64, Optional.of("output p: NaN on 3 of 64 calls"))));

    service.start();

    assertThat(service.rollout().state()).isInstanceOf(Rejected.class);
    assertThat(service.rollout().state().detail()).contains("NaN on 3 of 64");
    assertThat(service.revision().split()).hasToString("1=1");
  }

  @Test
  void splitLowered_pauses_andResumeSnapsToAStepAndBakesAnew() {
    service.start();
    service.runUntil(step(3), LONG);
    service.run(Duration.ofMinutes(5));

    service.split("0.07", false);

    assertThat(reason(service.rollout())).isEqualTo(PauseReason.MANUAL_SPLIT);
    assertThat(service.revision().split()).hasToString("1=0.93 2=0.07");
    service.command(new RolloutCommand.Resume(request()));
    assertThat(service.rollout().share()).isEqualTo(Share.parse("0.05"));
    assertThat(service.view().elapsed()).isZero();
  }

  @Test
  void splitRaised_needsForce() {
    service.start();
    service.run(Duration.ofMinutes(1));

    refused(() -> service.split("0.2", false), "expected: at most 0.05 for version 2");
    service.split("0.2", true);

    assertThat(reason(service.rollout())).isEqualTo(PauseReason.MANUAL_SPLIT);
    assertThat(service.rollout().share()).isEqualTo(Share.parse("0.2"));
  }

  @Test
  void otherGates_pause_andTheRolloutKeepsItsOwn() {
    service.start();
    service.run(Duration.ofMinutes(1));
    var quality = GateSettings.DEFAULT.quality();
    service.situation(service
        .situation()
        .gates(gates(new GateSettings.Quality(
            quality.weight(),
            quality.harmMargin(),
            0.5,
            quality.required(),
            quality.labelHorizon(),
            quality.cohort(),
            quality.labelTimeout(),
            quality.strict()))));

    service.configurationRead();

    assertThat(reason(service.rollout())).isEqualTo(PauseReason.CONFIG_CHANGED);
    service.command(new RolloutCommand.Resume(request()));
    service.run(Duration.ofMinutes(1));
    assertThat(service.rollout().state()).isInstanceOf(Ramping.class);
    assertThat(service.rollout().terms().gates()).isEqualTo(GateSettings.DEFAULT);
  }

  @Test
  void anotherQuality_cannotBeResumed() {
    service.start();
    service.run(Duration.ofMinutes(1));
    service.situation(service.situation().quality("brier"));
    service.configurationRead();

    refused(() -> service.command(new RolloutCommand.Resume(request())), "quality: brier");
  }

  @Test
  void anotherStart_isRefused_orReplaces() {
    var first = service.start();
    service.run(Duration.ofMinutes(1));

    refused(() -> service.start(), "rollout: #1 of version 2 is RAMPING");
    service.command(new RolloutCommand.Start(request(), OptionalLong.of(2), true, true));

    assertThat(service.rollout().identity().number()).isEqualTo(2);
    assertThat(service.rollout().identity().id()).isNotEqualTo(first.identity().id());
  }

  @Test
  void bothVersionsBad_pausesForABrokenStable() {
    var broken = Version.failing(0.4);
    service = service(Situation.usual().stable(broken).canary(broken));
    service.start();

    assertThat(reason(service.runToEnd(LONG))).isEqualTo(PauseReason.STABLE_UNHEALTHY);
  }

  @Test
  void closedWindow_freezes_butGoesBackAllTheSame() {
    var untilHalfPastTen =
        new AdvanceWindow(DayOfWeek.MONDAY, DayOfWeek.FRIDAY, 8 * 60, 10 * 60 + 30, ZoneOffset.UTC);
    service = service(Situation.usual().calls(20).plan(plan(List.of(untilHalfPastTen), List.of())));
    service.start();

    service.run(Duration.ofMinutes(32));
    assertThat(reason(service.rollout())).isEqualTo(PauseReason.FREEZE_WINDOW);
    service.situation(service.situation().calls(0));
    service.run(Duration.ofHours(12));
    assertThat(service.rollout().share()).isEqualTo(Share.parse("0.25"));
    service.situation(service.situation().calls(20).canary(BAD));
    assertThat(service.runToEnd(LONG).state()).isInstanceOf(RolledBack.class);
  }

  @Test
  void openedWindow_goesOn() {
    var untilHalfPastTen =
        new AdvanceWindow(DayOfWeek.MONDAY, DayOfWeek.FRIDAY, 8 * 60, 10 * 60 + 30, ZoneOffset.UTC);
    service = service(Situation.usual().calls(20).plan(plan(List.of(untilHalfPastTen), List.of())));
    service.start();
    service.run(Duration.ofMinutes(32));
    service.situation(service.situation().calls(0));

    service.run(Duration.ofHours(21).plusMinutes(29));

    assertThat(service.rollout().state()).isInstanceOf(Ramping.class);
  }

  @Test
  void approval_isWaitedFor() {
    service = service(Situation.usual().plan(plan(List.of(), List.of(Share.parse("0.10")))));
    service.start();

    assertThat(reason(service.runToEnd(LONG))).isEqualTo(PauseReason.APPROVAL);
    service.run(Duration.ofHours(1));
    assertThat(service.rollout().share()).isEqualTo(Share.parse("0.1"));
    service.command(new RolloutCommand.Resume(request()));
    service.run(Duration.ofSeconds(2));
    assertThat(service.rollout().share()).isEqualTo(Share.parse("0.25"));
  }

  @Test
  void badAfterThePromotion_goesBackToTheFormerStable() {
    service.start();
    service.runUntil(at(Promoted.class), LONG);
    service.run(Duration.ofMinutes(5));

    service.situation(service.situation().canary(Version.failing(0.4)));

    assertThat(service.runUntil(at(RolledBack.class), Duration.ofMinutes(5))).isTrue();
    assertThat(service.revision().stable()).isEqualTo(1);
    assertThat(service.revision().split()).hasToString("1=1");
  }

  @Test
  void lateRegression_isFoundInALaterCapWindow() {
    var late = Version.failing(0).with(ErrorRate.from(0.002, 5 * 60_000, 0.1));
    service = service(Situation.usual().canary(late));
    service.start();

    assertThat(service.runToEnd(LONG).state()).isInstanceOf(RolledBack.class);
  }

  @Test
  void fullDisk_goesBackAllTheSame_andRaisesNothing() {
    service.start();
    service.run(Duration.ofMinutes(1));
    service.fullDisk(true);

    service.run(Duration.ofMinutes(30));
    assertThat(service.rollout().share()).isEqualTo(Share.parse("0.05"));
    service.situation(service.situation().canary(BAD));
    service.runUntil(at(RolledBack.class), LONG);
    assertThat(service.revision().split()).hasToString("1=1");
    service.fullDisk(false);
    service.run(Duration.ofSeconds(2));
    service.restart(false);
    assertThat(service.rollout().state()).isInstanceOf(RolledBack.class);
  }

  @Test
  void pausedByHand_goesBackWhenThereIsHarm() {
    service.start();
    service.run(Duration.ofMinutes(1));
    service.command(new RolloutCommand.Pause(request()));
    service.situation(service.situation().canary(BAD));

    assertThat(service.runUntil(at(RolledBack.class), LONG)).isTrue();
  }

  @Test
  void rolledBack_isForEver_andTheNextStartNeedsForce() {
    service = service(Situation.usual().canary(BAD));
    service.start();
    service.runToEnd(LONG);
    service.situation(Situation.usual());

    refused(
        () -> service.command(new RolloutCommand.Resume(request())),
        "rollout #1: ROLLED_BACK (expected: PAUSED)");
    refused(() -> service.start(), "cooldownAfterRollback");
    service.run(Duration.ofHours(1));
    refused(() -> service.start(), "this file was rolled back by rollout #1");
    service.command(new RolloutCommand.Start(request(), OptionalLong.of(2), true, false));

    assertThat(service.runToEnd(LONG).state()).isInstanceOf(Promoted.class);
  }

  @Test
  void heavierTail_isRolledBackForLatency() {
    service =
        service(Situation.usual().canary(Version.failing(0.002).with(new Latency(10, 0.5, 0.08))));
    service.start();

    assertThat(service.runToEnd(LONG).state()).isInstanceOf(RolledBack.class);
    assertThat(service.rollout().state().detail()).startsWith("latency");
  }

  private static SimulatedService service(Situation situation) {
    return new SimulatedService(situation, new SplittableRandom(1));
  }

  private static LivePlan plan(List<AdvanceWindow> windows, List<Share> approvals) {
    var usual = LivePlan.DEFAULT;
    return new LivePlan(
        usual.plan(),
        usual.candidate(),
        windows,
        new TreeSet<>(approvals),
        usual.shadow(),
        usual.fallback(),
        usual.promotion(),
        usual.cooldown());
  }

  private static GateSettings gates(GateSettings.Quality quality) {
    var usual = GateSettings.DEFAULT;
    return new GateSettings(
        usual.alphaRollback(),
        usual.alphaPromote(),
        usual.cap(),
        usual.errors(),
        usual.latency(),
        quality,
        usual.abandoned(),
        usual.service(),
        usual.srmAlpha(),
        usual.srmConcentration(),
        usual.modes());
  }

  private static Predicate<Rollout> at(Class<? extends RolloutState> state) {
    return rollout -> state.isInstance(rollout.state());
  }

  private static Predicate<Rollout> step(int step) {
    return rollout -> rollout.step() == step;
  }

  private static PauseReason reason(Rollout rollout) {
    assertThat(rollout.state()).isInstanceOf(Paused.class);
    return ((Paused) rollout.state()).reason();
  }

  private static void refused(Runnable task, String message) {
    assertThatExceptionOfType(ChangeRefusedException.class)
        .isThrownBy(task::run)
        .withMessageContaining(message);
  }
}
