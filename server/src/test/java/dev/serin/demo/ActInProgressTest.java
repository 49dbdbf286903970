package dev.serin.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Rollout;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.client.RolloutStatus;
import dev.serin.client.SerinClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("long")
class ActInProgressTest {
  private static final Path DEMO = Path.of("../models/demo");
  private static final Act ACT = Act.ALL.get(0);
  private static final Pace PACE = new Pace(3);
  private static final long SLOW = 4;
  private static final long LOOKS = 2_000;
  /** So that some always wait, however many calls this machine answers at a time. */
  private static final int SLOW_CALLERS = 2 * Runtime.getRuntime().availableProcessors();

  /** The load of the machine beside the demo: calls that compete for the same processors. */
  private static final class Burden implements DemoListener {
    private final SerinClient client;
    private final Viewer viewer;
    private final AtomicBoolean heavy = new AtomicBoolean();
    private volatile String remark = "";

    Burden(SerinClient client, Viewer viewer) {
      this.client = client;
      this.viewer = viewer;
    }

    @Override
    public void status(RolloutStatus status) {
      boolean ramping = status.rollout().state() == Rollout.State.RAMPING;
      if (ramping && remark.isEmpty() && heavy.compareAndSet(false, true)) {
        for (int i = 0; i < SLOW_CALLERS; i++) {
          callAgainAndAgain();
        }
      }
    }

    private void callAgainAndAgain() {
      if (remark.isEmpty()) {
        var call = viewer.ask(Stage.MODEL).version(SLOW).build();
        var unused = client.predictAsync(call).whenComplete((answer, error) -> callAgainAndAgain());
      }
    }

    @Override
    public void remark(String text) {
      remark = text;
    }
  }

  @Test
  void play_machineIsBusyForAWhile_resumesAndIsPromoted() throws Exception {
    var viewers = Viewers.read(DEMO.resolve("viewers.csv.gz"));
    var versions = Map.of(1L, model(1), 2L, model(2));
    try (var stage = Stage.open(versions, StageConfig.yaml(ACT.stable(), PACE));
        var audience = Audience.start(
            stage.client(), new Visits(viewers, new Random(1)), PACE, System::nanoTime)) {
      stage.install(Stage.MODEL, SLOW, Looks.set(Files.readAllBytes(model(SLOW)), LOOKS));
      new Readiness(stage.admin(), System::nanoTime).await(Stage.MODEL, SLOW);
      var burden = new Burden(stage.client(), viewers.list().get(0));
      var counts = audience.startCounting();
      var unused = stage
          .admin()
          .startRollout(
              RolloutStart.of(RolloutChange.of(Stage.MODEL)).withCandidate(ACT.candidate()));

      var played = new ActInProgress(ACT, stage.admin(), counts, burden, System::nanoTime)
          .play(Duration.ofMinutes(3));

      assertThat(burden.remark).contains("the operator resumes");
      assertThat(played.statuses())
          .extracting(status -> status.rollout().state())
          .contains(Rollout.State.PAUSED);
      assertThat(played.resumes()).isPositive();
      assertThat(played.failures()).isZero();
      assertThat(played.right()).isTrue();
      assertThat(played.rollout().state()).isEqualTo(Rollout.State.COMPLETED);
    }
  }

  private static Path model(long version) {
    return DEMO.resolve(Stage.MODEL + "/" + version + "/model.onnx");
  }
}
