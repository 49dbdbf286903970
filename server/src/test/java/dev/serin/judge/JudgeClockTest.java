package dev.serin.judge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.Call.Result;
import dev.serin.gate.GateSettings;
import dev.serin.gate.LossScale;
import dev.serin.gate.Terms;
import java.io.IOException;
import java.math.BigDecimal;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** How soon errors are found when the wall clock is set meanwhile. */
class JudgeClockTest {
  private static final String MODEL = "digits";
  private static final int MOST = 5_000;
  private static final int STEP_AFTER = 100;
  private static final BigDecimal HALF = new BigDecimal("0.5");

  private Instant wall = Instant.parse("2025-01-02T03:04:05Z");
  private long nanos;

  static Stream<Duration> steps() {
    return Stream.of(
        Duration.ofMinutes(-2),
        Duration.ofHours(-1),
        Duration.ofDays(-8),
        Duration.ofMinutes(2),
        Duration.ofHours(1));
  }

  @ParameterizedTest
  @MethodSource("steps")
  void work_wallClockStepped_findsErrorsAfterAsManyCalls(Duration step) throws IOException {
    int without = callsUntilHarm(Duration.ZERO);

    assertThat(without).isBetween(STEP_AFTER, MOST - 1);
    assertThat(callsUntilHarm(step)).isEqualTo(without);
  }

  private int callsUntilHarm(Duration step) throws IOException {
    nanos = 0;
    var clock = new StatisticsClock(() -> nanos, () -> wall);
    var judge = Judge.open(
        model -> new Terms(GateSettings.DEFAULT, LossScale.BINARY, ""),
        ObservationListener.NONE,
        new MemoryEvidence(),
        () -> nanos,
        model -> {});
    var recorder = judge.share(
        MODEL, new Sharing(1, clock.millis(), 1, Map.of(1L, HALF, 2L, HALF), Optional.empty()));
    for (int call = 0; call < MOST; call++) {
      pass(Duration.ofMillis(10));
      if (call == STEP_AFTER) {
        wall = wall.plus(step);
      }
      long version = 1L + call % 2;
      var recording = recorder.arrived(
          version, new Recorder.Arrival(call, call * 7_919L, clock.millis(), nanos));
      recording.ended(version == 2 && call % 15 == 1 ? Result.BAD : Result.OK, 1_000_000);
      judge.work(clock.millis());
      if (harm(judge, clock.millis())) {
        return call;
      }
    }
    return MOST;
  }

  private static boolean harm(Judge judge, long millis) {
    return judge.reports(MODEL, millis).get(0).judgement().rollback().isPresent();
  }

  private void pass(Duration time) {
    nanos += time.toNanos();
    wall = wall.plus(time);
  }
}
