package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.OverdueRun;
import dev.serin.model.VersionId;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RunnerHealthTest {
  private static final LoadedVersion STABLE =
      new LoadedVersion(new VersionId("m", 1), "a", new FakePredictor());
  private static final LoadedVersion CANARY =
      new LoadedVersion(new VersionId("m", 2), "b", new FakePredictor());

  private final List<OverdueRun> overdue = new ArrayList<>();
  private final Map<String, LoadedVersion> running = new HashMap<>();
  private final List<LoadedVersion> givenUp = new ArrayList<>();
  private final RunnerHealth health = new RunnerHealth(
      2,
      () -> overdue,
      new RunnerHealth.Ports(
          thread -> Optional.ofNullable(running.remove(thread)),
          version -> version == STABLE,
          (version, reason) -> givenUp.add(version)));

  @Test
  void tick_stuckInACanary_isReplacedAndTheCanaryGivenUp() {
    stick("serin-runner-1", CANARY);
    assertThat(health.allStuck()).isFalse();

    health.tick();
    health.tick();

    assertThat(running).isEmpty();
    assertThat(givenUp).containsExactly(CANARY);
    assertThat(health.count()).isOne();
    assertThat(health.stuck())
        .containsExactly("serin-runner-1: a run of m/2 is still running 9 s after its limit");
  }

  @Test
  void tick_stuckInStable_isReplacedAsOftenAsThereAreRunners() {
    stick("serin-runner-1", STABLE);
    health.tick();
    assertThat(givenUp).isEmpty();

    stick("serin-runner-2", STABLE);
    assertThat(health.allStuck()).isFalse();
    health.tick();

    assertThat(givenUp).containsExactly(STABLE);
    assertThat(health.allStuck()).isFalse();
  }

  @Test
  void tick_stuckInAnotherThread_isOnlyANote() {
    stick("serin-shadow", CANARY);

    health.tick();

    assertThat(running).hasSize(1);
    assertThat(health.count()).isZero();
    assertThat(health.stuck()).hasSize(1);
  }

  @Test
  void allStuck_beforeAnyIsReplaced_isTrue() {
    stick("serin-runner-1", CANARY);
    stick("serin-runner-2", STABLE);

    assertThat(health.allStuck()).isTrue();
  }

  private void stick(String thread, LoadedVersion version) {
    overdue.add(new OverdueRun(version.id().toString(), thread, Duration.ofSeconds(9)));
    running.put(thread, version);
  }
}
