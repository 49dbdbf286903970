package dev.serin.serving;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class FailureLogTest {
  private static final VersionId VERSION = new VersionId("m", 1);
  private final RuntimeException failure = new RuntimeException("on purpose");

  private final Logger logger = (Logger) LoggerFactory.getLogger(FailureLog.class);
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();
  private final FailureLog failures = new FailureLog();

  @BeforeEach
  void listen() {
    logger.setLevel(Level.ERROR);
    lines.start();
    logger.setLevel(Level.WARN);
    logger.addAppender(lines);
  }

  @AfterEach
  void stopListening() {
    logger.detachAppender(lines);
    logger.setLevel(null);
  }

  @Test
  void failed_manyTimesAtOnce_logsTheFirst() {
    for (int i = 0; i < 1_000; i++) {
      failures.failed(VERSION, failure, 5);
    }

    assertThat(lines.list).hasSize(1);
  }

  @Test
  void failed_afterTheSilence_saysHowManyWereLeftOut() {
    failures.failed(VERSION, failure, 0);
    failures.failed(VERSION, failure, 1);
    failures.failed(VERSION, failure, 2);
    failures.failed(VERSION, failure, FailureLog.SILENCE.toNanos());

    assertThat(lines.list).hasSize(2);
    assertThat(lines.list.get(1).getFormattedMessage())
        .isEqualTo("m/1: a call failed (2 more since the last line)");
  }

  @Test
  void failed_ofAnotherVersion_isLogged() {
    failures.failed(VERSION, failure, 0);
    failures.failed(new VersionId("m", 2), failure, 0);

    assertThat(lines.list).hasSize(2);
  }

  @Test
  void forget_versionThatIsNotLoaded_beginsAgain() {
    failures.failed(VERSION, failure, 0);

    failures.forget(new VersionPool());
    failures.failed(VERSION, failure, 1);

    assertThat(lines.list).hasSize(2);
  }
}
