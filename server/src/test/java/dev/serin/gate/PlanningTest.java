package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class PlanningTest {
  private static final GateSettings DEFAULT = GateSettings.DEFAULT;
  private static final Slo SLO =
      new Slo(new BigDecimal("0.95"), Duration.ofMillis(50), BigDecimal.ONE);

  @Test
  void calls_fewErrors_areThoseBelowTheLimit() {
    // 1.4 ln 80 over 0.002 ln(0.002/0.01) + 0.998 ln(0.998/0.99).
    double divergence = 0.002 * Math.log(0.2) + 0.998 * Math.log(0.998 / 0.99);

    assertThat(new Planning(DEFAULT, 0.002, 0.1).calls(0.5).orElseThrow())
        .isCloseTo(1.4 * Math.log(80) / divergence, within(1e-2));
  }

  @Test
  void calls_moreErrorsThanTheLimit_areThoseAgainstStable() {
    // At even shares: 0.0588915 nats for each of two bad events per 50 calls of the canary.
    assertThat(new Planning(DEFAULT, 0.02, 0.1).calls(0.5).orElseThrow())
        .isCloseTo(1.4 * Math.log(80) / (0.0588915 * 0.04), within(1.0));
  }

  @Test
  void calls_smallShare_areFewerAgainstStable() {
    var planning = new Planning(DEFAULT, 0.02, 0.1);

    assertThat(planning.calls(0.05).orElseThrow())
        .isLessThan(planning.calls(0.5).orElseThrow());
  }

  @Test
  void calls_noErrors_areANumber() {
    assertThat(new Planning(DEFAULT, 0, 0).calls(0.5).orElseThrow())
        .isCloseTo(1.4 * Math.log(80) / -Math.log(0.99), within(1.0));
  }

  @Test
  void calls_latencyHasALimit_areEnoughForBoth() {
    var strict = new Planning(latency(Mode.ENFORCE), 0, 0.1);
    double divergence = 0.025 * Math.log(0.5) + 0.975 * Math.log(0.975 / 0.95);

    assertThat(strict.calls(0.5).orElseThrow())
        .isCloseTo(1.4 * Math.log(80) / divergence, within(1e-2));
  }

  @Test
  void calls_nothingEnforced_areNone() {
    assertThat(new Planning(latency(Mode.SIGNAL), 0.5, 0.1).calls(0.5)).hasValue(0);
  }

  @Test
  void labels_meanLoss_isItsVarianceInBothRoles() {
    assertThat(new Planning(DEFAULT, 0, 0.1).labels(0.5))
        .isCloseTo(1.4 * 2 * Math.log(80) * 0.18 / 0.0004, within(1e-6));
  }

  @Test
  void labels_smallShare_needFewerForStableIsKnownBetter() {
    assertThat(new Planning(DEFAULT, 0, 0.1).labels(0.2))
        .isCloseTo(1.4 * 2 * Math.log(80) * 0.1125 / 0.0004, within(1e-6));
  }

  @Test
  void labels_qualityNotRequired_areNone() {
    assertThat(new Planning(quality(false), 0, 0.1).labels(0.5)).isZero();
  }

  @Test
  void compared_nothing_takesACohortAndItsSecondAge() {
    assertThat(new Planning(DEFAULT, 0, 0.1).compared(0)).isEqualTo(7 * 60);
  }

  @Test
  void compared_moreThanACohort_takesTheNextToo() {
    assertThat(new Planning(DEFAULT, 0, 0.1).compared(5 * 60 + 1)).isEqualTo(12 * 60);
  }

  /** Latency with a limit; errors are only shown where latency only pauses. */
  private static GateSettings latency(Mode mode) {
    var latency = new Latency(
        DEFAULT.latency().weight(), List.of(), DEFAULT.latency().floor(), Optional.of(SLO));
    return with(latency, DEFAULT.quality(), new Modes(mode, mode, Mode.ENFORCE, mode, Mode.SIGNAL));
  }

  private static GateSettings quality(boolean required) {
    var unset = DEFAULT.quality();
    var quality = new Quality(
        unset.weight(),
        unset.harmMargin(),
        unset.okMargin(),
        required,
        unset.labelHorizon(),
        unset.cohort(),
        unset.labelTimeout(),
        unset.strict());
    return with(DEFAULT.latency(), quality, DEFAULT.modes());
  }

  private static GateSettings with(Latency latency, Quality quality, Modes modes) {
    return new GateSettings(
        DEFAULT.alphaRollback(),
        DEFAULT.alphaPromote(),
        DEFAULT.cap(),
        DEFAULT.errors(),
        latency,
        quality,
        DEFAULT.abandoned(),
        DEFAULT.service(),
        DEFAULT.srmAlpha(),
        DEFAULT.srmConcentration(),
        modes);
  }
}
