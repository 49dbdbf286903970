package dev.serin.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.encoder.PatternLayoutEncoder;
import ch.qos.logback.classic.spi.Configurator;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.ConsoleAppender;
import ch.qos.logback.core.spi.ContextAwareBase;
import org.slf4j.Logger;

/**
 * Configures Logback, which finds it as a service: one line on standard error for each event.
 *
 * <p>Code instead of a file, because Logback's reader of files needs a tenth of the time of a
 * start. A file still comes first: {@code -Dlogback.configurationFile}, or {@code logback-test.xml}
 * on the class path.
 */
public final class Logging extends ContextAwareBase implements Configurator {
  private static final String FILE = "logback.configurationFile";
  private static final String TEST_FILE = "logback-test.xml";

  /** The demo, which tells its own story, asks for errors only. */
  private static final String LEVEL = "serin.log.level";

  @Override
  public ExecutionStatus configure(LoggerContext context) {
    if (System.getProperty(FILE) != null
        || Logging.class.getClassLoader().getResource(TEST_FILE) != null) {
      return ExecutionStatus.INVOKE_NEXT_IF_ANY;
    }
    var level = Level.toLevel(System.getProperty(LEVEL), Level.INFO);
    var root = context.getLogger(Logger.ROOT_LOGGER_NAME);
    root.setLevel(level);
    root.addAppender(
        stderr(context, "%d{\"yyyy-MM-dd'T'HH:mm:ss.SSSXXX\"} %-5level %logger{0}: %msg%n"));
    // One line of JSON for each transition of a rollout, and nothing beside it.
    var events = context.getLogger("serin.events");
    events.setLevel(level);
    events.setAdditive(false);
    events.addAppender(stderr(context, "%msg%n"));
    // Netty, inside grpc-netty-shaded, warns of what one caller did wrong.
    context.getLogger("io.grpc.netty").setLevel(Level.ERROR);
    // Jetty tells of its start and stop at INFO.
    context.getLogger("org.eclipse.jetty").setLevel(Level.WARN);
    return ExecutionStatus.DO_NOT_INVOKE_NEXT_IF_ANY;
  }

  private static ConsoleAppender<ILoggingEvent> stderr(LoggerContext context, String pattern) {
    var encoder = new PatternLayoutEncoder();
    encoder.setContext(context);
    encoder.setPattern(pattern);
    encoder.start();
    var appender = new ConsoleAppender<ILoggingEvent>();
    appender.setContext(context);
    appender.setTarget("System.err");
    appender.setEncoder(encoder);
    appender.start();
    return appender;
  }
}
