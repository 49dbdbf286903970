package dev.serin.events;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import java.util.List;
import org.slf4j.LoggerFactory;

/** Captures the warnings of a class while open. */
final class Warnings implements AutoCloseable {
  private final ListAppender<ILoggingEvent> events = new ListAppender<>();
  private final Logger log;

  Warnings(Class<?> type) {
    log = (Logger) LoggerFactory.getLogger(type);
    log.setLevel(Level.WARN);
    events.start();
    log.addAppender(events);
  }

  List<String> messages() {
    return events.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }

  @Override
  public void close() {
    log.detachAppender(events);
    log.setLevel(null);
  }
}
