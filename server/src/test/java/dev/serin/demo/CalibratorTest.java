package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import org.junit.jupiter.api.Test;

class CalibratorTest {
  private static final Calibrator.Limits LIMITS = new Calibrator.Limits(5, 1.2, 0.05);
  private static final double MOST = 800;

  @Test
  void fit_fastMachine_isThreeTimesAboveTheFloor() {
    var fit = fit(0.2, 0.15, 4.15);

    assertThat(fit.limitMillis()).isEqualTo(5);
    assertThat(fit.lookMillis()).isCloseTo(0.1, within(1e-9));
    assertThat(fit.callMillis()).isCloseTo(0.05, within(1e-9));
    assertThat(fit.looks()).isEqualTo(150);
    assertThat(fit.slowMillis()).isCloseTo(15.05, within(1e-9));
  }

  @Test
  void fit_slowMachine_isThreeTimesAboveStable() {
    var fit = fit(10, 2, 42);

    assertThat(fit.limitMillis()).isEqualTo(12);
    assertThat(fit.looks()).isEqualTo(35);
    assertThat(fit.slowMillis()).isGreaterThanOrEqualTo(36);
  }

  @Test
  void fit_slowVersion_takesAtMostTwoFifthsOfACore() {
    var fit = fit(10, 2, 42);

    assertThat(fit.callsPerSecond() * LIMITS.firstShare() * fit.slowMillis() / 1000)
        .isCloseTo(0.4, within(1e-9));
  }

  @Test
  void fit_muchRoom_leavesTheCallsAsTheyAre() {
    var fit = Calibrator.fit(4, new Calibrator.Measured(0.2, 0.15, 4.15), LIMITS, 50);

    assertThat(fit.callsPerSecond()).isEqualTo(50);
  }

  @Test
  void fit_manyLooksAsFastAsFew_stillEnds() {
    var fit = fit(0.2, 0.5, 0.4);

    assertThat(fit.lookMillis()).isEqualTo(1e-3);
    assertThat(fit.slowMillis()).isGreaterThanOrEqualTo(15);
  }

  private static Calibration fit(double p95, double few, double many) {
    return Calibrator.fit(4, new Calibrator.Measured(p95, few, many), LIMITS, MOST);
  }
}
