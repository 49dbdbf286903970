package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.gate.GateSettings.Abandoned;
import java.math.BigDecimal;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** A rollout that a former release started must not pause because of what this one adds. */
class TermsTest {
  private static final GateSettings NOW = GateSettings.DEFAULT;

  @Test
  void stillAre_defaultOfAFormerRelease_isThatOfToday() {
    var former = new Terms(weights("0.4", "0.3"), LossScale.BINARY, "q");

    assertThat(former.stillAre(new Terms(NOW, LossScale.BINARY, "q"))).isTrue();
    assertThat(former.stillAre(new Terms(NOW, LossScale.BINARY, "other"))).isFalse();
    assertThat(former.stillAre(new Terms(NOW, LossScale.BOUNDED, "q"))).isFalse();
  }

  @Test
  void stillAre_whatSomebodyWrites_isNotTheDefaultOfAFormerRelease() {
    var now = new Terms(NOW, LossScale.BINARY, "q");

    assertThat(now.stillAre(new Terms(weights("0.4", "0.3"), LossScale.BINARY, "q")))
        .isFalse();
    assertThat(new Terms(weights("0.5", "0.2"), LossScale.BINARY, "q").stillAre(now))
        .isFalse();
    assertThat(now.stillAre(now)).isTrue();
  }

  /** With nothing left for calls that were given up. */
  private static GateSettings weights(String errors, String quality) {
    return new GateSettings(
        NOW.alphaRollback(),
        NOW.alphaPromote(),
        NOW.cap(),
        new GateSettings.Errors(
            new BigDecimal(errors),
            NOW.errors().oddsRatio(),
            NOW.errors().slo(),
            NOW.errors().absFloor(),
            NOW.errors().okOddsRatio(),
            NOW.errors().okAbs()),
        NOW.latency(),
        new GateSettings.Quality(
            new BigDecimal(quality),
            NOW.quality().harmMargin(),
            NOW.quality().okMargin(),
            NOW.quality().required(),
            NOW.quality().labelHorizon(),
            NOW.quality().cohort(),
            NOW.quality().labelTimeout(),
            NOW.quality().strict()),
        Optional.of(Abandoned.of(BigDecimal.ZERO)),
        NOW.service(),
        NOW.srmAlpha(),
        NOW.srmConcentration(),
        NOW.modes());
  }
}
