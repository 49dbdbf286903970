package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.SerinClient;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LabelSenderTest {
  private static final Duration MOST = Duration.ofSeconds(1);

  private final AtomicLong nanos = new AtomicLong();

  @Test
  void behind_labelKnownForLonger_isTrue() {
    try (var client = SerinClient.connect("127.0.0.1:1");
        var labels = LabelSender.start(client, nanos::get)) {
      assertThat(labels.behind(MOST)).isFalse();

      // By the true clock, which its thread waits by, it is not known for a minute.
      labels.add("prediction", /* watched= */ true, Duration.ofSeconds(60));
      assertThat(labels.behind(MOST)).isFalse();

      nanos.set(Duration.ofSeconds(61).toNanos());
      assertThat(labels.behind(MOST)).isFalse();

      nanos.incrementAndGet();
      assertThat(labels.behind(MOST)).isTrue();
    }
  }
}
