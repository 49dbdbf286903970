package dev.serin.rpc.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.util.Durations;
import com.google.protobuf.util.Timestamps;
import dev.serin.gate.Findings;
import dev.serin.gate.GateIds;
import dev.serin.gate.HarmCause;
import dev.serin.gate.Judgement;
import dev.serin.gate.Progress;
import dev.serin.gate.Rate;
import dev.serin.gate.Step;
import dev.serin.gate.TrialReport;
import dev.serin.gate.Unit;
import dev.serin.gate.Verdict;
import dev.serin.gate.Verdict.Harm;
import dev.serin.rpc.FakeObserver;
import dev.serin.v1.AdvanceRolloutRequest;
import dev.serin.v1.GateLimits;
import dev.serin.v1.GateVerdict;
import dev.serin.v1.GetRolloutRequest;
import dev.serin.v1.PromoteRolloutRequest;
import dev.serin.v1.Role;
import dev.serin.v1.Rollout;
import dev.serin.v1.Rollout.State;
import dev.serin.v1.RolloutHistoryRequest;
import dev.serin.v1.RolloutHistoryResponse;
import dev.serin.v1.RolloutRequest;
import dev.serin.v1.RolloutStatus;
import dev.serin.v1.StartRolloutRequest;
import dev.serin.v1.VersionStatus;
import dev.serin.v1.WatchRolloutRequest;
import io.grpc.Status;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Consumer;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class RolloutEndpointTest {
  private static final Duration SHORT = RolloutEndpoint.SHORTEST_INTERVAL;

  private final RolloutRig rig = new RolloutRig();
  private final FakeObserver<RolloutStatus> caller = new FakeObserver<>();

  @Test
  void start_ready_isInPreflightWithAuthorAndReason() {
    var rollout = answered(this::begin).getRollout();

    assertThat(rollout.getState()).isEqualTo(State.PREFLIGHT);
    assertThat(rollout.getModel()).isEqualTo("digits");
    assertThat(rollout.getId()).isEqualTo("digits-1-id");
    assertThat(rollout.getNumber()).isEqualTo(1);
    assertThat(rollout.getStable()).isEqualTo(1);
    assertThat(rollout.getCandidate()).isEqualTo(2);
    assertThat(rollout.getStep()).isZero();
    assertThat(rollout.getStepsList()).containsExactly("0.05", "0.1", "0.25", "0.5", "1");
    assertThat(rollout.getShare()).isEqualTo("0");
    assertThat(rollout.getStarted())
        .isEqualTo(Timestamps.fromMillis(RolloutRig.START.toEpochMilli()));
    assertThat(rollout.getRevision()).isEqualTo(2);
    assertThat(rollout.getAuthor()).isEqualTo("paused by hand");
    assertThat(rollout.getReason()).contains("weekly");
  }

  @Test
  void start_checked_goesToTheFirstStep() {
    ramp();

    var status = got();

    assertThat(status.getRollout().getState()).isEqualTo(State.RAMPING);
    assertThat(status.getRollout().getStep()).isEqualTo(1);
    assertThat(status.getRollout().getShare()).isEqualTo("0.05");
    assertThat(status.getNextShare()).isEqualTo("0.1");
    assertThat(status.getBake()).isEqualTo(Durations.fromMinutes(10));
    assertThat(status.getMissingList()).isNotEmpty();
    assertThat(status.getRevision()).isEqualTo(3);
    assertThat(status.getVersionsList())
        .extracting(VersionStatus::getVersion, VersionStatus::getRole)
        .containsExactly(tuple(1L, Role.STABLE), tuple(2L, Role.CANARY));
  }

  @Test
  void start_whileOneRuns_isRefusedUnlessItReplaces() {
    ramp();

    begin(caller);
    rig.endpoint.start(start().setReplace(true).build(), caller);
    rig.thread.runAll();

    assertThat(caller.errors).containsExactly(Status.Code.FAILED_PRECONDITION);
    assertThat(caller.sent).singleElement().satisfies(status -> {
      assertThat(status.getRollout().getNumber()).isEqualTo(2);
      assertThat(status.getRollout().getState()).isEqualTo(State.PREFLIGHT);
    });
  }

  @Test
  void start_ofWhatWasRolledBack_needsForce() {
    ramp();
    var unused = answered(observer -> rig.endpoint.abort(request(), observer));

    begin(caller);
    rig.endpoint.start(start().setForce(true).build(), caller);
    rig.thread.runAll();

    assertThat(caller.errors).containsExactly(Status.Code.FAILED_PRECONDITION);
    assertThat(caller.sent).hasSize(1);
  }

  @Test
  void start_noCandidateAnywhere_isInvalid() {
    assertThat(refused(observer -> rig.endpoint.start(
            StartRolloutRequest.newBuilder().setModel("digits").build(), observer)))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void start_otherRevisionThanExpected_isAborted() {
    assertThat(refused(
            observer -> rig.endpoint.start(start().setExpectedRevision(7).build(), observer)))
        .isEqualTo(Status.Code.ABORTED);
  }

  @Test
  void pause_thenResume_goOnWhereItWas() {
    ramp();

    var paused = answered(observer -> rig.endpoint.pause(request(), observer)).getRollout();
    var resumed = answered(observer -> rig.endpoint.resume(request(), observer)).getRollout();

    assertThat(paused.getState()).isEqualTo(State.PAUSED);
    assertThat(paused.getPauseReason()).isEqualTo("MANUAL");
    assertThat(paused.getEndsByItself()).isFalse();
    assertThat(paused.getDetail()).contains("paused by hand");
    assertThat(resumed.getState()).isEqualTo(State.RAMPING);
    assertThat(resumed.getPauseReason()).isEmpty();
  }

  @Test
  void advance_somethingIsMissing_isRefusedUnlessItIsSkipped() {
    ramp();

    assertThat(refused(observer -> rig.endpoint.advance(advance().build(), observer)))
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    var skipped = answered(
        observer -> rig.endpoint.advance(advance().setSkipEvidence(true).build(), observer));

    assertThat(skipped.getRollout().getStep()).isEqualTo(2);
  }

  @Test
  void promote_early_needsFullAndForce() {
    ramp();

    assertThat(
            refused(observer -> rig.endpoint.promote(promote().setForce(true).build(), observer)))
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    assertThat(refused(observer -> rig.endpoint.promote(promote().setFull(true).build(), observer)))
        .isEqualTo(Status.Code.FAILED_PRECONDITION);
    var promoted = answered(
        observer -> rig.endpoint.promote(promote().setFull(true).setForce(true).build(), observer));

    assertThat(promoted.getRollout().getState()).isEqualTo(State.PROMOTED);
    assertThat(promoted.getNextShare()).isEmpty();
    assertThat(promoted.getVersionsList())
        .extracting(VersionStatus::getVersion, VersionStatus::getRole)
        .containsExactly(tuple(2L, Role.STABLE));
  }

  @Test
  void abort_whateverRevisionIsInForce_takesTheUsersBack() {
    ramp();

    var aborted = answered(observer ->
            rig.endpoint.abort(request().toBuilder().setExpectedRevision(99).build(), observer))
        .getRollout();

    assertThat(aborted.getState()).isEqualTo(State.ROLLED_BACK);
    assertThat(aborted.getShare()).isEqualTo("0");
  }

  @Test
  void command_sameRequestId_isObeyedOnce() {
    ramp();
    var advance = advance().setSkipEvidence(true).setRequestId("one").build();

    var first = answered(observer -> rig.endpoint.advance(advance, observer));
    var again = answered(observer -> rig.endpoint.advance(advance, observer));

    assertThat(again).isEqualTo(first);
    assertThat(again.getRollout().getStep()).isEqualTo(2);
  }

  @ParameterizedTest
  @ValueSource(ints = {129, 0})
  void command_requestIdThatNobodyShouldSend_isInvalid(int length) {
    ramp();
    var id = length == 0 ? "a\nb" : "x".repeat(length);

    assertThat(refused(observer ->
            rig.endpoint.pause(request().toBuilder().setRequestId(id).build(), observer)))
        .isEqualTo(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void command_modelThatIsNotThere_isNotFound() {
    var other = RolloutRequest.newBuilder().setModel("digitz").build();

    assertThat(refused(observer -> rig.endpoint.pause(other, observer)))
        .isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void get_noRollout_isNotFound() {
    rig.endpoint.get(GetRolloutRequest.newBuilder().setModel("digits").build(), caller);
    rig.endpoint.get(GetRolloutRequest.newBuilder().setModel("digitz").build(), caller);
    rig.thread.runAll();

    assertThat(caller.errors).containsExactly(Status.Code.NOT_FOUND, Status.Code.NOT_FOUND);
    assertThat(caller.messages)
        .containsExactly(
            "rollout: digits has none (expected: one, by `rollout start`)",
            "model: digitz (expected: one of [digits])");
  }

  @Test
  void get_limits_areThoseOfTheStart() {
    ramp();

    assertThat(got().getLimits())
        .isEqualTo(GateLimits.newBuilder()
            .addLatency(GateLimits.Latency.newBuilder().setQuantile(0.95).setMaxRatio(1.2))
            .addLatency(GateLimits.Latency.newBuilder().setQuantile(0.99).setMaxRatio(1.5))
            .setLatencyFloor(Durations.fromMillis(5))
            .setQualityMargin(0.02)
            .setQualityRequired(true)
            .build());
  }

  @Test
  void get_verdicts_areThoseOfNow() {
    ramp();
    rig.report(report(new Verdict.Ok(findings())));
    rig.later(Duration.ofSeconds(5));
    rig.tick();

    var status = got();

    assertThat(status.getTime())
        .isEqualTo(Timestamps.fromMillis(RolloutRig.START.plusSeconds(5).toEpochMilli()));
    assertThat(status.getElapsed()).isEqualTo(Durations.fromSeconds(5));
    assertThat(status.getComparison().getStable()).isEqualTo(1);
    assertThat(status.getComparison().getCanary()).isEqualTo(2);
    assertThat(status.getComparison().getShare()).isEqualTo("0.05");
    assertThat(status.getComparison().getGatesList())
        .extracting(GateVerdict::getVerdict)
        .containsExactly(GateVerdict.Verdict.OK);
  }

  @Test
  void get_laterRevisionThatIsNoTransition_isTheOneInForce() {
    ramp();
    var before = got().getRollout();

    rig.lose(2);

    assertThat(got().getRollout()).isEqualTo(before);
    assertThat(got().getRevision()).isEqualTo(before.getRevision() + 1);
    assertThat(history(0).getTransitionsList()).hasSize(2);
  }

  @Test
  void rollback_ofAGate_tellsTheEvidence() {
    ramp();
    rig.report(
        report(new Harm(findings(), Verdict.Consequence.ROLLBACK, 7, HarmCause.MORE_ERRORS)));

    rig.tick();

    var rollout = got().getRollout();
    assertThat(rollout.getState()).isEqualTo(State.ROLLED_BACK);
    assertThat(rollout.getDetail()).contains("fails more often than stable");
    assertThat(rollout.getEvidenceList()).singleElement().satisfies(gate -> {
      assertThat(gate.getGate()).isEqualTo("errors");
      assertThat(gate.getVerdict()).isEqualTo(GateVerdict.Verdict.HARM);
      assertThat(gate.getLog10E()).isCloseTo(3, within(1e-12));
      assertThat(gate.getLog10Threshold()).isCloseTo(2, within(1e-12));
      assertThat(gate.hasOkLog10E()).isFalse();
      assertThat(gate.getStableObservations()).isEqualTo(900);
      assertThat(gate.getStableMean()).isEqualTo(0.01);
      assertThat(gate.getCanaryObservations()).isZero();
      assertThat(gate.hasCanaryMean()).isFalse();
    });
    assertThat(got().hasComparison()).isFalse();
  }

  @Test
  void history_transitions_areNewestFirst() {
    ramp();
    var unused = answered(observer -> rig.endpoint.pause(request(), observer));

    assertThat(history(0).getTransitionsList())
        .extracting(Rollout::getState, Rollout::getRevision)
        .containsExactly(
            tuple(State.PAUSED, 4L), tuple(State.RAMPING, 3L), tuple(State.PREFLIGHT, 2L));
    assertThat(history(1).getTransitionsList()).hasSize(1);
  }

  @Test
  void history_noRolloutOrNoLimit_isRefused() {
    var observer = new FakeObserver<RolloutHistoryResponse>();

    rig.endpoint.history(RolloutHistoryRequest.newBuilder().setModel("digits").build(), observer);
    rig.endpoint.history(
        RolloutHistoryRequest.newBuilder().setModel("digits").setLimit(-1).build(), observer);

    assertThat(observer.errors)
        .containsExactly(Status.Code.NOT_FOUND, Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void watch_transitions_comeInOrderUntilTheEnd() {
    ramp();
    watch(Optional.empty());

    submit(observer -> rig.endpoint.pause(request(), observer));
    submit(observer -> rig.endpoint.resume(request(), observer));
    assertThat(caller.completed).isFalse();
    submit(observer -> rig.endpoint.abort(request(), observer));

    assertThat(caller.sent)
        .extracting(status -> status.getRollout().getState())
        .containsExactly(State.RAMPING, State.PAUSED, State.RAMPING, State.ROLLED_BACK);
    assertThat(caller.completed).isTrue();
  }

  @Test
  void watch_severalTransitionsAtOnce_areAllTold() {
    ramp();
    watch(Optional.empty());

    rig.endpoint.pause(request(), new FakeObserver<>());
    rig.endpoint.resume(request(), new FakeObserver<>());
    rig.thread.runAll();

    assertThat(caller.sent)
        .extracting(status -> status.getRollout().getState())
        .containsExactly(State.RAMPING, State.PAUSED, State.RAMPING);
  }

  @Test
  void watch_rolloutThatIsOver_isToldAndEnds() {
    ramp();
    submit(observer -> rig.endpoint.abort(request(), observer));

    watch(Optional.empty());

    assertThat(caller.sent).hasSize(1);
    assertThat(caller.completed).isTrue();
  }

  @Test
  void watch_interval_isToldInBetween() {
    ramp();
    watch(Optional.of(Duration.ofSeconds(1)));
    tickAfter(Duration.ofSeconds(1));
    int before = caller.sent.size();

    tickAfter(Duration.ofMillis(900));
    assertThat(caller.sent).hasSize(before);
    tickAfter(Duration.ofMillis(100));

    assertThat(caller.sent).hasSize(before + 1);
    assertThat(caller.sent.get(before).getTime())
        .isEqualTo(Timestamps.fromMillis(RolloutRig.START.plusSeconds(2).toEpochMilli()));
  }

  @Test
  void watch_callerThatDoesNotRead_missesOnlyWhatIsInBetween() {
    ramp();
    watch(Optional.of(SHORT));
    caller.room = 0;
    submit(observer -> rig.endpoint.pause(request(), observer));

    tickAfter(SHORT);
    tickAfter(SHORT);
    caller.room = 10;
    tickAfter(Duration.ZERO);
    submit(observer -> rig.endpoint.abort(request(), observer));

    assertThat(caller.sent)
        .extracting(status -> status.getRollout().getState())
        .containsExactly(State.RAMPING, State.PAUSED, State.ROLLED_BACK);
  }

  @Test
  void watch_withoutInterval_isNotToldInBetween() {
    ramp();
    watch(Optional.empty());

    tickAfter(Duration.ofHours(1));

    assertThat(caller.sent).hasSize(1);
  }

  @Test
  void watch_callerIsGone_hearsNothingMore() {
    ramp();
    watch(Optional.of(SHORT));

    caller.cancel.run();
    tickAfter(SHORT);
    submit(observer -> rig.endpoint.pause(request(), observer));

    assertThat(caller.sent).hasSize(1);
  }

  @Test
  void watch_shorterIntervalThanAllowed_isInvalid() {
    ramp();

    watch(Optional.of(Duration.ofMillis(199)));

    assertThat(caller.errors).containsExactly(Status.Code.INVALID_ARGUMENT);
  }

  @Test
  void watch_noRollout_isNotFound() {
    watch(Optional.empty());

    assertThat(caller.errors).containsExactly(Status.Code.NOT_FOUND);
  }

  private void ramp() {
    var unused = answered(this::begin);
    rig.checked(Optional.empty());
  }

  private void begin(FakeObserver<RolloutStatus> observer) {
    rig.endpoint.start(start().build(), observer);
  }

  private RolloutStatus got() {
    return answered(observer ->
        rig.endpoint.get(GetRolloutRequest.newBuilder().setModel("digits").build(), observer));
  }

  private RolloutStatus answered(Consumer<FakeObserver<RolloutStatus>> call) {
    var observer = submit(call);
    assertThat(observer.messages).isEmpty();
    assertThat(observer.completed).isTrue();
    return observer.sent.get(0);
  }

  private Status.Code refused(Consumer<FakeObserver<RolloutStatus>> call) {
    var observer = submit(call);
    assertThat(observer.sent).isEmpty();
    return observer.errors.get(0);
  }

  private FakeObserver<RolloutStatus> submit(Consumer<FakeObserver<RolloutStatus>> call) {
    var observer = new FakeObserver<RolloutStatus>();
    call.accept(observer);
    rig.thread.runAll();
    return observer;
  }

  private void watch(Optional<Duration> interval) {
    var request = WatchRolloutRequest.newBuilder().setModel("digits");
    interval.ifPresent(time -> request.setInterval(Durations.fromNanos(time.toNanos())));
    caller.room = 100;
    rig.endpoint.watch(request.build(), caller);
    rig.thread.runAll();
  }

  private void tickAfter(Duration time) {
    rig.later(time);
    rig.endpoint.tick();
    rig.thread.runAll();
  }

  private RolloutHistoryResponse history(int limit) {
    var observer = new FakeObserver<RolloutHistoryResponse>();
    rig.endpoint.history(
        RolloutHistoryRequest.newBuilder().setModel("digits").setLimit(limit).build(), observer);
    return observer.sent.get(0);
  }

  private static StartRolloutRequest.Builder start() {
    return StartRolloutRequest.newBuilder()
        .setModel("digits")
        .setCandidate(2)
        .setAuthor("paused by hand")
        .setReason("weekly");
  }

  private static RolloutRequest request() {
    return RolloutRequest.newBuilder()
        .setModel("digits")
        .setAuthor("paused by hand")
        .build();
  }

  private static AdvanceRolloutRequest.Builder advance() {
    return AdvanceRolloutRequest.newBuilder().setModel("digits").setAuthor("paused by hand");
  }

  private static PromoteRolloutRequest.Builder promote() {
    return PromoteRolloutRequest.newBuilder().setModel("digits").setAuthor("paused by hand");
  }

  /** The gates' report about the first step. */
  private TrialReport report(Verdict verdict) {
    var revision = rig.revision();
    var step =
        new Step(1, revision.number(), revision.time().toEpochMilli(), new BigDecimal("0.05"));
    var none = Duration.ZERO;
    return new TrialReport(
        revision.rollout().orElseThrow().trial().orElseThrow(),
        revision.number(),
        new Judgement(List.of(verdict), List.of(), List.of()),
        new Progress(step, none, none, none, none, 10, 5, 0, 0, false),
        new Rate(0, 0));
  }

  private static Findings findings() {
    return new Findings(
        GateIds.gate("errors"),
        Math.log(1_000),
        Math.log(100),
        OptionalDouble.empty(),
        0,
        new Unit.Errors(),
        new Rate(900, 9),
        new Rate(0, 0),
        Optional.empty(),
        List.of());
  }
}
