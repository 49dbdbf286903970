package dev.serin.server;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.LoggerFactory;

/** Captures the log lines of a class while open. */
public final class Logged implements AutoCloseable {
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger log;

  public Logged(Class<?> type) {
    log = (Logger) LoggerFactory.getLogger(type);
    log.setLevel(Level.INFO);
    events.list = new CopyOnWriteArrayList<>();
    events.start();
    log.addAppender(events);
  }

  /** Each with its level. */
  public List<String> messages() {
    return events.list.stream()
        .map(event -> event.getLevel() + " " + event.getFormattedMessage())
        .toList();
  }

  @Override
  public void close() {
    log.detachAppender(events);
    log.setLevel(null);
  }
}
