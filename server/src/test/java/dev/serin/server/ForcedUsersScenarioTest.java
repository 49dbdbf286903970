package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Comparison;
import dev.serin.client.Explanation;
import dev.serin.client.Explanation.ForcedBy;
import dev.serin.client.FeedbackResult;
import dev.serin.client.GateVerdict;
import dev.serin.client.GateVerdict.Verdict;
import dev.serin.client.ModelStatus;
import dev.serin.client.Prediction;
import dev.serin.client.Role;
import dev.serin.client.Rollout;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.events.Event;
import dev.serin.events.EventReader;
import dev.serin.onnx.OnnxModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Users forced by the configuration, besides those routed by the split. */
class ForcedUsersScenarioTest {
  private static final int TESTERS = 150;
  private static final int USERS = 40;
  private static final int BROKEN = 4;

  private static final String FORCED = "    forceStable: [owner]\n    forceCanary: "
      + IntStream.range(0, TESTERS)
          .mapToObj(ForcedUsersScenarioTest::tester)
          .collect(Collectors.joining(", ", "[", "]\n"));

  private static final String HALVES = "models:\n  digits:\n    split: {1: 0.5, 2: 0.5}\n"
      + TestGateway.QUALITY
      + "    gates: {quality: {labelHorizon: 30s, cohort: 1s}}\n";

  private static final String PLAN = """
      models:
        digits:
          split: {1: 1}
          quality: {metric: accuracy, output: output}
          gates: {mode: {latency: dry_run}, errors: {slo: 0.9999}}
          rollout: {steps: [0.3, 1.0], bake: 1h, minCanaryCalls: 50, minCanaryUsers: 20}
      """;

  @TempDir
  Path folder;

  @Test
  void rollout_forcedCallsOfABrokenCanary_doNotRollItBack() throws Exception {
    try (var serin = start(PLAN + FORCED)) {
      startRollout(serin);
      Await.until("the first step", () -> rollout(serin).step() == 1 && compares(serin));

      var answers = callTesters(serin);

      assertThat(answers).extracting(Prediction::version).containsOnly((long) BROKEN);
      Await.until(
          "all of them are errors",
          () -> version(serin, BROKEN, Role.CANARY).errors().getOrDefault("NOT_FINITE", 0L)
              == TESTERS);
      awaitStableUsersAreCounted(serin);
      assertThat(rollout(serin)).returns(State.RAMPING, Rollout::state).returns(1, Rollout::step);
      assertThat(gate(serin, "errors").canary().observations()).isZero();
      assertThat(gate(serin, "srm").verdict()).isNotEqualTo(Verdict.HARM);
      assertThat(explain(serin, tester(0)))
          .returns((long) BROKEN, Explanation::version)
          .returns(ForcedBy.FORCE_CANARY, explained -> explained.forcedBy().orElseThrow());
    }
    assertThat(read(folder.resolve("events.csv"))).hasSize(5).noneMatch(Event::canary);
  }

  @Test
  void rollout_rolledBack_forcedUsersAreBackAtOnce() throws Exception {
    try (var serin = start(PLAN + FORCED)) {
      startRollout(serin);
      Await.until("the first step", () -> rollout(serin).step() == 1);
      assertThat(serin.predict(tester(0)).version()).isEqualTo(BROKEN);

      var unused = serin.admin().abortRollout(change());

      assertThat(serin.predict(tester(0)))
          .returns(1L, Prediction::version)
          .returns(Role.STABLE, Prediction::role);
      assertThat(explain(serin, tester(0)).why())
          .isEqualTo("forced by models.digits.forceCanary; no canary can be called, so stable,"
              + " version 1, answers");
    }
  }

