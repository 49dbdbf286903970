package dev.serin.gate;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigDecimal;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class StepTest {
  @Test
  void of_numberZero_isRefused() {
    assertThatThrownBy(() -> new Step(0, 1, 0, BigDecimal.ONE))
        .hasMessage("step: 0 (expected: from 1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"-0.1", "1.01"})
  void of_noShare_isRefused(String share) {
    assertThatThrownBy(() -> new Step(1, 1, 0, new BigDecimal(share)))
        .hasMessage("share: " + share + " (expected: from 0 to 1)");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "1", "0.05"})
  void of_share_isTaken(String share) {
    assertThatCode(() -> new Step(1, 1, 0, new BigDecimal(share))).doesNotThrowAnyException();
  }
}
