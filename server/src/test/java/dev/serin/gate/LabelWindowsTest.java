package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateSettings.Cap;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LabelWindowsTest {
  private static final Step STEP = new Step(1, 1, 1_000, new BigDecimal("0.5"));
  private static final long WINDOW = 600_000;

  private final LabelWindows windows = new LabelWindows(new Cap(2, Duration.ofMinutes(10)));

  @Test
  void admits_user_soManyTimesPerWindow() {
    assertThat(admitted(STEP, 1_000, 5)).isEqualTo(2);
    assertThat(admitted(STEP, 1_000 + WINDOW - 1, 5)).isZero();
    assertThat(admitted(STEP, 1_000 + WINDOW, 5)).isEqualTo(2);
  }

  @Test
  void admits_otherStep_hasOwnCounts() {
    admitted(STEP, 1_000, 5);

    assertThat(admitted(new Step(2, 2, 1_000, new BigDecimal("0.6")), 1_000, 5)).isEqualTo(2);
  }

  @Test
  void admits_predictionJustBeforeTheStep_isOfItsFirstWindow() {
    assertThat(admitted(STEP, 999, 5)).isEqualTo(2);
    assertThat(admitted(STEP, 1_000, 5)).isZero();
  }

  @Test
  void admits_largestCap_isKept() {
    var most = new LabelWindows(new Cap(255, Duration.ofMinutes(10)));

    long admitted =
        IntStream.range(0, 600).filter(i -> most.admits(STEP, 1_000, 7)).count();

    assertThat(admitted).isEqualTo(255);
  }

  @Test
  void forget_endedWindows_only() {
    admitted(STEP, 1_000, 5);

    windows.forget(1_000 + WINDOW);
    assertThat(admitted(STEP, 1_000, 5)).isZero();

    windows.forget(1_000 + WINDOW + 1);
    assertThat(admitted(STEP, 1_000, 5)).isEqualTo(2);
  }

  private long admitted(Step step, long millis, int times) {
    return IntStream.range(0, times)
        .filter(i -> windows.admits(step, millis, 7))
        .count();
  }
}