  @Test
  void status_forcedCallsAndLabels_countForTheVersionAndForNoGate() throws Exception {
    var file = folder.resolve("events.csv");
    try (var serin = start(HALVES + FORCED)) {
      var users = Crowd.predict(serin.client(), USERS);
      assertThat(serin.label(users.get(0), "3").result()).isEqualTo(FeedbackResult.Result.ACCEPTED);
      long canary = users.stream().filter(p -> p.role() == Role.CANARY).count();
      var forced = callTesters(serin);
      assertThat(forced)
          .extracting(prediction -> serin.label(prediction, "3").result())
          .containsOnly(FeedbackResult.Result.ACCEPTED);

      Await.until("all users are counted", () -> observations(gate(serin, "errors")) == USERS);
      Await.until("a label is counted", () -> observations(gate(serin, "coverage")) > 0);

      assertThat(gate(serin, "errors").canary().observations()).isEqualTo(canary);
      assertThat(gate(serin, "srm").canary().observations()).isEqualTo(USERS);
      assertThat(gate(serin, "srm").verdict()).isEqualTo(Verdict.OK);
      Await.until(
          "all calls are counted",
          () -> version(serin, 2, Role.CANARY).calls() == canary + TESTERS);
      assertThat(version(serin, 2, Role.CANARY).revisionCalls()).isEqualTo(canary);
      assertThat(Wire.metrics(serin.gateway()))
          .contains("serin_calls_total{code=\"OK\",fault=\"none\",model=\"digits\",role=\"canary\","
              + "version=\"2\"} " + (double) (canary + TESTERS) + "\n");
      assertThat(serin.predict("owner").version()).isEqualTo(1);
    }

    assertThat(read(file)).hasSize(USERS).filteredOn(e -> e.loss().isPresent()).hasSize(1);
  }

  @Test
  void configure_otherLists_areInForceWithoutARestart() throws Exception {
    try (var serin = start(HALVES + FORCED)) {
      assertThat(serin.predict(tester(0)).version()).isEqualTo(2);

      serin.configure(HALVES + "    forceStable: [" + tester(0) + "]\n    forceCanary: [owner]\n");

      Await.until("the new lists", () -> serin.predict(tester(0)).version() == 1);
      assertThat(serin.predict("owner"))
          .returns(2L, Prediction::version)
          .returns(Role.CANARY, Prediction::role);
      assertThat(explain(serin, tester(0)).why())
          .isEqualTo("forced by models.digits.forceStable to stable, version 1");
    }
  }

  private TestGateway start(String config) throws IOException, StartException {
    TestGateway.copyVersion(folder, 1);
    TestGateway.copyVersion(folder, 2);
    var broken = Files.createDirectories(folder.resolve("repository/digits/" + BROKEN));
    Files.write(broken.resolve("model.onnx"), OnnxModels.overflow("input", "output", 64, 10));
    Files.writeString(folder.resolve("serin.yaml"), config);
    return TestGateway.recording(folder, folder.resolve("events.csv"));
  }

  private static void startRollout(TestGateway serin) {
    var unused = serin.admin().startRollout(RolloutStart.of(change()).withCandidate(BROKEN));
  }

  private static RolloutChange change() {
    return RolloutChange.of("digits").withAuthor("tester").withReason("a test");
  }

  private static List<Prediction> callTesters(TestGateway serin) {
    return IntStream.range(0, TESTERS)
        .mapToObj(number -> serin.predict(tester(number)))
        .toList();
  }

  /** Waits until later calls of some users of stable are counted. */
  private static void awaitStableUsersAreCounted(TestGateway serin) throws InterruptedException {
    var users = IntStream.range(0, 100)
        .mapToObj(Crowd::user)
        .filter(user -> explain(serin, user).role() == Role.STABLE)
        .limit(5)
        .toList();
    users.forEach(serin::predict);
    Await.until("they are counted", () -> gate(serin, "errors").stable().observations() == 5);
  }

  private static String tester(int number) {
    return "tester-" + number;
  }

  private static Explanation explain(TestGateway serin, String user) {
    return serin.admin().explain("digits", user);
  }

  private static Rollout rollout(TestGateway serin) {
    return serin.admin().rollout("digits").rollout();
  }

  private static ModelStatus.Version version(TestGateway serin, long number, Role role) {
    return serin.admin().status("digits").versions().stream()
        .filter(version -> version.number() == number && version.role() == role)
        .findFirst()
        .orElseThrow();
  }

  private static long observations(GateVerdict gate) {
    return gate.stable().observations() + gate.canary().observations();
  }

  private static GateVerdict gate(TestGateway serin, String name) {
    return comparison(serin).gates().stream()
        .filter(gate -> gate.gate().equals(name))
        .findFirst()
        .orElseThrow();
  }

  private static boolean compares(TestGateway serin) {
    return !serin.admin().status("digits").comparisons().isEmpty();
  }

  private static Comparison comparison(TestGateway serin) {
    return serin.admin().status("digits").comparisons().get(0);
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
