package dev.serin.judge;

import static dev.serin.gate.GateIds.gate;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Findings;
import dev.serin.gate.GateSettings;
import dev.serin.gate.Label;
import dev.serin.gate.LossScale;
import dev.serin.gate.Rate;
import dev.serin.gate.Terms;
import dev.serin.judge.Recorder.Arrival;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class JudgeTest {
  private static final String MODEL = "digits";
  private static final long START = 1_700_000_000_000L;
  private static final Terms TERMS = new Terms(GateSettings.DEFAULT, LossScale.BINARY, "");

  private final Map<String, Terms> terms = new HashMap<>(Map.of(MODEL, TERMS));
  private final MemoryEvidence store = new MemoryEvidence();
  private final List<String> heard = new ArrayList<>();
  private final List<String> alarms = new ArrayList<>();
  private long nanos;
  private long millis = START;
  private long id;
  private Judge judge;

  @BeforeEach
  void open() throws IOException {
    judge = Judge.open(terms::get, new Hearing(), store, () -> nanos, alarms::add);
  }

  @Test
  void work_callsOfBothVersions_areCounted() {
    var recorder = share(1, 1, "0.9", "0.1");
    end(arrive(recorder, 1, 7), Result.OK);
    end(arrive(recorder, 2, 8), Result.BAD);
    work();

    var errors = errors(report());
    assertThat(errors.stable()).isEqualTo(new Rate(1, 0));
    assertThat(errors.canary()).isEqualTo(new Rate(1, 1));
  }

  @Test
  void work_callThatRuns_keepsLaterOnesWaiting() {
    var recorder = share(1, 1, "0.9", "0.1");
    var running = arrive(recorder, 1, 7);
    end(arrive(recorder, 2, 8), Result.OK);
    work();
    assertThat(errors(report()).canary().observations()).isZero();

    end(running, Result.OK);
    work();

    assertThat(errors(report()).canary().observations()).isOne();
    assertThat(heard).containsExactly("call 0 OK 0.1", "call 1 OK 0.1");
  }

  @Test
  void work_callThatHangs_isTakenAsPendingAndItsEndLater() {
    var recorder = share(1, 1, "0.9", "0.1");
    var hanging = arrive(recorder, 2, 7);
    end(arrive(recorder, 1, 8), Result.OK);
    pass(Duration.ofSeconds(11));
    work();
    assertThat(errors(report()).stable().observations()).isOne();
    assertThat(errors(report()).canary().observations()).isZero();

    end(hanging, Result.BAD);
    work();

    assertThat(errors(report()).canary()).isEqualTo(new Rate(1, 1));
    assertThat(heard).containsExactly("call 0 PENDING 0.1", "call 1 OK 0.1", "ended 0 BAD");
  }

  /** The run may go on for long. */
  @Test
  void work_callThatHangsAndIsGivenUp_countsWhenItsCallerGoes() {
    var recorder = share(1, 1, "0.9", "0.1");
    var hanging = arrive(recorder, 2, 7);
    end(arrive(recorder, 1, 8), Result.OK);
    pass(Duration.ofSeconds(11));
    work();
    assertThat(abandoned(report()).canary().observations()).isZero();

    hanging.abandoned();
    work();
    assertThat(abandoned(report()).canary()).isEqualTo(new Rate(1, 1));
    assertThat(abandoned(report()).stable()).isEqualTo(new Rate(1, 0));

    end(hanging, Result.EXCLUDED);
    work();
    assertThat(abandoned(report()).canary()).isEqualTo(new Rate(1, 1));
    assertThat(heard)
        .containsExactly(
            "call 0 PENDING 0.1", "call 1 OK 0.1", "ended 0 PENDING", "ended 0 EXCLUDED");
  }

  @Test
  void work_callThatIsAnsweredBeforeItsCallerGoes_isNotGivenUp() {
    var recorder = share(1, 1, "0.9", "0.1");
    var call = arrive(recorder, 2, 7);
    end(call, Result.OK);
    call.abandoned();
    work();

    assertThat(abandoned(report()).canary()).isEqualTo(new Rate(1, 0));
  }

  @Test
  void work_callThatHangsWhereALimitIs_isSlowAtOnce() {
    var recorder = share(1, 1, "0.9", "0.1");
    for (int call = 0; call < 4_000; call++) {
      end(arrive(recorder, call % 40 == 0 ? 2 : 1, call * 7919L), Result.OK);
    }
    work();
    assertThat(slow(report())).isZero();

    arrive(recorder, 2, 7);
    pass(Duration.ofSeconds(1));
    work();

    assertThat(slow(report())).isOne();
  }

  @Test
  void work_callOfTheFormerRevision_countsInTheFormerStep() {
    var former = share(1, 1, "0.9", "0.1");
    pass(Duration.ofSeconds(1));
    var current = share(2, 1, "0.5", "0.5");
    end(arrive(former, 2, 7), Result.OK);
    end(arrive(current, 2, 8), Result.OK);
    end(arrive(current, 2, 9), Result.OK);
    work();
    save();

    assertThat(canaryCalls(1)).isEqualTo(1);
    assertThat(canaryCalls(2)).isEqualTo(2);
  }

  @Test
  void share_sameShareAgain_isNoNewStep() {
    share(1, 1, "0.9", "0.1");
    share(2, 1, "0.90", "0.10");
    work();

    assertThat(report().step().number()).isOne();
    assertThat(report().step().revision()).isOne();
  }

  @Test
  void share_threeVersions_comparesEachTwo() {
    judge.share(MODEL, new Sharing(1, millis, 2, shares("0.2", "0.6", "0.2"), Optional.empty()));
    work();

    assertThat(judge.reports(MODEL, millis))
        .extracting(report -> report.canary() + " beside " + report.stable() + " "
            + report.step().share().stripTrailingZeros().toPlainString())
        .containsExactly("1 beside 2 0.25", "3 beside 2 0.25", "3 beside 1 0.5");
  }

  @Test
  void share_versionWithoutUsersForNow_isNotComparedUntilItHasSome() {
    judge.share(MODEL, new Sharing(1, millis, 1, shares("1", "0"), Optional.empty()));
    work();
    assertThat(judge.reports(MODEL, millis)).isEmpty();

    share(2, 1, "0.9", "0.1");
    work();

    assertThat(report().step().number()).isOne();
  }

  @Test
  void share_otherStable_beginsAnew() {
    end(arrive(share(1, 1, "0.5", "0.5"), 2, 7), Result.OK);
    share(2, 2, "0.5", "0.5");
    work();

    assertThat(report().stable()).isEqualTo(2);
    assertThat(errors(report()).canary().observations()).isZero();
  }

  @Test
  void share_canaryGone_isComparedNoMore() {
    share(1, 1, "0.9", "0.1");
    judge.share(MODEL, new Sharing(2, millis, 1, shares("1"), Optional.empty()));
    work();
    save();

    assertThat(judge.reports(MODEL, millis)).isEmpty();
    assertThat(store.saved).isEmpty();
  }

  @Test
  void share_afterARestart_goesOnInTheSameStep() throws IOException {
    var recorder = share(3, 1, "0.9", "0.1");
    end(arrive(recorder, 2, 7), Result.BAD);
    work();
    save();
    var before = report();

    open();
    end(arrive(share(3, 1, "0.9", "0.1"), 2, 8), Result.BAD);
    work();

    assertThat(report().step()).isEqualTo(before.step());
    assertThat(report().startMillis()).isEqualTo(before.startMillis());
    assertThat(errors(report()).canary()).isEqualTo(new Rate(2, 2));
  }

  @Test
  void share_afterARestartWithAnotherSplit_isTheNextStep() throws IOException {
    share(3, 1, "0.9", "0.1");
    work();
    save();

    open();
    share(4, 1, "0.8", "0.2");
    work();

    assertThat(report().step().number()).isEqualTo(2);
  }

  @Test
  void share_afterARestartOnOtherTerms_beginsAnew() throws IOException {
    end(arrive(share(3, 1, "0.9", "0.1"), 2, 7), Result.OK);
    work();
    save();

    terms.put(MODEL, new Terms(GateSettings.DEFAULT, LossScale.BOUNDED, ""));
    open();
    share(3, 1, "0.9", "0.1");
    work();

    assertThat(errors(report()).canary().observations()).isZero();
  }

  @Test
  void save_beforeAModelIsShared_keepsItsEvidence() throws IOException {
    share(3, 1, "0.9", "0.1");
    work();
    save();

    open();
    terms.put("other", TERMS);
    judge.share("other", new Sharing(1, millis, 1, shares("0.5", "0.5"), Optional.empty()));
    work();
    save();

    assertThat(store.saved.keySet()).containsExactlyInAnyOrder(key(MODEL), key("other"));
  }

  @Test
  void save_nothingCame_writesNothing() {
    share(1, 1, "0.9", "0.1");
    work();
    save();
    work();
    save();

    assertThat(store.saves).isOne();
  }

  @Test
  void reread_otherTerms_beginsAnew() {
    end(arrive(share(1, 1, "0.9", "0.1"), 2, 7), Result.OK);
    work();
    terms.put(MODEL, new Terms(GateSettings.DEFAULT, LossScale.BOUNDED, ""));

    judge.reread(millis);

    assertThat(errors(report()).canary().observations()).isZero();
    assertThat(report().step().number()).isOne();
  }

  @Test
  void reread_sameTerms_changesNothing() {
    end(arrive(share(1, 1, "0.9", "0.1"), 2, 7), Result.OK);
    work();

    judge.reread(millis);

    assertThat(errors(report()).canary().observations()).isOne();
  }

  @Test
  void label_ofAPrediction_reachesItsVersion() {
    var recorder = share(1, 1, "0.9", "0.1");
    var call = arrive(recorder, 2, 7);
    assertThat(call.covers()).isFalse();
    work();
    assertThat(call.covers()).isTrue();
    end(call, Result.OK);
    judge.label(
        new VersionId(MODEL, 2), 1, new Label(0, millis, millis + 5, 7, Role.STABLE, 1, true));
    work();

    var quality = report().judgement().verdict(gate("quality")).orElseThrow().findings();
    assertThat(quality.canary()).isEqualTo(new Rate(1, 1));
    assertThat(heard).contains("label 0 canary");
  }

  @Test
  void label_ofAModelThatNobodyShares_isIgnored() {
    judge.label(new VersionId("x", 2), 1, new Label(0, millis, millis, 7, Role.CANARY, 1, true));
    work();

    assertThat(heard).isEmpty();
  }

  @Test
  void work_timeWithoutCalls_closesWhatEnded() {
    var recorder = share(1, 1, "0.9", "0.1");
    work();
    var call = arrive(recorder, 2, 7);
    call.covers();
    end(call, Result.OK);
    work();

    pass(Duration.ofMinutes(40));
    work();

    var labels = report().judgement().labels();
    assertThat(labels.canary().matured()).isOne();
    assertThat(labels.canary().missing()).isOne();
  }

  @Test
  void work_labelBehindACallThatRuns_isNotOvertakenByTheEndOfAnother() {
    var recorder = share(1, 1, "0.9", "0.1");
    work();
    var prediction = arrive(recorder, 2, 9);
    prediction.covers();
    end(prediction, Result.OK);
    var hanging = arrive(recorder, 1, 7);
    pass(Duration.ofSeconds(11));
    work();
    pass(Duration.ofMinutes(5).plusSeconds(48));
    arrive(recorder, 1, 8);
    // A minute old at most, half a second before that cell closes.
    judge.label(
        new VersionId(MODEL, 2), 1, new Label(0, START + 299_900, millis, 9, Role.CANARY, 1, true));
    pass(Duration.ofSeconds(2));
    end(hanging, Result.OK);
    work();

    pass(Duration.ofSeconds(9));
    work();

    assertThat(report()
            .judgement()
            .verdict(gate("quality"))
            .orElseThrow()
            .findings()
            .canary())
        .isEqualTo(new Rate(1, 1));
  }

  @Test
  void share_callsOfStableBefore_areWhatTheCanaryIsComparedWith() {
    var alone = share(1, 1, "1", "0");
    for (int call = 0; call < 400; call++) {
      end(arrive(alone, 1, call), Result.OK);
    }
    work();

    share(2, 1, "0.9", "0.1");
    work();

    assertThat(report()
            .judgement()
            .verdict(gate("latency.q95"))
            .orElseThrow()
            .findings()
            .remarks())
        .containsExactly("stable's p95 is 1.000 ms");
  }

  @Test
  void arrived_nobodyTakesCallsOut_dropsAndCountsThem() {
    var recorder = share(1, 1, "0.9", "0.1");
    for (int call = 0; call < 70_000; call++) {
      end(arrive(recorder, 1, call), Result.OK);
    }
    assertThat(judge.dropped()).isEqualTo(70_000 - (1 << 16) + 1);

    work();

    assertThat(errors(report()).stable().observations()).isGreaterThan(60_000);
  }

  @Test
  void share_queueFull_isTakenAllTheSame() {
    var recorder = share(1, 1, "0.9", "0.1");
    for (int call = 0; call < 70_000; call++) {
      end(arrive(recorder, 1, call), Result.OK);
    }
    share(2, 1, "0.5", "0.5");
    work();

    assertThat(report().step().number()).isEqualTo(2);
  }

  private Recorder share(long revision, long stable, String one, String two) {
    return judge.share(
        MODEL, new Sharing(revision, millis, stable, shares(one, two), Optional.empty()));
  }

  /** The shares of versions 1, 2 and so on. */
  private static Map<Long, BigDecimal> shares(String... parts) {
    var shares = new TreeMap<Long, BigDecimal>();
    for (int part = 0; part < parts.length; part++) {
      shares.put(part + 1L, new BigDecimal(parts[part]));
    }
    return shares;
  }

  private Recording arrive(Recorder recorder, long version, long user) {
    return recorder.arrived(version, new Arrival(id++, user, millis, nanos));
  }

  private static void end(Recording call, Result result) {
    call.ended(result, 1_000_000);
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    millis += time.toMillis();
  }

  private void work() {
    pass(Duration.ofMillis(20));
    judge.work(millis);
  }

  private void save() {
    try {
      judge.save(millis);
    } catch (IOException e) {
      throw new AssertionError(e);
    }
  }

  private static EvidenceKey key(String model) {
    return new EvidenceKey(model, 1, 2, new Basis("", TERMS));
  }

  private double canaryCalls(int step) {
    var evidence = requireNonNull(store.saved.get(key(MODEL)));
    return requireNonNull(evidence.numbers().get("calls")).get(step - 1)[0];
  }

  private ComparisonReport report() {
    return judge.reports(MODEL, millis).get(0);
  }

  private static Findings errors(ComparisonReport report) {
    return report.judgement().verdict(gate("errors")).orElseThrow().findings();
  }

  private static Findings abandoned(ComparisonReport report) {
    return report.judgement().verdict(gate("abandoned")).orElseThrow().findings();
  }

  /** The canary's calls that were slower than its p95 may be. */
  private static double slow(ComparisonReport report) {
    return report
        .judgement()
        .verdict(gate("latency.q95"))
        .orElseThrow()
        .findings()
        .canary()
        .sum();
  }

  private final class Hearing implements ObservationListener {
    @Override
    public void call(String model, BigDecimal share, Call call) {
      heard.add("call " + call.id() + " " + call.result() + " " + share);
    }

    @Override
    public void ended(String model, Call call) {
      heard.add("ended " + call.id() + " " + call.result());
    }

    @Override
    public void label(String model, Label label) {
      heard.add("label " + label.id() + (label.canary() ? " canary" : " stable"));
    }
  }
}
