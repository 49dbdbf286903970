package dev.serin.judge;

import static dev.serin.gate.GateIds.gate;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call.Result;
import dev.serin.gate.Findings;
import dev.serin.gate.GateSettings;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Slo;
import dev.serin.gate.Label;
import dev.serin.gate.LossScale;
import dev.serin.gate.Rate;
import dev.serin.gate.Settings;
import dev.serin.gate.ShadowLabel;
import dev.serin.gate.Shadowed;
import dev.serin.gate.Terms;
import dev.serin.gate.Traffic;
import dev.serin.gate.Trial;
import dev.serin.gate.Trial.Phase;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Verdict;
import dev.serin.judge.Recorder.Arrival;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.OptionalLong;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class TrialJudgeTest {
  private static final String MODEL = "digits";
  private static final Terms FILE = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "");
  private static final Terms TERMS = new Terms(GateSettings.DEFAULT, LossScale.BOUNDED, "brier");

  private static final Slo SLO =
      new Slo(new BigDecimal("0.95"), Duration.ofMillis(60), BigDecimal.ZERO);

  private final MemoryEvidence store = new MemoryEvidence();
  private final List<String> alarms = new ArrayList<>();
  private Terms file = FILE;
  private long nanos;
  private long millis = 1_700_000_000_000L;
  private long id;
  private Judge judge;

  @BeforeEach
  void open() throws IOException {
    judge = Judge.open(model -> file, ObservationListener.NONE, store, () -> nanos, alarms::add);
  }

  @Test
  void trial_nobodyShares_isEmpty() {
    assertThat(judge.trial(MODEL, millis)).isEmpty();
  }

  @Test
  void trial_sharingWithout_isEmpty() {
    share(1, "0.1", Optional.empty());
    work();

    assertThat(judge.trial(MODEL, millis)).isEmpty();
  }

  @Test
  void trial_split_comparesOnTheTrialsTerms() {
    var recorder = share(3, "0.1", trial("a", Phase.SPLIT));
    call(recorder, 2, Result.BAD);
    work();

    var report = report();
    assertThat(report.revision()).isEqualTo(3);
    assertThat(report.progress().step().share()).isEqualTo("0.1");
    assertThat(report.progress().canaryCalls()).isOne();
    assertThat(errors(report).canary()).isEqualTo(new Rate(1, 1));
  }

  @Test
  void trial_sameShareAgain_isOfTheFormerRevision() {
    share(3, "0.1", trial("a", Phase.SPLIT));
    share(4, "0.10", trial("a", Phase.SPLIT));
    work();

    assertThat(report().revision()).isEqualTo(3);
  }

  @Test
  void trial_notTakenYet_isTheFormerOne() {
    share(3, "0.1", trial("a", Phase.SPLIT));
    work();
    share(4, "0.2", trial("a", Phase.SPLIT));

    assertThat(report().revision()).isEqualTo(3);
  }

  @Test
  void trial_pausedAtNothing_keepsWhatWasFound() {
    call(share(3, "0.1", trial("a", Phase.SPLIT)), 2, Result.BAD);
    share(4, "0", trial("a", Phase.SPLIT));
    work();
    assertThat(report().revision()).isEqualTo(4);
    share(5, "0.1", trial("a", Phase.SPLIT));
    work();

    assertThat(report().progress().step().number()).isEqualTo(3);
    assertThat(errors(report()).canary()).isEqualTo(new Rate(1, 1));
  }

  @Test
  void trial_canaryNotAmongTheShares_keepsWhatWasFound() {
    call(share(3, "0.1", trial("a", Phase.SPLIT)), 2, Result.BAD);
    judge.share(
        MODEL, new Sharing(4, millis, 1, Map.of(1L, BigDecimal.ONE), trial("a", Phase.SPLIT)));
    work();

    assertThat(errors(report()).canary()).isEqualTo(new Rate(1, 1));
  }

  @Test
  void trial_another_beginsAnew() {
    call(share(3, "0.1", trial("a", Phase.SPLIT)), 2, Result.BAD);
    share(4, "0.1", trial("b", Phase.SPLIT));
    work();

    assertThat(report().trial().id()).isEqualTo("b");
    assertThat(report().revision()).isEqualTo(4);
    assertThat(errors(report()).canary().observations()).isZero();
  }

  @Test
  void trial_over_leavesTheSplitToTheFilesTerms() {
    call(share(3, "0.1", trial("a", Phase.SPLIT)), 2, Result.BAD);
    share(4, "0.1", Optional.empty());
    work();

    assertThat(judge.trial(MODEL, millis)).isEmpty();
    assertThat(judge.reports(MODEL, millis)).hasSize(1);
  }

  @Test
  void trial_termsOfItsOwn_areWhatIsJudgedBy() {
    file = new Terms(
        Settings.with(new GateSettings.Service(Optional.of(SLO), 1.3)), LossScale.BINARY, "");
    share(3, "0.1", trial("a", Phase.SPLIT));
    work();
    assertThat(report().judgement().verdict(gate("service.slo"))).isEmpty();

    share(4, "0.1", Optional.empty());
    work();

    assertThat(judge.reports(MODEL, millis).get(0).judgement().verdict(gate("service.slo")))
        .isPresent();
  }

  @Test
  void work_harmThatIsShownOnly_isNotTold() {
    var modes = new Modes(Mode.DRY_RUN, Mode.DRY_RUN, Mode.DRY_RUN, Mode.DRY_RUN, Mode.DRY_RUN);
    var terms = new Terms(Settings.with(modes), LossScale.BINARY, "");
    var recorder = share(
        3, "0.5", Optional.of(new Trial("a", 1, 2, Phase.SPLIT, terms, OptionalDouble.empty())));
    for (int i = 0; i < 4; i++) {
      call(recorder, 2, Result.BAD);
    }
    work();
    pass(Duration.ofSeconds(2));
    work();
    for (int i = 0; i < 4; i++) {
      call(recorder, 2, Result.BAD);
    }
    work();

    assertThat(report().judgement().verdict(gate("errors.slo")).orElseThrow())
        .isInstanceOf(Verdict.Harm.class);
    assertThat(alarms).isEmpty();
  }

  @Test
  void reread_otherTermsDuringATrial_changesNothing() {
    call(share(3, "0.1", trial("a", Phase.SPLIT)), 2, Result.BAD);
    work();
    file = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "other");

    judge.reread(millis);

    assertThat(errors(report()).canary()).isEqualTo(new Rate(1, 1));
  }

  @Test
  void share_afterARestart_goesOnWithTheTrial() throws IOException {
    call(share(3, "0.1", trial("a", Phase.SPLIT)), 2, Result.BAD);
    work();
    judge.save(millis);
    file = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "other");

    open();
    share(7, "0.1", trial("a", Phase.SPLIT));
    work();

    assertThat(report().revision()).isEqualTo(3);
    assertThat(errors(report()).canary()).isEqualTo(new Rate(1, 1));
  }

  @Test
  void share_afterARestartInAnotherTrial_beginsAnew() throws IOException {
    call(share(3, "0.1", trial("a", Phase.SPLIT)), 2, Result.BAD);
    work();
    judge.save(millis);

    open();
    share(7, "0.1", trial("b", Phase.SPLIT));
    work();

    assertThat(report().revision()).isEqualTo(7);
    assertThat(errors(report()).canary().observations()).isZero();
  }

  @Test
  void report_shadowThenSplitThenWatch_eachBeginsWithItsRevision() {
    share(3, "0", trial("a", Phase.SHADOW));
    work();
    assertThat(report().revision()).isEqualTo(3);
    assertThat(judge.reports(MODEL, millis)).isEmpty();
    share(4, "0", trial("a", Phase.SHADOW));
    work();
    assertThat(report().revision()).isEqualTo(3);

    share(5, "0.1", trial("a", Phase.SPLIT));
    work();
    assertThat(report().revision()).isEqualTo(5);
    assertThat(report().progress().step().number()).isOne();

    watch(6);
    work();
    assertThat(report().revision()).isEqualTo(6);
    assertThat(judge.reports(MODEL, millis)).isEmpty();
  }

  @Test
  void work_harmThatRollsBack_isToldOnce() {
    var recorder = share(3, "0.5", trial("a", Phase.SPLIT));
    for (int i = 0; i < 4; i++) {
      call(recorder, 2, Result.BAD);
    }
    work();
    assertThat(alarms).isEmpty();
    pass(Duration.ofSeconds(2));
    work();
    for (int i = 0; i < 4; i++) {
      call(recorder, 2, Result.BAD);
    }
    work();

    assertThat(report().judgement().rollback()).isPresent();
    assertThat(alarms).containsExactly(MODEL);
    pass(Duration.ofSeconds(2));
    work();
    assertThat(alarms).hasSize(1);
  }

  @Test
  void work_fiveCallsOfTheCanaryFailAtOnce_isTold() {
    var recorder = share(3, "0.5", trial("a", Phase.SPLIT));
    for (int i = 0; i < 5_000; i++) {
      call(recorder, 1 + i % 2, Result.OK);
    }
    work();
    for (int i = 0; i < 4; i++) {
      call(recorder, 2, Result.BAD);
      call(recorder, 1, Result.BAD);
    }
    work();
    assertThat(alarms).isEmpty();

    call(recorder, 2, Result.BAD);
    work();

    assertThat(alarms).containsExactly(MODEL);
  }

  @Test
  void work_callsThatFailNowAndThen_areNoBurst() {
    var recorder = share(3, "0.5", trial("a", Phase.SPLIT));
    for (int i = 0; i < 5_000; i++) {
      call(recorder, 1 + i % 2, Result.OK);
    }
    for (int i = 0; i < 10; i++) {
      call(recorder, 2, Result.BAD);
      pass(Duration.ofMillis(500));
      work();
    }

    assertThat(alarms).isEmpty();
  }

  @Test
  void shadowCall_ofTheTrial_counts() {
    share(3, "0", trial("a", Phase.SHADOW));
    copy("a", true);
    copy("a", false);
    copy("b", true);
    label("a");
    label("b");
    work();

    var report = report();
    assertThat(report.agreement()).isEqualTo(new Rate(2, 1));
    assertThat(report.progress().canaryCalls()).isEqualTo(2);
    assertThat(report.progress().canaryLabels()).isOne();
    assertThat(report.progress().sinceCanaryCall()).isEqualTo(Duration.ofMillis(20));
    assertThat(report.progress().sinceLabel()).isEqualTo(Duration.ofMillis(20));
  }

  @Test
  void shadowCall_whenUsersHaveTheCanary_countsNoMoreButLabelsDo() {
    share(3, "0", trial("a", Phase.SHADOW));
    copy("a", true);
    share(4, "0.1", trial("a", Phase.SPLIT));
    copy("a", true);
    label("a");
    work();

    assertThat(report().agreement()).isEqualTo(new Rate(1, 1));
    assertThat(report()
            .judgement()
            .verdict(gate("quality"))
            .orElseThrow()
            .findings()
            .remarks())
        .hasSize(1);
  }

  @Test
  void shadowCall_withoutTrial_isIgnored() {
    judge.shadowCall("other", copyOf("a", true));
    share(3, "0.1", Optional.empty());
    copy("a", true);
    label("a");
    work();

    assertThat(judge.reports(MODEL, millis)).hasSize(1);
    assertThat(alarms).isEmpty();
  }

  @Test
  void shadow_afterARestart_goesOn() throws IOException {
    share(3, "0", trial("a", Phase.SHADOW));
    copy("a", true);
    work();
    judge.save(millis);

    open();
    share(3, "0", trial("a", Phase.SHADOW));
    copy("a", true);
    work();

    assertThat(report().agreement()).isEqualTo(new Rate(2, 2));
    assertThat(report().revision()).isEqualTo(3);
  }

  @Test
  void shadow_callsOfStable_areWhatTheCanaryIsComparedWith() {
    var recorder = share(3, "0", trial("a", Phase.SHADOW));
    for (int i = 0; i < 400; i++) {
      call(recorder, 1, Result.OK);
    }
    share(4, "0.1", trial("a", Phase.SPLIT));
    work();

    assertThat(report()
            .judgement()
            .verdict(gate("latency.q95"))
            .orElseThrow()
            .findings()
            .remarks())
        .containsExactly("stable's p95 is 1.000 ms");
    assertThat(report().progress().step().number()).isOne();
  }

  @Test
  void watch_callsOfItsRevisions_countAndOthersDoNot() {
    var split = share(3, "0.5", trial("a", Phase.SPLIT));
    call(split, 2, Result.BAD);
    var watch = watch(4);
    call(split, 2, Result.BAD);
    call(watch, 2, Result.BAD);
    call(watch(5), 2, Result.OK);
    work();

    var report = report();
    assertThat(report.revision()).isEqualTo(4);
    assertThat(report.progress().canaryCalls()).isEqualTo(2);
    var errors = report.judgement().verdict(gate("watch.errors")).orElseThrow().findings();
    assertThat(errors.canary()).isEqualTo(new Rate(2, 1));
  }

  @Test
  void watch_lateCallsAndLabelsOfTheSplit_areComparedNoMore() throws IOException {
    var first = share(3, "0.1", trial("a", Phase.SPLIT));
    share(4, "0.5", trial("a", Phase.SPLIT));
    watch(5);
    call(first, 2, Result.BAD);
    judge.label(new VersionId(MODEL, 2), 3, new Label(0, millis, millis, 7, Role.CANARY, 1, true));
    work();
    judge.save(millis);

    var evidence =
        requireNonNull(store.saved.get(new EvidenceKey(MODEL, 1, 2, new Basis("a", TERMS))));
    assertThat(evidence.numbers()).doesNotContainKeys("calls", "labels");
  }

  @Test
  void watch_afterARestart_goesOn() throws IOException {
    call(watch(4), 2, Result.BAD);
    work();
    judge.save(millis);

    open();
    call(watch(4), 2, Result.BAD);
    work();

    assertThat(report().progress().canaryCalls()).isEqualTo(2);
  }

  @Test
  void watch_callThatHangs_isTakenAndItsEndLater() {
    var hanging = watch(4).arrived(2, new Arrival(id++, 7, millis, nanos));
    pass(Duration.ofSeconds(11));
    work();
    assertThat(report().progress().canaryCalls()).isOne();

    hanging.ended(Result.BAD, 1);
    work();

    assertThat(report().progress().canaryCalls()).isOne();
    var errors =
        report().judgement().verdict(gate("watch.errors")).orElseThrow().findings();
    assertThat(errors.canary()).isEqualTo(new Rate(1, 1));
  }

  /** How long it has been on the way to a process of its own is known when it ends. */
  @Test
  void split_callThatRunsElsewhere_isNotTakenAsSlowForASecond() {
    var recorder = share(3, "0.5", trial("a", Phase.SPLIT));
    for (int i = 0; i < 3_000; i++) {
      call(recorder, i % 2 + 1, Result.OK);
    }
    work();
    long before = report().progress().canaryCalls();
    pass(Duration.ofSeconds(1));
    var running = recorder.arrived(2, new Arrival(id++, 7, millis, nanos));
    running.runs(1, OptionalLong.of(nanos));
    pass(Duration.ofMillis(970));
    work();
    assertThat(report().progress().canaryCalls()).isEqualTo(before);
    work();

    assertThat(report().progress().canaryCalls()).isEqualTo(before + 1);
  }

  @Test
  void acknowledge_whatPauses_isTakenBackAtOnceAndSaved() throws IOException {
    var recorder = share(3, "0.5", trial("a", Phase.SPLIT));
    for (int i = 0; i < 1_000; i++) {
      call(recorder, 2, Result.OK);
    }
    work();
    assertThat(report().judgement().pausing())
        .extracting(Verdict.Harm::gate)
        .containsExactly(gate("srm"));
    judge.save(millis);

    judge.acknowledge(MODEL, millis);
    judge.acknowledge("other", millis);

    assertThat(report().judgement().pausing()).isEmpty();
    judge.save(millis);
    assertThat(store.saves).isEqualTo(2);
  }

  private static Optional<Trial> trial(String id, Phase phase) {
    return Optional.of(new Trial(id, 1, 2, phase, TERMS, OptionalDouble.empty()));
  }

  private Recorder share(long revision, String share, Optional<Trial> trial) {
    var canary = new BigDecimal(share);
    return judge.share(
        MODEL,
        new Sharing(
            revision, millis, 1, Map.of(1L, BigDecimal.ONE.subtract(canary), 2L, canary), trial));
  }

  private Recorder watch(long revision) {
    return judge.share(
        MODEL,
        new Sharing(revision, millis, 2, Map.of(2L, BigDecimal.ONE), trial("a", Phase.WATCH)));
  }

  private void call(Recorder recorder, long version, Result result) {
    long user = Traffic.hash(id);
    recorder.arrived(version, new Arrival(id++, user, millis, nanos)).ended(result, 1_000_000);
  }

  private void copy(String trial, boolean agrees) {
    judge.shadowCall(MODEL, copyOf(trial, agrees));
  }

  private Shadowed copyOf(String trial, boolean agrees) {
    return new Shadowed(
        trial, millis, Traffic.hash(id++), Result.OK, 1_000, Result.OK, 1_000, agrees);
  }

  private void label(String trial) {
    judge.shadowLabel(MODEL, new ShadowLabel(trial, millis, Traffic.hash(id++), 0, 1));
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    millis += time.toMillis();
  }

  private void work() {
    pass(Duration.ofMillis(20));
    judge.work(millis);
  }

  private TrialReport report() {
    return judge.trial(MODEL, millis).orElseThrow();
  }

  private static Findings errors(TrialReport report) {
    return report.judgement().verdict(gate("errors")).orElseThrow().findings();
  }
}
