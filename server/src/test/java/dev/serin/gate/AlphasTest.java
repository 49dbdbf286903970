package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.math.BigDecimal;
import org.assertj.core.data.Offset;
import org.junit.jupiter.api.Test;

class AlphasTest {
  private static final Offset<Double> PRECISION = within(1e-15);
  private static final GateSettings SETTINGS = GateSettings.DEFAULT;

  @Test
  void errors_default_isThreeQuartersOfItsWeight() {
    assertThat(Alphas.errors(SETTINGS, new Evidence())).isCloseTo(0.002625, PRECISION);
    assertThat(Alphas.errorsSlo(SETTINGS, new Evidence())).isCloseTo(0.000875, PRECISION);
  }

  @Test
  void errors_trialThatBeganWithAShadow_isHalf() {
    var evidence = new Evidence();
    PhaseMarks.begin(evidence, Trial.Phase.SHADOW, 1, 1);

    assertThat(Alphas.errors(SETTINGS, evidence)).isCloseTo(0.0013125, PRECISION);
    assertThat(Alphas.errorsSlo(SETTINGS, evidence)).isCloseTo(0.0004375, PRECISION);
  }

  @Test
  void latency_default_isByShare() {
    assertThat(Alphas.latency(SETTINGS, new BigDecimal("0.5"))).isCloseTo(0.0015, PRECISION);
    assertThat(Alphas.latency(SETTINGS, new BigDecimal("0.2"))).isCloseTo(0.0006, PRECISION);
    assertThat(Alphas.latency(SETTINGS, new BigDecimal("0.3"))).isCloseTo(0.0009, PRECISION);
  }

  @Test
  void quality_default_isItsWeight() {
    assertThat(Alphas.quality(SETTINGS)).isCloseTo(0.0025, PRECISION);
  }

  @Test
  void abandoned_default_isItsWeight() {
    var abandoned = SETTINGS.abandoned().orElseThrow();

    assertThat(Alphas.abandoned(SETTINGS, abandoned)).isCloseTo(0.001, PRECISION);
  }

  @Test
  void abandoned_nothingLeftForIt_isBesideTheBudget() {
    var left = GateSettings.Abandoned.of(BigDecimal.ZERO);

    assertThat(Alphas.abandoned(SETTINGS, left)).isEqualTo(Alphas.PAUSE);
    assertThat(left.mode(GateSettings.Mode.ENFORCE)).isEqualTo(GateSettings.Mode.SIGNAL);
    assertThat(left.mode(GateSettings.Mode.DRY_RUN)).isEqualTo(GateSettings.Mode.DRY_RUN);
  }

  @Test
  void pause_coverageAndService_isOneInAThousand() {
    assertThat(Alphas.PAUSE).isEqualTo(0.001);
    assertThat(SETTINGS.srmAlpha()).isEqualTo(0.001);
  }
}
