package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.gate.GateSettings.Cap;
import dev.serin.gate.GateSettings.Errors;
import dev.serin.gate.GateSettings.Latency;
import dev.serin.gate.GateSettings.Mode;
import dev.serin.gate.GateSettings.Modes;
import dev.serin.gate.GateSettings.Quality;
import dev.serin.gate.GateSettings.Relative;
import dev.serin.gate.GateSettings.Service;
import dev.serin.gate.GateSettings.Slo;
import java.math.BigDecimal;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;

class GateSettingsTest {
  private static final BigDecimal ONE = BigDecimal.ONE;
  private static final BigDecimal P95 = new BigDecimal("0.95");
  private static final GateSettings DEFAULT = GateSettings.DEFAULT;

  @Test
  void of_probabilities_areSmall() {
    refused(
        () -> probabilities(0, 0.05, 0.001, 1_000),
        "alphaRollback: 0.0 (expected: above 0, at most 0.2)");
    refused(
        () -> probabilities(0.21, 0.05, 0.001, 1_000),
        "alphaRollback: 0.21 (expected: above 0, at most 0.2)");
    refused(
        () -> probabilities(0.01, 0, 0.001, 1_000),
        "alphaPromote: 0.0 (expected: above 0, at most 0.2)");
    refused(
        () -> probabilities(0.01, 0.5, 0.001, 1_000),
        "alphaPromote: 0.5 (expected: above 0, at most 0.2)");
    refused(
        () -> probabilities(0.01, 0.05, Double.NaN, 1_000),
        "alpha: NaN (expected: above 0, at most 0.2)");
    refused(
        () -> probabilities(0.01, 0.05, 0.3, 1_000), "alpha: 0.3 (expected: above 0, at most 0.2)");
    refused(() -> probabilities(0.01, 0.05, 0.001, 0), "k: 0.0 (expected: above 0)");
  }

  @Test
  void of_largestProbabilities_areTaken() {
    var settings = probabilities(0.2, 0.2, 0.2, 1e-3);

    assertThat(settings.alpha(ONE)).isEqualTo(0.2);
  }

  @Test
  void of_weights_sumToOne() {
    var errors = new Errors(new BigDecimal("0.5"), 1, 0.2, 0.001, 2, 0.01);

    refused(
        () -> Settings.with(errors), "weight: 0.5 + 0.3 + 0.25 + 0.1 = 1.15 (expected: exactly 1)");
  }

  @Test
  void of_weightsOfOtherScale_areTheSame() {
    var errors = new Errors(new BigDecimal("0.35"), 1, 0.2, 0.001, 2, 0.01);

    assertThat(Settings.with(errors).errors()).isEqualTo(errors);
  }

  @Test
  void cap_observations_fitTheCounters() {
    refused(
        () -> new Cap(0, Duration.ofMinutes(1)),
        "maxObservationsPerUser: 0 (expected: from 1 to 255)");
    refused(
        () -> new Cap(256, Duration.ofMinutes(1)),
        "maxObservationsPerUser: 256 (expected: from 1 to 255)");
    refused(() -> new Cap(5, Duration.ZERO), "capWindow: PT0S (expected: a millisecond or more)");
    refused(
        () -> new Cap(5, Duration.ofNanos(999_999)),
        "capWindow: PT0.000999999S (expected: a millisecond or more)");
    assertThat(new Cap(255, Duration.ofMillis(1)).observations()).isEqualTo(255);
    assertThat(new Cap(1, Duration.ofMillis(1)).observations()).isEqualTo(1);
  }

