package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.client.FeedbackResult.Result;
import dev.serin.client.PredictCall;
import dev.serin.client.Role;
import dev.serin.client.SerinException;
import dev.serin.client.Tensor;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServingScenarioTest {
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 1}\n" + TestGateway.QUALITY;

  @TempDir
  Path folder;

  private TestGateway serin;

  @BeforeEach
  void start() throws Exception {
    serin = TestGateway.start(folder, CONFIG, 1, 2, 3);
  }

  @AfterEach
  void stop() {
    serin.close();
  }

  @Test
  void predict_answersWithWhoServed() {
    var prediction = serin.predict("alice", Digits.row(17));

    assertThat(prediction.model()).isEqualTo("digits");
    assertThat(prediction.version()).isEqualTo(1);
    assertThat(prediction.role()).isEqualTo(Role.STABLE);
    assertThat(prediction.revision()).isEqualTo(1);
    assertThat(prediction.output("output").shape()).containsExactly(1L, 10L);
  }

  @Test
  void split_movesUsersByTheirHash_andOneLabelCounts() {
    var revision = serin.split(Map.of(1L, "0.5", 2L, "0.5"));
    var explained = serin.admin().explain("digits", "alice");

    var prediction = serin.predict("alice");

    assertThat(prediction.revision()).isEqualTo(revision.revision());
    assertThat(prediction.version()).isEqualTo(explained.version());
    assertThat(serin.label(prediction, "3").result()).isEqualTo(Result.ACCEPTED);
    assertThat(serin.label(prediction, "4").result()).isEqualTo(Result.DUPLICATE);
  }

  @Test
  void predict_wrongDimension_isRefusedNamingTheTensor() {
    var tensor = Tensor.fp32("input", Tensor.shapeOf(1, 2), 1, 2);

    assertThatThrownBy(
            () -> serin.client().predict(PredictCall.to("digits").input(tensor).build()))
        .isInstanceOf(SerinException.class)
        .hasMessageContaining("input: FP32 [1,2] (expected: FP32 [-1,64])");
  }

  @Test
  void split_thatDoesNotSumToOne_changesNothing() {
    assertThatThrownBy(() -> serin.split(Map.of(1L, "0.95", 2L, "0.06")))
        .hasMessageContaining("0.95 + 0.06 = 1.01 (expected: exactly 1)");

    assertThat(serin.admin().split("digits").revision()).isEqualTo(1);
  }
}
