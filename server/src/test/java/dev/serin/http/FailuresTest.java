package dev.serin.http;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailuresTest {
  private static final long SILENCE = Failures.SILENCE.toNanos();

  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger log = (Logger) LoggerFactory.getLogger(Failures.class);
  private long nanos = Long.MAX_VALUE;
  private final Failures failures = new Failures(() -> nanos);

  @BeforeEach
  void listen() {
    events.start();
    log.addAppender(events);
  }

  @AfterEach
  void stop() {
    log.detachAppender(events);
  }

  @Test
  void failed_onceAMinute_isLoggedWithHowManyWereLeftOut() {
    fail(3);
    nanos += SILENCE - 1;
    fail(1);
    assertThat(lines()).containsExactly("/metrics failed (0 more since the last line)");

    nanos += 1;
    fail(2);

    assertThat(lines())
        .containsExactly(
            "/metrics failed (0 more since the last line)",
            "/metrics failed (3 more since the last line)");
  }

  private void fail(int times) {
    for (int i = 0; i < times; i++) {
      failures.failed("/metrics", new IllegalStateException("broken"));
    }
  }

  private List<String> lines() {
    return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
