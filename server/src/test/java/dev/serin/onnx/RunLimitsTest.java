package dev.serin.onnx;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.RunEndedException;
import dev.serin.model.VersionId;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class RunLimitsTest {
  private static final Map<String, Tensor> INPUTS = Map.of("x", Tensor.ofFloats(Shape.of(1), 1));

  /** Makes sure that ONNX Runtime is loaded. */
  private final OnnxLoader loader = new OnnxLoader(model -> 1, Duration.ofMillis(300));

  private final RunLimits limits = new RunLimits();

  @Test
  void tick_beforeTheTimeIsOver_endsNothing() throws Exception {
    try (var run = limits.begin("m/1", RunLimits.TICK.multipliedBy(2))) {
      limits.tick();
      limits.tick();
      limits.tick();
      assertThat(run.ended()).isFalse();

      limits.tick();
      assertThat(run.ended()).isTrue();
    }
  }

  @Test
  void tick_afterTheRun_leavesItAlone() throws Exception {
    var run = limits.begin("m/1", Duration.ZERO);
    run.close();

    limits.tick();
    limits.tick();

    assertThat(run.ended()).isFalse();
  }

  @Test
  void begin_timeIsOverAlready_endsAtTheNextTick() throws Exception {
    try (var run = limits.begin("m/1", Duration.ofSeconds(-5))) {
      limits.tick();

      assertThat(run.ended()).isTrue();
    }
  }

  /** Without the limit, two such calls would stop every model. */
  @Test
  void predict_endlessLoop_isEndedAndOthersGoOn() throws Exception {
    try (var endless = ModelFile.load(loader, new VersionId("m", 1), OnnxModels.endlessLoop(-1));
        var other = ModelFile.load(loader, new VersionId("m", 2), OnnxModels.add(1, -1))) {
      assertThatThrownBy(() -> endless.predict(INPUTS, List.of(), Duration.ofMillis(1)))
          .isInstanceOf(RunEndedException.class)
          .hasMessage("the run was stopped after 1 ms");
      assertThatThrownBy(() -> endless.predict(INPUTS, List.of()))
          .isInstanceOf(RunEndedException.class)
          .hasMessage("the run was stopped after 300 ms (limits.runTimeout)");
      assertThatThrownBy(() -> endless.predict(INPUTS, List.of(), Duration.ofDays(1)))
          .isInstanceOf(RunEndedException.class);
      assertThat(other.predict(INPUTS, List.of())).containsOnlyKeys("y");
    }
  }
}
