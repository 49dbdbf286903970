package dev.serin.feedback;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import org.junit.jupiter.api.Test;

class FeedbackSettingsTest {

  @Test
  void new_ageOutOfBounds_isRefused() {
    assertThatThrownBy(() -> new FeedbackSettings(Duration.ZERO, 1 << 20, false))
        .hasMessage("maxAge: PT0S (expected: more than 0, at most PT8760H)");
    assertThatThrownBy(() -> new FeedbackSettings(Duration.ofDays(366), 1 << 20, false))
        .hasMessageStartingWith("maxAge: PT8784H");
  }

  @Test
  void new_littleMemory_isRefused() {
    assertThatThrownBy(() -> new FeedbackSettings(Duration.ofDays(1), 1_000, false))
        .hasMessage("memory: 1000 (expected: at least 1048576 bytes)");
  }
}
