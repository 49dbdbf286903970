package dev.serin.server;

import static dev.serin.client.Tensor.shapeOf;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.client.Feedback;
import dev.serin.client.FeedbackResult;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.Label;
import dev.serin.client.Model;
import dev.serin.client.Model.VersionState;
import dev.serin.client.PredictCall;
import dev.serin.client.Prediction;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinException;
import dev.serin.client.SplitChange;
import dev.serin.client.Tensor;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Models as exporters write them, which plain ONNX Runtime runs and Serin once refused. */
class RoughModelsTest {
  private static final String PLAN =
      "{steps: [0.5, 1.0], bake: 1h}, quality: {metric: reward}, gates: {quality: {required: false}}";
  private static final String CONFIG = """
      models:
        f3-detector: {split: {1: 1}, rollout: %s}
        f3-masked-logits: {split: {1: 1}, rollout: %s}
        f4-static-then-dynamic: {split: {1: 1}}
        f5-labels-1-2-3:
          quality: {metric: accuracy, output: label, classes: ["1", "2", "3"]}
      """.formatted(PLAN, PLAN);

  @TempDir
  private static Path folder;

  private static TestGateway serin;

  @BeforeAll
  static void start() throws Exception {
    GoldenStates.copy(Path.of("src/test/resources/cases"), folder.resolve("repository"));
    Files.writeString(folder.resolve("serin.yaml"), CONFIG);
    serin = TestGateway.start(folder);
  }

  @AfterAll
  static void stop() throws Exception {
    serin.close();
  }

  @Test
  void models_all_areReadyWithoutComplaint() {
    assertThat(serin.admin().models())
        .hasSize(12)
        .flatExtracting(Model::versions)
        .allSatisfy(version -> {
          assertThat(version.state()).isEqualTo(VersionState.READY);
          assertThat(version.reason()).doesNotContain("warm-up");
        });
  }

  @ParameterizedTest
  @CsvSource({
    "f1-external-data, 1:64, 1:64",
    "f2-conv1d, 1:1:100, 1:4:19",
    "f2-unet, 1:3:64:64, 1:16:32:32",
    "f2-zscore-nan, 2:8, 2:8",
    "f2-neg-inf-mask, 2:2, 2:2",
    "f4-static-then-dynamic, 1:4, 1:4"
  })
  void predict_anInputThatFits_isAnswered(String model, String shape, String answer) {
    var input = input("x", sizes(shape));

    var output = predict(model, "", input).outputs().values().iterator().next();

    assertThat(output.shape()).isEqualTo(shapeOf(sizes(answer)));
  }

  /** The number of boxes depends on the threshold, and the signature leaves it open. */
  @Test
  void rollout_detectorWithAnotherThreshold_begins() throws Exception {
    for (int user = 0; user < 20; user++) {
      var unused = predict(
          "f3-detector",
          Crowd.user(user),
          input("b", 3, 4),
          Tensor.fp32("s", shapeOf(3), 0.1f, 0.4f, 0.9f));
    }

    begin("f3-detector");
  }

  @Test
  void rollout_maskedLogits_beginsAndFindsNoHarm() throws Exception {
    IntStream.range(0, 40).forEach(RoughModelsTest::masked);
    begin("f3-masked-logits");
    IntStream.range(0, 400).forEach(RoughModelsTest::masked);

    var status = serin.admin().status("f3-masked-logits");

    assertThat(status.versions())
        .allSatisfy(version -> assertThat(version.errors()).isEmpty());
    assertThat(status.comparisons())
        .isNotEmpty()
        .allSatisfy(comparison ->
            assertThat(comparison.gates()).noneMatch(gate -> gate.verdict() == Verdict.HARM));
  }

  @Test
  void split_candidateThatTakesMore_isAccepted() {
    var revision = serin
        .admin()
        .setSplit(SplitChange.of("f4-static-then-dynamic", Map.of(1L, "0.9", 2L, "0.1"))
            .build());

    assertThat(revision.split()).containsEntry(2L, "0.1");
  }

  /** Correct answers must not count as accuracy 0. */
  @Test
  void feedback_classesNamedByNumbers_countsWhatIsRight() {
    var rows = Tensor.fp32(
        "X", shapeOf(3, 4), 5.1f, 3.5f, 1.4f, 0.2f, 7f, 3.2f, 4.7f, 1.4f, 6.3f, 3.3f, 6f, 2.5f);
    var prediction = predict("f5-labels-1-2-3", "", rows);
    var said = prediction.output("label").longs();

    for (int row = 0; row < said.length; row++) {
      var label = new Label.ClassName(Long.toString(said[row]));
      assertThat(serin
              .client()
              .submitFeedback(Feedback.of(prediction.predictionId(), label).withRow(row))
              .result())
          .isEqualTo(FeedbackResult.Result.ACCEPTED);
    }

    assertThat(serin.admin().status("f5-labels-1-2-3").versions())
        .singleElement()
        .satisfies(version -> assertThat(version.quality().mean()).hasValue(1));
  }

  @Test
  void predict_zipMap_givesTheScores() {
    var prediction =
        predict("f6-sklearn-default", "", Tensor.fp32("X", shapeOf(1, 4), 5.1f, 3.5f, 1.4f, 0.2f));

    var scores = prediction.output("output_probability").floats();
    assertThat(scores).hasSize(3);
    assertThat(scores[0] + scores[1] + scores[2]).isBetween(0.999f, 1.001f);
  }

  @Test
  void predict_dimensionsOfOneNameDiffer_isTheCallersFault() {
    assertThatThrownBy(() -> predict("f7-tied-dims", "", input("a", 2, 2), input("b", 3, 2)))
        .isInstanceOfSatisfying(
            SerinException.class,
            refused -> assertThat(refused.code()).isEqualTo("INVALID_ARGUMENT"))
        .hasMessageContaining("dimension 0 of b: 3 (expected: 2, as dimension 0 of a: both are n)");
  }

  @Test
  void predict_inputWithADefault_mayBeLeftOut() {
    assertThat(predict("f8-default-input", "", Tensor.fp32("x", shapeOf(2), 1, 2))
            .output("y")
            .floats())
        .containsExactly(10, 20);
  }

  private static void begin(String model) throws Exception {
    serin.admin().startRollout(RolloutStart.of(RolloutChange.of(model)).withCandidate(2));
    Await.until("the first step", () -> {
      var state = serin.admin().rollout(model).rollout().state();
      assertThat(state).isNotEqualTo(State.REJECTED);
      return state == State.RAMPING;
    });
  }

  private static void masked(int user) {
    var unused = predict(
        "f3-masked-logits",
        Crowd.user(user),
        input("x", 1, 3),
        Tensor.bools("ok", shapeOf(1, 3), true, user % 2 == 0, false));
  }

  private static Prediction predict(String model, String user, Tensor... inputs) {
    var call = PredictCall.to(model);
    if (!user.isEmpty()) {
      call.user(user);
    }
    List.of(inputs).forEach(call::input);
    return serin.client().predict(call.build());
  }

  private static Tensor input(String name, long... sizes) {
    int elements = 1;
    for (long size : sizes) {
      elements *= (int) size;
    }
    var values = new float[elements];
    for (int i = 0; i < elements; i++) {
      values[i] = (i % 17) / 17f;
    }
    return Tensor.fp32(name, shapeOf(sizes), values);
  }

  private static long[] sizes(String text) {
    return List.of(text.split(":", -1)).stream().mapToLong(Long::parseLong).toArray();
  }
}
