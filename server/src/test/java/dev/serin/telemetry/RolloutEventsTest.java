package dev.serin.telemetry;

import static dev.serin.gate.GateIds.gate;
import static dev.serin.telemetry.TestRollouts.revision;
import static dev.serin.telemetry.TestRollouts.rollout;
import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import dev.serin.control.Revision;
import dev.serin.gate.HarmCause;
import dev.serin.gate.Verdict;
import dev.serin.rollout.GateState;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.RollbackCause;
import dev.serin.rollout.RolloutState.Paused;
import dev.serin.rollout.RolloutState.Ramping;
import dev.serin.rollout.RolloutState.RolledBack;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.slf4j.LoggerFactory;

class RolloutEventsTest {
  private static final Optional<Revision> RAMPING =
      Optional.of(revision(rollout(new Ramping(3, false), "0.25")));

  private final SimpleMeterRegistry registry = new SimpleMeterRegistry();
  private final RolloutEvents events = new RolloutEvents(registry);
  private final Logger log = (Logger) LoggerFactory.getLogger("serin.events");
  private final ListAppender<ILoggingEvent> lines = new ListAppender<>();

  @BeforeEach
  void listen() {
    log.setLevel(Level.INFO);
    lines.start();
    log.addAppender(lines);
  }

  @AfterEach
  void stop() {
    log.detachAppender(lines);
    log.setLevel(null);
  }

  @Test
  void changed_rollback_isOneLineWithTheEvidence() {
    var evidence =
        List.of(GateState.of(new Verdict.Ok(TestRollouts.ERRORS)), TestRollouts.WITHOUT_LABELS);
    events.changed(
        RAMPING,
        revision(rollout(
            "r-1",
            new RolledBack(
                new RollbackCause.Harm(gate("errors"), HarmCause.MORE_ERRORS), "errors: bad"),
            "0",
            0,
            "",
            evidence)));

    assertThat(lines())
        .containsExactly("{\"time\":\"1970-01-01T00:00:09.500Z\","
            + "\"event\":\"rollout\",\"model\":\"m\",\"rollout\":\"r-1\",\"number\":1,"
            + "\"from\":\"RAMPING\",\"to\":\"ROLLED_BACK\",\"pauseReason\":null,"
            + "\"needsPerson\":false,\"step\":0,\"share\":\"0\",\"stable\":1,\"candidate\":2,"
            + "\"revision\":7,\"author\":\"ann\",\"reason\":\"she \\\"said\\\" so\",\"gates\":["
            + "{\"gate\":\"errors\",\"verdict\":\"ok\",\"log10E\":3.0,"
            + "\"log10Threshold\":2.3979,\"log10OkE\":-1.0,\"stableCount\":100,"
            + "\"stableMean\":0.01,\"canaryCount\":50,\"canaryMean\":0.2},"
            + "{\"gate\":\"quality\",\"verdict\":\"undecided\",\"log10E\":null,"
            + "\"log10Threshold\":1.0,\"log10OkE\":null,\"stableCount\":0,\"stableMean\":null,"
            + "\"canaryCount\":0,\"canaryMean\":null}]}");
  }

  @Test
  void changed_pause_saysWhetherAPersonIsNeeded() {
    var noTraffic = new Paused(PauseReason.NO_TRAFFIC, "", 3);
    var approval = new Paused(PauseReason.APPROVAL, "", 3);

    events.changed(RAMPING, revision(rollout(noTraffic, "0.25")));
    events.changed(RAMPING, revision(rollout(approval, "0.25")));

    assertThat(lines().get(0))
        .contains("\"pauseReason\":\"NO_TRAFFIC\",\"needsPerson\":false,\"step\":3");
    assertThat(lines().get(1)).contains("\"pauseReason\":\"APPROVAL\",\"needsPerson\":true");
  }

  @Test
  void changed_nothingChanged_isSilent() {
    events.changed(RAMPING, RAMPING.orElseThrow());

    assertThat(lines()).isEmpty();
    assertThat(registry.getMeters()).isEmpty();
  }

  @Test
  void changed_transition_isCounted() {
    var next = revision(rollout(new Ramping(4, false), "0.5"));

    events.changed(RAMPING, next);
    events.changed(RAMPING, next);

    assertThat(registry
            .get("serin.rollout.transitions")
            .tags("model", "m", "from", "RAMPING", "to", "RAMPING", "reason", "PLAN")
            .counter()
            .count())
        .isEqualTo(2);
  }

  private List<String> lines() {
    return lines.list.stream().map(ILoggingEvent::getFormattedMessage).toList();
  }
}
