package dev.serin.benchmarks;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import dev.serin.gate.GateId;
import java.util.Arrays;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.slf4j.LoggerFactory;

/**
 * When one of some gates found harm, heard on the judge's thread as it says so in the log.
 * Thread-safe.
 */
final class Verdicts implements AutoCloseable {
  private final Logger log = (Logger) LoggerFactory.getLogger("dev.serin.judge.ModelJudge");
  private final Set<GateId.Kind> gates;
  private final AtomicLong first = new AtomicLong();
  private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
    @Override
    protected void append(ILoggingEvent event) {
      if (Arrays.stream(event.getArgumentArray())
          .anyMatch(part -> part instanceof GateId gate && gates.contains(gate.kind()))) {
        first.compareAndSet(0, System.nanoTime());
      }
    }
  };

  /** Hears of the gates of these kinds. */
  Verdicts(GateId.Kind... gates) {
    this.gates = Set.of(gates);
    log.setLevel(Level.WARN);
    log.setAdditive(false);
    appender.start();
    log.addAppender(appender);
  }

  /** Forgets what was found. */
  void forget() {
    first.set(0);
  }

  /** When harm was found for the first time since, of which there must have been some. */
  long firstNanos() {
    long nanos = first.get();
    if (nanos == 0) {
      throw new IllegalStateException("no gate found harm; the figures are void");
    }
    return nanos;
  }

  @Override
  public void close() {
    log.detachAppender(appender);
  }
}
