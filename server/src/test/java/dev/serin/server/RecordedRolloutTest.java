package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Main;
import dev.serin.client.Feedback;
import dev.serin.client.Label;
import dev.serin.client.Prediction;
import dev.serin.client.Role;
import dev.serin.client.Rollout;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.events.EventReader;
import dev.serin.onnx.OnnxModels;
import dev.serin.split.Share;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The decision of {@code serin judge} on a recorded rollout that rolled back on its own. */
@Tag("long")
class RecordedRolloutTest {
  private static final int USERS = 200;
  private static final int BROKEN = 4;

  /** Each kind of harm is found by one gate, before its step can end. */
  private static final String PLAN = """
      quality: {metric: accuracy, output: output}
      gates:
        mode: {latency: dry_run}
        errors: {slo: 0.9999}
        quality: {labelHorizon: 3s, cohort: 1s}
      rollout: {steps: [0.3, 0.6, 1.0], bake: 3s, minCanaryCalls: 50, minCanaryUsers: 20}
      """;

  private static final Pattern DECISION =
      Pattern.compile("\"decision\":\"(\\w+)\",\"gate\":\"([\\w.]+)\".*\"atMs\":([0-9]+)");

  @TempDir
  Path folder;

  /** What ended a rollout, and the canary's share at that time. */
  private record Ending(String outcome, String gate, Share share) {}

  @Test
  void judge_qualityFellInTheSecondStep_decidesTheSameThere() throws Exception {
    Ending live;
    try (var serin = start(2)) {
      Await.until("the second step", () -> {
        call(serin, /* worse= */ false);
        return rollout(serin).step() == 2;
      });
      Await.until("the rollback", () -> {
        call(serin, /* worse= */ true);
        return rollout(serin).state() == State.ROLLED_BACK;
      });
      live = ending(serin);
    }

    assertThat(live).isEqualTo(new Ending("rollback", "quality", Share.parse("0.6")));
    assertThat(judged()).isEqualTo(live);
  }

  @Test
  void judge_allCallsOfTheCanaryFail_decidesTheSameInTheFirstStep() throws Exception {
    Ending live;
    try (var serin = start(BROKEN)) {
      Await.until("the first step", () -> rollout(serin).step() == 1);
      Await.until("the rollback", () -> {
        call(serin, /* worse= */ false);
        return rollout(serin).state() == State.ROLLED_BACK;
      });
      live = ending(serin);
    }

    assertThat(live).isEqualTo(new Ending("rollback", "errors", Share.parse("0.3")));
    assertThat(judged()).isEqualTo(live);
  }

  /** Starts a gateway that records, and a rollout of a version. */
  private TestGateway start(long candidate) throws IOException, StartException {
    TestGateway.copyVersion(folder, 1);
    TestGateway.copyVersion(folder, 2);
    var broken = Files.createDirectories(folder.resolve("repository/digits/" + BROKEN));
    Files.write(broken.resolve("model.onnx"), OnnxModels.overflow("input", "output", 64, 10));
    Files.writeString(folder.resolve("plan.yaml"), PLAN);
    var model = "models:\n  digits:\n    split: {1: 1}\n" + PLAN.indent(4);
    Files.writeString(folder.resolve("serin.yaml"), model);
    var serin = TestGateway.recording(folder, folder.resolve("events.csv"));
    var change = RolloutChange.of("digits").withAuthor("tester").withReason("a test");
    var unused = serin.admin().startRollout(RolloutStart.of(change).withCandidate(candidate));
    return serin;
  }

  /** Lets all users call, and labels all answers as correct, or only those of stable's users. */
  private static void call(TestGateway serin, boolean worse) {
    try {
      var labels = Crowd.predict(serin.client(), USERS).stream()
          .map(prediction -> Feedback.of(
              prediction.predictionId(),
              Label.of(label(prediction, worse && prediction.role() == Role.CANARY))))
          .toList();
      assertThat(serin.client().submitAll(labels)).hasSize(USERS);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static String label(Prediction prediction, boolean wrong) {
    var scores = prediction.output("output").floats();
    int said = IntStream.range(0, scores.length)
        .boxed()
        .max(Comparator.comparingDouble(digit -> scores[digit]))
        .orElseThrow();
    return Integer.toString(wrong ? (said + 1) % scores.length : said);
  }

  private static Rollout rollout(TestGateway serin) {
    return serin.admin().rollout("digits").rollout();
  }

  /** Returns the end of the rollout as the gateway reports it. */
  private static Ending ending(TestGateway serin) {
    var transitions = serin.admin().rolloutHistory("digits", 2);
    var last = transitions.get(0);
    assertThat(last.state()).isEqualTo(State.ROLLED_BACK);
    return new Ending(
        "rollback",
        last.detail().substring(0, last.detail().indexOf(':')),
        Share.parse(transitions.get(1).share()));
  }

  /** Returns its end as the command line decides it from the events. */
  private Ending judged() throws IOException {
    var out = new ByteArrayOutputStream();
    var stream = new PrintStream(out, true, StandardCharsets.UTF_8);
    var events = folder.resolve("events.csv");
    var command = new String[] {
      "judge", folder.resolve("plan.yaml").toString(), events.toString(), "-o", "json"
    };
    int code = Main.run(command, stream, stream, Map.of(), false);
    var text = out.toString(StandardCharsets.UTF_8);
    var decision = DECISION.matcher(text);
    assertThat(code).as(text).isZero();
    assertThat(decision.find()).as(text).isTrue();
    var share = lastShare(events, Long.parseLong(decision.group(3)));
    return new Ending(decision.group(1), decision.group(2), share);
  }

  /** The last share above 0 that the canary had until then. */
  private static Share lastShare(Path events, long millis) throws IOException {
    var last = Share.ZERO;
    try (var reader = EventReader.open(events)) {
      for (var event = reader.next();
          event != null && event.timeMillis() <= millis;
          event = reader.next()) {
        last = event.share().isZero() ? last : event.share();
      }
    }
    return last;
  }
}
