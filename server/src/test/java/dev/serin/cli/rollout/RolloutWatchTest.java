package dev.serin.cli.rollout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import dev.serin.cli.FakeGateway;
import dev.serin.cli.Run;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinException;
import dev.serin.v1.Rollout.State;
import dev.serin.v1.RolloutServiceGrpc;
import dev.serin.v1.WatchRolloutRequest;
import io.grpc.Status;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** How `rollout status --watch` continues and ends. */
class RolloutWatchTest {
  private static final dev.serin.v1.RolloutStatus PROMOTED = RolloutAnswers.in(State.PROMOTED);
  private static final String RAMPING_LINE =
      "2025-01-01T00:05:00Z digits rollout #3 Ramping step 3/5 set 25 %, revision 9 by controller:"
          + " step 2 is left; next 50 % in 00:00:20 (bake)\n";

  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeGateway();
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @ParameterizedTest
  @CsvSource({"PROMOTED, 0", "COMPLETED, 0", "ROLLED_BACK, 1", "REJECTED, 1", "PAUSED, 3"})
  void watch_stateThatEndsIt_isTheExitCode(State state, int exitCode) {
    stream(RolloutAnswers.RAMPING, RolloutAnswers.in(state, "MANUAL").build());

    assertThat(watch().exitCode()).isEqualTo(exitCode);
  }

  @ParameterizedTest
  @EnumSource(names = {"PREFLIGHT", "SHADOW", "RAMPING"})
  void watch_otherState_continues(State state) {
    stream(RolloutAnswers.in(state), PROMOTED);

    assertThat(watch().exitCode()).isZero();
  }

  @Test
  void watch_pauseThatEndsByItself_continues() {
    var paused = RolloutAnswers.in(State.PAUSED, "NO_TRAFFIC");
    paused.getRolloutBuilder().setEndsByItself(true);
    stream(paused.build(), RolloutAnswers.in(State.ROLLED_BACK));

    assertThat(watch().exitCode()).isEqualTo(1);
  }

  @Test
  void watch_timeout_exits2() {
    stream(RolloutAnswers.RAMPING);

    assertThat(watch("--timeout", "100ms").exitCode()).isEqualTo(2);
  }

  @Test
  void watch_notOnATerminal_printsALineForEachTransition() {
    stream(RolloutAnswers.RAMPING, RolloutAnswers.RAMPING, PROMOTED);

    assertThat(watch().out())
        .isEqualTo(RAMPING_LINE
            + "2025-01-01T00:06:10Z digits rollout #3 Promoted step 3/5 set 25 %, revision 10 by"
            + " controller: so it went; next 50 % in 00:00:20 (watch)\n");
  }

  @Test
  void watch_held_saysWhatIsMissing() {
    stream(
        RolloutAnswers.RAMPING.toBuilder()
            .addMissing(RolloutAnswers.need("labels", 60))
            .build(),
        PROMOTED);

    assertThat(watch().out())
        .contains("; next 50 % in 00:01:00; needs 20 s of the bake, expected in 00:00:20; needs"
            + " labels, expected in 00:01:00\n");
  }

  @Test
  void watch_json_isOneObjectForEachTransition() {
    stream(RolloutAnswers.RAMPING, RolloutAnswers.RAMPING, PROMOTED);

    assertThat(watch("-o", "json").out().lines())
        .hasSize(2)
        .allSatisfy(line -> assertThat(line).startsWith("{\"model\":\"digits\",\"rollout\":3,"));
  }

  @Test
  void watch_notOnATerminal_asksForTransitionsOnly() {
    stream(PROMOTED);
    watch();

    assertThat(gateway.request())
        .isEqualTo(WatchRolloutRequest.newBuilder().setModel("digits").build());
  }

  @Test
  void watch_onATerminal_leavesTheLastScreenStanding() {
    stream(RolloutAnswers.RAMPING, PROMOTED);
    var environment = Map.of("SERIN_ADMIN", gateway.address(), "COLUMNS", "60");

    var run = Run.with(environment, true, "rollout", "status", "digits", "--watch");

    var terminal = new FakeTerminal(200).write(run.out());
    gateway.answer(RolloutServiceGrpc.getGetMethod(), PROMOTED);
    assertThat(terminal.text())
        .isEqualTo(Run.against(gateway, "rollout", "status", "digits").out());
    assertThat(terminal.usual()).isTrue();
    assertThat(((WatchRolloutRequest) gateway.requests.get(0)).getInterval().getSeconds())
        .isEqualTo(1);
  }