  @Test
  void errors_numbers_areChecked() {
    refused(() -> errors("0", 1, 0.2, 0.001, 2, 0.01), "weight: 0 (expected: above 0, at most 1)");
    refused(
        () -> errors("1.1", 1, 0.2, 0.001, 2, 0.01), "weight: 1.1 (expected: above 0, at most 1)");
    refused(() -> errors("0.4", 0, 0.2, 0.001, 2, 0.01), "oddsRatio: 0.0 (expected: above 0)");
    refused(() -> errors("0.4", 1, 1, 0.001, 2, 0.01), "slo: 1.0 (expected: between 0 and 1)");
    refused(() -> errors("0.4", 1, 0.2, 0, 2, 0.01), "absFloor: 0.0 (expected: between 0 and 1)");
    refused(
        () -> errors("0.4", 2, 0.2, 0.001, 2, 0.01),
        "okOddsRatio: 2.0 (expected: above oddsRatio)");
    refused(() -> errors("0.4", 1, 0.2, 0.001, 2, 1), "okAbs: 1.0 (expected: between 0 and 1)");
  }

  @Test
  void latency_numbers_areChecked() {
    refused(() -> relative("0", 1.2, "0.5"), "q: 0 (expected: between 0 and 1)");
    refused(() -> relative("1", 1.2, "0.5"), "q: 1 (expected: between 0 and 1)");
    refused(() -> relative("0.95", 0.99, "0.5"), "maxRatio: 0.99 (expected: at least 1)");
    refused(() -> relative("0.95", 1e6, "0.5"), "maxRatio: 1000000.0 (expected: at least 1)");
    refused(() -> relative("0.95", 1.2, "0"), "share: 0 (expected: above 0, at most 1)");
    refused(() -> new Slo(ONE, Duration.ofMillis(1), ONE), "q: 1 (expected: between 0 and 1)");
    refused(
        () -> new Slo(P95, Duration.ofMillis(1), new BigDecimal("1.1")),
        "share: 1.1 (expected: from 0 to 1)");
    refused(
        () -> new Latency(BigDecimal.ZERO, List.of(), Duration.ZERO, Optional.empty()),
        "weight: 0 (expected: above 0, at most 1)");
    refused(() -> new Slo(P95, Duration.ZERO, ONE), "ms: PT0S (expected: above 0)");
    refused(() -> new Slo(P95, Duration.ofMillis(-1), ONE), "ms: PT-0.001S (expected: above 0)");
    refused(
        () -> new Slo(P95, Duration.ofMillis(1), new BigDecimal("-0.1")),
        "share: -0.1 (expected: from 0 to 1)");
    assertThat(relative("0.95", 1, "1").maxRatio()).isEqualTo(1);
  }

  @Test
  void latency_sloBelowTheFloor_isRefused() {
    var slo = new Slo(P95, Duration.ofMillis(5), new BigDecimal("0.5"));

    refused(
        () -> latency(Optional.of(slo), Duration.ofMillis(5), relative("0.95", 1.2, "0.5")),
        "ms: 5 (expected: above the floor)");
    refused(
        () -> latency(Optional.empty(), Duration.ofMillis(-5), relative("0.95", 1.2, "0.5")),
        "floor: PT-0.005S (expected: not negative)");
  }

  @Test
  void latency_sameQuantileTwice_isRefused() {
    refused(
        () -> latency(
            Optional.empty(),
            Duration.ZERO,
            relative("0.95", 1.2, "0.5"),
            relative("0.950", 1.5, "0.5")),
        "relative: [0.95, 0.950] (expected: each q once)");
  }

  @Test
  void latency_shares_sumToOneWithTheSlo() {
    var slo = new Slo(P95, Duration.ofMillis(50), new BigDecimal("0.3"));

    refused(
        () -> latency(Optional.of(slo), Duration.ZERO, relative("0.95", 1.2, "0.5")),
        "share: 0.8 (expected: exactly 1 with the slo's)");
    refused(
        () -> latency(
            Optional.empty(),
            Duration.ZERO,
            relative("0.95", 1.2, "0.5"),
            relative("0.99", 1.2, "0.6")),
        "share: 1.1 (expected: at most 1 without slo)");
    refused(
        () -> latency(
            Optional.of(new Slo(P95, Duration.ofMillis(50), BigDecimal.ZERO)),
            Duration.ZERO,
            relative("0.95", 1.2, "1")),
        "share: 0 (expected: above 0, at most 1)");
    assertThat(latency(Optional.of(slo), Duration.ZERO, relative("0.95", 1.2, "0.70"))
            .slo())
        .contains(slo);
  }

