package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class GateIdTest {

  @ParameterizedTest
  @CsvSource({"0.95, latency.q95", "0.950, latency.q95", "0.5, latency.q50", "0.999, latency.q99.9"
  })
  void latency_quantile_isInTheNameInPercent(BigDecimal quantile, String name) {
    assertThat(GateId.latency(quantile)).hasToString(name);
  }

  @Test
  void latency_sameQuantileWrittenOtherwise_isTheSameGate() {
    assertThat(GateId.latency(new BigDecimal("0.950")))
        .isEqualTo(GateId.latency(new BigDecimal("0.95")));
  }

  /** People, metrics and alerts know gates by these names. */
  @ParameterizedTest
  @CsvSource({
    "ERRORS, errors",
    "ERRORS_SLO, errors.slo",
    "LATENCY_SLO, latency.slo",
    "QUALITY, quality",
    "COVERAGE, coverage",
    "SRM, srm",
    "SERVICE_SLO, service.slo",
    "SERVICE_STABLE, service.stable",
    "SHADOW_ERRORS, shadow.errors",
    "SHADOW_ERRORS_SLO, shadow.errors.slo",
    "WATCH_ERRORS, watch.errors",
    "WATCH_LATENCY, watch.latency",
    "WATCH_CHANGE, watch.change"
  })
  void of_kind_hasTheNameThatPeopleKnow(GateId.Kind kind, String name) {
    assertThat(GateId.of(kind)).hasToString(name);
  }

  @Test
  void of_latencyWithoutQuantile_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> GateId.of(GateId.Kind.LATENCY_RELATIVE))
        .withMessage("quantile: Optional.empty of LATENCY_RELATIVE"
            + " (expected: one for LATENCY_RELATIVE only)");
  }

  @ParameterizedTest
  @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "LATENCY_RELATIVE")
  void new_quantileWhereNoneBelongs_isRefused(GateId.Kind kind) {
    var quantile = Optional.of(new BigDecimal("0.95"));

    assertThatIllegalArgumentException().isThrownBy(() -> new GateId(kind, quantile));
  }
}
