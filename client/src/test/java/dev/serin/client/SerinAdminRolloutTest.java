package dev.serin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import com.google.protobuf.Message;
import dev.serin.v1.AdvanceRolloutRequest;
import dev.serin.v1.GetRolloutRequest;
import dev.serin.v1.PromoteRolloutRequest;
import dev.serin.v1.RolloutHistoryRequest;
import dev.serin.v1.RolloutHistoryResponse;
import dev.serin.v1.RolloutRequest;
import dev.serin.v1.StartRolloutRequest;
import dev.serin.v1.WatchRolloutRequest;
import io.grpc.Status;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class SerinAdminRolloutTest {
  private static final RolloutChange CHANGE = RolloutChange.of("digits")
      .withExpectedRevision(4)
      .withAuthor("eve")
      .withReason("why")
      .withRequestId("id-1");
  private static final RolloutChange BARE = RolloutChange.of("digits").withRequestId("");
  private static final RolloutRequest SENT = RolloutRequest.newBuilder()
      .setModel("digits")
      .setExpectedRevision(4)
      .setAuthor("eve")
      .setReason("why")
      .setRequestId("id-1")
      .build();
  private static final RolloutRequest SENT_BARE =
      RolloutRequest.newBuilder().setModel("digits").build();

  private FakeGateway gateway;
  private SerinAdmin admin;

  @BeforeEach
  void connect() throws IOException {
    gateway = new FakeGateway();
    gateway.rollout = Rollouts.WIRE_STATUS;
    admin = SerinAdmin.connect(gateway.address(), FakeGateway.PATIENT);
  }

  @AfterEach
  void disconnect() {
    admin.close();
    gateway.close();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("asked")
  void asked_everyPart_isSentAndTheStatusIsRead(
      String method, Function<SerinAdmin, RolloutStatus> ask, Message sent) {
    assertThat(ask.apply(admin)).isEqualTo(Rollouts.READ_STATUS);
    assertThat(gateway.requests).containsExactly(sent);
    assertThat(gateway.calls).containsExactly(method);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("asked")
  void asked_unavailable_isAskedAgainWithTheSameRequestId(
      String method, Function<SerinAdmin, RolloutStatus> ask, Message sent) {
    gateway.failures.add(Status.UNAVAILABLE);

    assertThat(ask.apply(admin)).isEqualTo(Rollouts.READ_STATUS);
    assertThat(gateway.calls).containsExactly(method, method);
    assertThat(gateway.requests).containsExactly(sent);
  }

  private static Stream<Arguments> asked() {
    return Stream.of(
        asked("Get", admin -> admin.rollout("digits"), get()),
        asked("Start", admin -> admin.startRollout(RolloutStart.of(BARE)), bareStart()),
        asked(
            "Start",
            admin -> admin.startRollout(RolloutStart.of(CHANGE).withCandidate(2).withForce(true)),
            start().setForce(true).build()),
        asked(
            "Start",
            admin -> admin.startRollout(RolloutStart.of(CHANGE).withCandidate(2).withReplace(true)),
            start().setReplace(true).build()),
        asked("Pause", admin -> admin.pauseRollout(CHANGE), SENT),
        asked("Pause", admin -> admin.pauseRollout(BARE), SENT_BARE),
        asked("Resume", admin -> admin.resumeRollout(CHANGE), SENT),
        asked("Abort", admin -> admin.abortRollout(CHANGE), SENT),
        asked(
            "Advance",
            admin -> admin.advanceRollout(new RolloutAdvance(CHANGE, true)),
            advance().setSkipEvidence(true).build()),
        asked(
            "Advance",
            admin -> admin.advanceRollout(new RolloutAdvance(CHANGE, false)),
            advance().build()),
        asked(
            "Promote",
            admin -> admin.promoteRollout(new RolloutPromotion(CHANGE, true, false)),
            promote().setFull(true).build()),
        asked(
            "Promote",
            admin -> admin.promoteRollout(new RolloutPromotion(CHANGE, false, true)),
            promote().setForce(true).build()));
  }

  @Test
  void rollout_partsThatAreLeftOut_areAbsent() {
    gateway.rollout = dev.serin.v1.RolloutStatus.newBuilder()
        .setRollout(dev.serin.v1.Rollout.newBuilder().setStateValue(99))
        .build();

    var status = admin.rollout("digits");

    assertThat(status.rollout().state()).isEqualTo(Rollout.State.UNKNOWN);
    assertThat(status.rollout().pause()).isEmpty();
    assertThat(status.comparison()).isEmpty();
    assertThat(status.nextShare()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void rollout_state_isRead(Rollout.State state) {
    gateway.rollout = dev.serin.v1.RolloutStatus.newBuilder()
        .setRollout(dev.serin.v1.Rollout.newBuilder()
            .setState(dev.serin.v1.Rollout.State.valueOf(state.name())))
        .build();

    assertThat(admin.rollout("digits").rollout().state()).isEqualTo(state);
  }

  @ParameterizedTest
  @EnumSource
  void rollout_rollback_isRead(Rollout.Act act) {
    gateway.rollout = rolledBack(
        dev.serin.v1.Rollback.newBuilder().setAct(dev.serin.v1.Rollback.Act.valueOf(act.name())));

    assertThat(admin.rollout("digits").rollout().rollback())
        .contains(new Rollout.Rollback(act, Optional.empty(), Optional.empty()));
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "UNKNOWN")
  void rollout_rollbackOfAGate_hasItsCause(GateVerdict.Cause cause) {
    gateway.rollout = rolledBack(dev.serin.v1.Rollback.newBuilder()
        .setAct(dev.serin.v1.Rollback.Act.HARM)
        .setGate("errors")
        .setCause(dev.serin.v1.GateVerdict.Cause.valueOf(cause.name())));

    assertThat(admin.rollout("digits").rollout().rollback())
        .contains(
            new Rollout.Rollback(Rollout.Act.HARM, Optional.of("errors"), Optional.of(cause)));
  }

  @Test
  void rollout_rollbackOfANewerGateway_isUnknown() {
    gateway.rollout = rolledBack(
        dev.serin.v1.Rollback.newBuilder().setActValue(99).setGate("errors").setCauseValue(99));

    assertThat(admin.rollout("digits").rollout().rollback())
        .contains(new Rollout.Rollback(
            Rollout.Act.UNKNOWN, Optional.of("errors"), Optional.of(GateVerdict.Cause.UNKNOWN)));
  }

  private static dev.serin.v1.RolloutStatus rolledBack(dev.serin.v1.Rollback.Builder rollback) {
    return dev.serin.v1.RolloutStatus.newBuilder()
        .setRollout(dev.serin.v1.Rollout.newBuilder()
            .setState(dev.serin.v1.Rollout.State.ROLLED_BACK)
            .setRollback(rollback))
        .build();
  }

  @Test
  void of_eachChange_hasARequestIdOfItsOwn() {
    assertThat(RolloutChange.of("digits").requestId())
        .isNotEmpty()
        .isNotEqualTo(RolloutChange.of("digits").requestId());
  }

  @Test
  void rollout_none_isNotFound() {
    gateway.failures.add(Status.NOT_FOUND.withDescription("rollout: none of digits"));

    assertThatExceptionOfType(SerinException.class)
        .isThrownBy(() -> admin.rollout("digits"))
        .withMessage("rollout: none of digits");
  }

  @Test
  void rolloutHistory_answer_isRead() {
    gateway.transitions =
        RolloutHistoryResponse.newBuilder().addTransitions(Rollouts.WIRE).build();

    assertThat(admin.rolloutHistory("digits", 7)).containsExactly(Rollouts.READ);
    assertThat(gateway.requests)
        .containsExactly(
            RolloutHistoryRequest.newBuilder().setModel("digits").setLimit(7).build());
  }

  @Test
  void watchRollout_statuses_comeInOrderUntilTheGatewayEnds() throws InterruptedException {
    gateway.watchedRollout.add(Rollouts.WIRE_STATUS);
    gateway.watchedRollout.add(Rollouts.WIRE_STATUS.toBuilder().setNextShare("").build());
    var seen = new LinkedBlockingQueue<RolloutStatus>();

    try (var watch = admin.watchRollout("digits", seen::add)) {
      assertThat(seen.take()).isEqualTo(Rollouts.READ_STATUS);
      assertThat(seen.take().nextShare()).isEmpty();
      watch.ended().join();
    }
    assertThat(gateway.requests)
        .containsExactly(WatchRolloutRequest.newBuilder().setModel("digits").build());
  }

  @Test
  void watchRollout_interval_isSent() {
    admin.watchRollout("digits", Duration.ofMillis(1_500), status -> {}).ended().join();

    assertThat(gateway.requests)
        .containsExactly(WatchRolloutRequest.newBuilder()
            .setModel("digits")
            .setInterval(
                com.google.protobuf.Duration.newBuilder().setSeconds(1).setNanos(500_000_000))
            .build());
  }

  @Test
  void watchRollout_refused_failsWithSerinException() {
    gateway.failures.add(Status.NOT_FOUND);

    try (var watch = admin.watchRollout("digits", status -> {})) {
      assertThatExceptionOfType(CompletionException.class)
          .isThrownBy(() -> watch.ended().join())
          .havingCause()
          .isInstanceOf(SerinException.class);
    }
  }

  private static Arguments asked(
      String method, Function<SerinAdmin, RolloutStatus> ask, Message sent) {
    return Arguments.of(method, ask, sent);
  }

  private static GetRolloutRequest get() {
    return GetRolloutRequest.newBuilder().setModel("digits").build();
  }

  private static StartRolloutRequest bareStart() {
    return StartRolloutRequest.newBuilder().setModel("digits").build();
  }

  private static StartRolloutRequest.Builder start() {
    return StartRolloutRequest.newBuilder()
        .setModel("digits")
        .setCandidate(2)
        .setExpectedRevision(4)
        .setAuthor("eve")
        .setReason("why")
        .setRequestId("id-1");
  }

  private static AdvanceRolloutRequest.Builder advance() {
    return AdvanceRolloutRequest.newBuilder()
        .setModel("digits")
        .setExpectedRevision(4)
        .setAuthor("eve")
        .setReason("why")
        .setRequestId("id-1");
  }

  private static PromoteRolloutRequest.Builder promote() {
    return PromoteRolloutRequest.newBuilder()
        .setModel("digits")
        .setExpectedRevision(4)
        .setAuthor("eve")
        .setReason("why")
        .setRequestId("id-1");
  }
}