  @Test
  void quality_numbers_areChecked() {
    refused(() -> quality(-0.1, 0.02, 1), "harmMargin: -0.1 (expected: from 0, below 1)");
    refused(() -> quality(1, 2, 1), "harmMargin: 1.0 (expected: from 0, below 1)");
    refused(() -> quality(0.02, 0.02, 1), "okMargin: 0.02 (expected: above harmMargin, below 1)");
    refused(() -> quality(0, 1, 1), "okMargin: 1.0 (expected: above harmMargin, below 1)");
    refused(() -> quality(0, 0.02, 0), "labelHorizon: PT0S (expected: a millisecond or more)");
    refused(
        () -> quality("0", Duration.ofMinutes(5), Duration.ofHours(2)),
        "weight: 0 (expected: above 0, at most 1)");
    refused(
        () -> quality("0.3", Duration.ZERO, Duration.ofHours(2)),
        "cohort: PT0S (expected: a millisecond or more)");
    refused(
        () -> quality("0.3", Duration.ofMinutes(5), Duration.ZERO),
        "labelTimeout: PT0S (expected: a millisecond or more)");
  }

  @Test
  void service_slowdown_isChecked() {
    refused(
        () -> new Service(Optional.empty(), 0.9),
        "stableSlowdownRatio: 0.9 (expected: at least 1)");
    assertThat(new Service(Optional.empty(), 1).stableSlowdownRatio()).isEqualTo(1);
  }

  @Test
  void modes_service_neverRollsBack() {
    refused(
        () -> new Modes(Mode.ENFORCE, Mode.ENFORCE, Mode.ENFORCE, Mode.ENFORCE, Mode.ENFORCE),
        "service: enforce (expected: signal or dry_run)");
  }

  @Test
  void gate_quantile_isItsName() {
    assertThat(relative("0.95", 1.2, "0.5").gate()).hasToString("latency.q95");
    assertThat(relative("0.999", 1.2, "0.5").gate()).hasToString("latency.q99.9");
    assertThat(relative("0.5", 1.2, "0.5").gate()).hasToString("latency.q50");
  }

  private static GateSettings probabilities(
      double rollback, double promote, double srm, double concentration) {
    return new GateSettings(
        rollback,
        promote,
        DEFAULT.cap(),
        DEFAULT.errors(),
        DEFAULT.latency(),
        DEFAULT.quality(),
        DEFAULT.abandoned(),
        DEFAULT.service(),
        srm,
        concentration,
        DEFAULT.modes());
  }

  private static Errors errors(
      String weight, double odds, double slo, double floor, double okOdds, double okAbs) {
    return new Errors(new BigDecimal(weight), odds, slo, floor, okOdds, okAbs);
  }

  private static Latency latency(Optional<Slo> slo, Duration floor, Relative... relative) {
    return new Latency(new BigDecimal("0.3"), List.of(relative), floor, slo);
  }

  private static Relative relative(String q, double maxRatio, String share) {
    return new Relative(new BigDecimal(q), maxRatio, new BigDecimal(share));
  }

  private static Quality quality(double harmMargin, double okMargin, long horizonMinutes) {
    return new Quality(
        new BigDecimal("0.25"),
        harmMargin,
        okMargin,
        true,
        Duration.ofMinutes(horizonMinutes),
        Duration.ofMinutes(5),
        Duration.ofHours(2),
        false);
  }

  private static Quality quality(String weight, Duration cohort, Duration timeout) {
    return new Quality(
        new BigDecimal(weight), 0, 0.02, true, Duration.ofMinutes(30), cohort, timeout, false);
  }

  private static void refused(ThrowingCallable call, String message) {
    assertThatThrownBy(call).isInstanceOf(IllegalArgumentException.class).hasMessage(message);
  }
}
