package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import dev.serin.client.Comparison;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Consequence;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.Prediction;
import dev.serin.client.Role;
import dev.serin.events.Event;
import dev.serin.events.EventReader;
import dev.serin.onnx.OnnxModels;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import dev.serin.v1.Tensor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The verdicts of the gates on real calls and labels. */
@Tag("long")
class JudgeScenarioTest {
  private static final int USERS = 200;
  private static final String CONFIG = "models:\n  digits:\n    split: {1: 0.5, 2: 0.5}\n"
      + TestGateway.QUALITY
      + "    gates: {quality: {labelHorizon: 3s, cohort: 1s}}\n";

  private static final PredictRequest ENDLESS = PredictRequest.newBuilder()
      .setModel("endless")
      .addInputs(Tensor.newBuilder()
          .setName("x")
          .setDatatype(Tensor.Datatype.FP32)
          .addShape(1)
          .setRaw(ByteString.copyFrom(new byte[4])))
      .build();

  @TempDir
  Path folder;

  @Test
  void status_twoVersionsWithUsers_comparesThem() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      var predictions = predictAll(serin);
      int canary =
          (int) predictions.stream().filter(p -> p.role() == Role.CANARY).count();

      awaitCalls(serin, USERS);

      var comparison = comparison(serin);
      assertThat(comparison.stable()).isEqualTo(1);
      assertThat(comparison.canary()).isEqualTo(2);
      assertThat(comparison.share()).isEqualTo("0.5");
      assertThat(comparison.step()).isEqualTo(1);
      assertThat(errors(serin).canary().observations()).isEqualTo(canary);
      assertThat(errors(serin).stable().observations()).isEqualTo(USERS - canary);
      assertThat(comparison.gates())
          .extracting(GateVerdict::gate)
          .containsExactly(
              "errors",
              "errors.slo",
              "latency.q95",
              "latency.q99",
              "abandoned",
              "quality",
              "coverage",
              "srm");
    }
  }

  /** The only runner is blocked, so that every call reaches its deadline before it starts. */
  @Test
  void status_callersThatStopWaiting_areCountedForTheVersionTheyWereGivenTo() throws Exception {
    var endless = Files.createDirectories(folder.resolve("repository/endless/1"));
    Files.write(endless.resolve("model.onnx"), OnnxModels.endlessLoop(-1));
    var config = "runners: 1\nlimits: {runTimeout: 8s}\n" + CONFIG;
    try (var serin = TestGateway.start(folder, config, 1, 2)) {
      var channel = Wire.channel(serin.gateway().grpcPort());
      // Connects, which may take longer than the callers below wait.
      var unused = Wire.health(channel).check(HealthCheckRequest.getDefaultInstance());
      var held = PredictionServiceGrpc.newFutureStub(channel).predict(ENDLESS);
      var late = PredictionServiceGrpc.newBlockingStub(channel);
      Await.until("the runner is held up", () -> isLate(late, Wire.zeros().build()));
      for (int user = 0; user < 20; user++) {
        var call = Wire.zeros().setUserId("u" + user).build();
        assertThat(isLate(late, call)).isTrue();
      }
      assertThatThrownBy(held::get).hasMessageContaining("limits.runTimeout");

      Await.until("most are counted", () -> abandoned(serin) >= 10);

      channel.shutdownNow();
      assertThat(errors(serin).canary().observations()).isZero();
    }
  }

  private static boolean isLate(PredictionServiceBlockingStub stub, PredictRequest call) {
    try {
      var unused = stub.withDeadlineAfter(100, TimeUnit.MILLISECONDS).predict(call);
      return false;
    } catch (StatusRuntimeException e) {
      return e.getStatus().getCode() == Status.Code.DEADLINE_EXCEEDED;
    }
  }

  /** Returns the number of counted calls, all of which were abandoned. */
  private static long abandoned(TestGateway serin) {
    var gate = gate(serin, "abandoned");
    assertThat(gate.canary().mean().orElse(1)).isOne();
    assertThat(gate.stable().mean().orElse(1)).isOne();
    return gate.canary().observations() + gate.stable().observations();
  }

  @Test
  void status_oneVersion_comparesNothing() throws Exception {
    try (var serin = TestGateway.start(folder, "models: {digits: {split: {1: 1}}}\n", 1, 2)) {
      predictAll(serin);

      assertThat(serin.admin().status("digits").comparisons()).isEmpty();
    }
  }

  @Test
  void status_labelsSayTheCanaryIsWorse_findsHarm() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      // Each label comes at once: it counts for three seconds only.
      for (int user = 0; user < USERS; user++) {
        var prediction = serin.predict("user-" + user);
        int said = said(prediction);
        int truth = prediction.role() == Role.CANARY ? (said + 1) % 10 : said;
        serin.label(prediction, Integer.toString(truth));
      }

      Await.until("harm by quality", () -> gate(serin, "quality").verdict() == Verdict.HARM);

      var quality = gate(serin, "quality");
      assertThat(quality.consequence()).isEqualTo(Consequence.ROLLBACK);
      assertThat(quality.canary().mean()).hasValue(1);
      assertThat(quality.stable().mean()).hasValue(0);
      assertThat(comparison(serin).consequence()).isEqualTo(Consequence.ROLLBACK);
      Await.until("enough labels came", () -> gate(serin, "coverage").verdict() == Verdict.OK);
      // No rollout acts on it.
      assertThat(serin.admin().split("digits").split()).containsEntry(2L, "0.5");
    }
  }

  @Test
  void split_anotherShare_isTheNextStep() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      predictAll(serin);
      serin.split(Map.of(1L, "0.8", 2L, "0.2"));

      Await.until("the second step", () -> comparison(serin).step() == 2);

      assertThat(comparison(serin).share()).isEqualTo("0.2");
      assertThat(errors(serin).stable().observations() + errors(serin).canary().observations())
          .isEqualTo(USERS);
    }
  }

  @Test
  void restart_keepsTheEvidence() throws Exception {
    Comparison before;
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      predictAll(serin);
      awaitCalls(serin, USERS);
      before = comparison(serin);
    }
    try (var serin = TestGateway.start(folder)) {
      awaitCalls(serin, USERS);
      var after = comparison(serin);

      assertThat(after.since()).isEqualTo(before.since());
      assertThat(after.gates().get(0).canary()).isEqualTo(before.gates().get(0).canary());
      assertThat(after.gates().get(0).stable()).isEqualTo(before.gates().get(0).stable());
    }
  }

  @Test
  void configure_otherGates_beginsAnew() throws Exception {
    try (var serin = TestGateway.start(folder, CONFIG, 1, 2)) {
      predictAll(serin);
      awaitCalls(serin, USERS);

      serin.configure(CONFIG.replace("cohort: 1s", "cohort: 2s"));

      awaitCalls(serin, 0);
    }
  }

  @Test
  void serve_recordingEvents_writesWhatWasServedAndLabelled() throws Exception {
    var file = folder.resolve("events.csv");
    List<Prediction> predictions;
    TestGateway.copyVersion(folder, 1);
    TestGateway.copyVersion(folder, 2);
    Files.writeString(folder.resolve("serin.yaml"), CONFIG);
    try (var serin = TestGateway.recording(folder, file)) {
      predictions = predictAll(serin);
      serin.label(predictions.get(0), Integer.toString((said(predictions.get(0)) + 1) % 10));
      serin.predict("", Digits.row(0));
    }

    var events = read(file);

    assertThat(events).hasSize(USERS);
    assertThat(events).extracting(event -> event.share().toString()).containsOnly("0.5");
    assertThat(events).filteredOn(Event::canary).hasSize((int)
        predictions.stream().filter(p -> p.role() == Role.CANARY).count());
    assertThat(events)
        .filteredOn(event -> event.loss().isPresent())
        .singleElement()
        .satisfies(event -> assertThat(event.loss()).hasValue(1));
  }

  private static List<Prediction> predictAll(TestGateway serin) {
    var predictions = new ArrayList<Prediction>();
    for (int user = 0; user < USERS; user++) {
      predictions.add(serin.predict("user-" + user));
    }
    return predictions;
  }

  private static void awaitCalls(TestGateway serin, long calls) throws InterruptedException {
    Await.until(
        calls + " calls",
        () ->
            errors(serin).stable().observations() + errors(serin).canary().observations() == calls);
  }

  private static Comparison comparison(TestGateway serin) {
    return serin.admin().status("digits").comparisons().get(0);
  }

  private static GateVerdict errors(TestGateway serin) {
    return gate(serin, "errors");
  }

  private static GateVerdict gate(TestGateway serin, String name) {
    return comparison(serin).gates().stream()
        .filter(gate -> gate.gate().equals(name))
        .findFirst()
        .orElseThrow();
  }

  /** Returns the predicted digit. */
  private static int said(Prediction prediction) {
    var scores = prediction.output("output").floats();
    return IntStream.range(0, scores.length)
        .boxed()
        .max(Comparator.comparingDouble(digit -> scores[digit]))
        .orElseThrow();
  }

  private static List<Event> read(Path file) throws IOException {
    var events = new ArrayList<Event>();
    try (var reader = EventReader.open(file)) {
      for (var event = reader.next(); event != null; event = reader.next()) {
        events.add(event);
      }
    }
    return events;
  }
}