  @Test
  void watch_gatewayAwayForAWhile_continuesAndSaysSo() {
    gateway.stream(
        RolloutServiceGrpc.getWatchMethod(),
        List.of(List.of(RolloutAnswers.RAMPING), List.of(RolloutAnswers.RAMPING, PROMOTED)));

    var run = watch();

    assertThat(run.exitCode()).isZero();
    assertThat(run.out().lines()).hasSize(2);
    assertThat(run.err()).isEqualTo("serin: the gateway does not answer; retrying\n");
  }

  @Test
  void watch_gatewayGoneAndBack_continues() {
    stream(RolloutAnswers.RAMPING);
    var view = new Restarting();

    try (var admin = SerinAdmin.connect(gateway.address())) {
      assertThat(new RolloutWatch(view, System::nanoTime, Optional.empty())
              .follow(hears -> admin.watchRollout("digits", hears)))
          .isZero();
    }
    assertThat(view.remarks).isGreaterThan(1);
  }

  @Test
  void watch_nothingToTellForMoreThanAMinute_continuesWhenTheGatewayIsAway() {
    gateway.stream(
        RolloutServiceGrpc.getWatchMethod(),
        List.of(List.of(RolloutAnswers.RAMPING), List.of(PROMOTED)));

    assertThat(followMinuteByMinute()).isZero();
  }

  @Test
  void watch_gatewayAwayForMoreThanAMinute_givesUp() {
    gateway.stream(
        RolloutServiceGrpc.getWatchMethod(),
        List.of(List.of(RolloutAnswers.RAMPING), List.of(), List.of(PROMOTED)));

    assertThatExceptionOfType(SerinException.class).isThrownBy(this::followMinuteByMinute);
  }

  @Test
  void watch_gatewayAwayFromTheStart_isUnreachable() throws IOException {
    String address;
    try (var gone = new FakeGateway()) {
      address = gone.address();
    }

    assertThat(
            Run.of("rollout", "status", "digits", "--watch", "--admin", address).exitCode())
        .isEqualTo(69);
  }

  @Test
  void watch_noRollout_isRefused() {
    gateway.refuse(
        RolloutServiceGrpc.getWatchMethod(),
        Status.NOT_FOUND.withDescription("rollout: digits has none"));

    assertThat(watch()).isEqualTo(new Run(1, "", "serin: rollout: digits has none\n"));
  }

  @Test
  void timeout_withoutWatch_isWrongUsage() {
    assertThat(Run.against(gateway, "rollout", "status", "digits", "--timeout", "2h"))
        .isEqualTo(new Run(64, "", "serin: --timeout: 2h without --watch (expected: both)\n"));
  }

  private void stream(dev.serin.v1.RolloutStatus... statuses) {
    gateway.stream(RolloutServiceGrpc.getWatchMethod(), List.of(List.of(statuses)));
  }

  private Run watch(String... options) {
    var arguments = new ArrayList<>(List.of("rollout", "status", "digits", "--watch"));
    arguments.addAll(List.of(options));
    return Run.against(gateway, arguments.toArray(String[]::new));
  }

  /** Watches with a clock that advances by more than a minute at each reading. */
  private int followMinuteByMinute() {
    var clock = new AtomicLong();
    var watch = new RolloutWatch(
        new Ignored(), () -> clock.addAndGet(Duration.ofSeconds(61).toNanos()), Optional.empty());
    try (var admin = SerinAdmin.connect(gateway.address())) {
      return watch.follow(hears -> admin.watchRollout("digits", hears));
    }
  }

  /** Stops the gateway at the first status, and restarts it at the second remark. */
  private final class Restarting implements RolloutView {
    private int remarks;
    private int port;

    @Override
    public void show(RolloutStatus status) {
      if (remarks == 0) {
        port = leave();
      }
    }

    @Override
    public void remark(String text) {
      remarks++;
      if (remarks == 2) {
        come(port);
        stream(PROMOTED);
      }
    }

    @Override
    public void end() {}
  }

  private int leave() {
    try {
      return gateway.leave();
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private void come(int port) {
    try {
      gateway = new FakeGateway(port);
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static final class Ignored implements RolloutView {
    @Override
    public void show(RolloutStatus status) {}

    @Override
    public void remark(String text) {}

    @Override
    public void end() {}
  }
}
