package dev.serin.server;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.util.JsonFormat;
import dev.serin.access.Author;
import dev.serin.client.Feedback;
import dev.serin.client.Label;
import dev.serin.client.Prediction;
import dev.serin.client.Role;
import dev.serin.client.Rollout.State;
import dev.serin.client.RolloutAdvance;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutPromotion;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinClient;
import dev.serin.client.SplitChange;
import dev.serin.control.Revision;
import dev.serin.gate.Moment;
import dev.serin.journal.Journal;
import dev.serin.journal.JournalFile;
import dev.serin.journal.StateFolder;
import dev.serin.onnx.OnnxModels;
import dev.serin.rollout.LivePlan;
import dev.serin.rollout.PauseReason;
import dev.serin.rollout.RolloutState;
import dev.serin.rollout.Transition;
import dev.serin.split.Share;
import dev.serin.v1.RolloutHistoryRequest;
import dev.serin.v1.RolloutHistoryResponse;
import dev.serin.v1.RolloutServiceGrpc;
import dev.serin.v1.SplitHistoryRequest;
import dev.serin.v1.SplitServiceGrpc;
import io.grpc.Channel;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.DayOfWeek;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.format.TextStyle;
import java.util.Comparator;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * Creates state folders as gateways of this release leave them, to be opened by every later one.
 * Each is made by a real gateway over the digits models, which was shut down or killed, and is
 * stored with the history that the gateway reported. Run once for each format, with the folder to
 * fill as the argument.
 */
final class GoldenStates {
  /** The version that fails every preflight. */
  static final long BROKEN = 4;

  private static final int USERS = 200;

  /** A model without any block but the split. */
  private static final String PLAIN = """
      models:
        digits:
          split: {1: 1}
          quality: {metric: accuracy, output: output}
      """;

  /** Steps that can be left within a second. */
  private static final String QUICK = """
      models:
        digits:
          split: {1: 1}
          quality: {metric: accuracy, output: output}
          gates: {mode: {latency: dry_run}, quality: {required: false}}
          rollout:
            steps: [0.1, 0.4, 1.0]
            bake: 100ms
            minCanaryCalls: 1
            minCanaryUsers: 1
            evidence: {0.4: no_harm}
            SHADOW
            APPROVAL
            WINDOW
            postPromotion: {watch: WATCH, keepOldFor: 0s}
            cooldownAfterRollback: 1h
      """;

  /** Every setting. */
  private static final String FULL = """
      models:
        digits:
          split: {1: 1}
          quality: {metric: logLoss, output: output}
          rollout:
            candidate: 2
            steps: [0.015, 0.125, 0.5, 1.0]
            bake: 90s
            minCanaryCalls: 301
            minCanaryUsers: 51
            minLabelsPerArm: 101
            evidence: {0.125: non_inferior, 0.5: non_inferior}
            stepTimeout: 5h
            advanceWindows: ["Mon-Sun 00:00-24:00 Europe/Berlin", "Sat 10:00-12:30 UTC"]
            requireApproval: [0.125]
            shadow: {fraction: 0.25, minCalls: 10, maxCpu: 0.9, pairLabels: false, duration: 1m}
            fallbackToStable: {budget: 40ms, maxRate: 0.3}
            postPromotion: {watch: 2h, keepOldFor: 12h, arl: 100000}
            cooldownAfterRollback: 45m
          gates:
            alphaRollback: 0.02
            alphaPromote: 0.04
            maxObservationsPerUser: 6
            capWindow: 9m
            errors: {weight: 0.5, oddsRatio: 1.1, slo: 0.25, absFloor: 0.002, okOddsRatio: 2.5, okAbs: 0.02}
            latency:
              weight: 0.3
              relative: [{q: 0.9, maxRatio: 1.25, share: 0.4}, {q: 0.999, maxRatio: 1.75, share: 0.1}]
              floor: 4ms
              slo: {q: 0.95, ms: 50, share: 0.5}
            quality: {weight: 0.2, harmMargin: 0.01, okMargin: 0.03, required: true, labelHorizon: 20m, cohort: 4m, labelTimeout: 3h, strict: true}
            service: {slo: {q: 0.95, ms: 60}, stableSlowdownRatio: 1.4}
            srm: {alpha: 0.002, k: 900}
            mode: {errors: signal, latency: enforce, quality: dry_run, service: dry_run}
      """;

  private final Path golden;
  private final Path work;

  private GoldenStates(Path golden, Path work) {
    this.golden = golden;
    this.work = work;
  }

  /** A gateway of either kind, as the scripts need it. */
  private record Running(SerinAdmin admin, SerinClient client) {}

  private interface Script {
    void play(Running gateway) throws Exception;
  }

  /** Fills the folder that the argument names. */
  public static void main(String[] arguments) throws Exception {
    var states = new GoldenStates(Path.of(arguments[0]), Files.createTempDirectory("serin-golden"));
    System.out.println("default plan: " + LivePlan.DEFAULT);
    states.splits();
    states.phases();
    states.pauses();
    states.ends();
    states.bricked();
    states.everyPause();
    System.out.println("done");
  }

  private void splits() throws Exception {
    both("first-start", "runners: 1\n", serin -> {});
    both("split", PLAIN, serin -> {
      split(serin, "0.9", "0.1");
      split(serin, "0.5", "0.5");
      calls(serin, /* wrong= */ false);
    });
  }

  private void phases() throws Exception {
    inChild(fresh(PLAIN), GoldenStates::start);
    cut(work.resolve(".serin/revisions.journal"), 2);
    keep("preflight-killed", work);
    both("ramping", PLAIN, serin -> {
      start(serin);
      await(serin, State.RAMPING);
      calls(serin, false);
    });
    both("ramping-step-2", QUICK.replace("bake: 100ms", "bake: 10m"), serin -> {
      start(serin);
      await(serin, State.RAMPING);
      calls(serin, false);
      serin.admin().advanceRollout(new RolloutAdvance(change(), true));
      calls(serin, false);
    });
    inChild(fresh(PLAIN), serin -> {
      start(serin);
      await(serin, State.RAMPING);
      calls(serin, false);
      while (Files.notExists(work.resolve(".serin/evidence.json"))) {
        calls(serin, false);
      }
    });
    keep("ramping-evidence-killed", work);
    var shadow = QUICK.replace("SHADOW", "shadow: {fraction: 1, duration: 1h}");
    both("shadow", shadow, serin -> {
      start(serin);
      await(serin, State.SHADOW);
      calls(serin, false);
    });
    both("full-plan-shadow", FULL, serin -> {
      serin.admin().startRollout(RolloutStart.of(change()));
      await(serin, State.SHADOW);
      calls(serin, false);
    });
    both("full-plan-ramping", FULL, serin -> {
      serin.admin().startRollout(RolloutStart.of(change()));
      await(serin, State.SHADOW);
      calls(serin, false);
      serin.admin().advanceRollout(new RolloutAdvance(change(), true));
      calls(serin, false);
    });
    both("promoted", PLAIN, serin -> {
      start(serin);
      await(serin, State.RAMPING);
      calls(serin, false);
      serin.admin().promoteRollout(new RolloutPromotion(change(), true, true));
      calls(serin, false);
    });
    both("promoted-plan", QUICK.replace("WATCH", "2h"), serin -> {
      start(serin);
      await(serin, State.RAMPING);
      calls(serin, false);
      serin.admin().promoteRollout(new RolloutPromotion(change(), true, true));
      calls(serin, false);
    });
  }

  private void pauses() throws Exception {
    both("paused-manual", PLAIN, serin -> {
      start(serin);
      await(serin, State.RAMPING);
      serin.admin().pauseRollout(change());
    });
    both("paused-split", QUICK, serin -> {
      start(serin);
      await(serin, State.RAMPING);
      serin.admin().advanceRollout(new RolloutAdvance(change(), true));
      split(serin, "0.95", "0.05");
    });
    both("paused-approval", QUICK.replace("APPROVAL", "requireApproval: [0.1]"), serin -> {
      start(serin);
      Await.until("the approval", () -> {
        calls(serin, false);
        return state(serin) == State.PAUSED;
      });
    });
    both(
        "approved",
        QUICK
            .replace("APPROVAL", "requireApproval: [0.1]")
            .replace("minCanaryCalls: 1", "minCanaryCalls: 300"),
        serin -> {
          start(serin);
          Await.until("the approval", () -> {
            calls(serin, false);
            return state(serin) == State.PAUSED;
          });
          serin.admin().resumeRollout(change());
        });
    var tomorrow = "advanceWindows: [\"" + tomorrow() + " 00:00-24:00 UTC\"]";
    both("paused-window", QUICK.replace("WINDOW", tomorrow), serin -> {
      start(serin);
      await(serin, State.PAUSED);
    });
    both("paused-config", PLAIN, serin -> {
      start(serin);
      await(serin, State.RAMPING);
      var file = work.resolve("serin.yaml");
      Files.writeString(file, PLAIN + "    gates: {alphaRollback: 0.05}\n");
      await(serin, State.PAUSED);
    });
    inChild(fresh(QUICK), serin -> {
      start(serin);
      await(serin, State.RAMPING);
    });
    inProcess(work, serin -> await(serin, State.PAUSED));
    keep("paused-crash", work);
  }

  private void ends() throws Exception {
    both("completed", QUICK.replace("WATCH", "0s"), serin -> {
      start(serin);
      await(serin, State.RAMPING);
      calls(serin, false);
      serin.admin().promoteRollout(new RolloutPromotion(change(), true, true));
      Await.until("the end of the watch", () -> {
        calls(serin, false);
        return state(serin) == State.COMPLETED;
      });
    });
    both("rolled-back", PLAIN, serin -> {
      start(serin);
      await(serin, State.RAMPING);
      serin.admin().abortRollout(change());
    });
    both("rejected", PLAIN, serin -> {
      calls(serin, false);
      start(serin, BROKEN, false);
      await(serin, State.REJECTED);
    });
    var harmful = """
        models:
          digits:
            split: {1: 1}
            quality: {metric: accuracy, output: output}
            gates: {mode: {latency: dry_run}, quality: {labelHorizon: 3s, cohort: 1s}}
            rollout: {steps: [0.5, 1.0], bake: 1m}
        """;
    both("rolled-back-quality", harmful, serin -> {
      start(serin);
      await(serin, State.RAMPING);
      Await.until("the harm", () -> {
        calls(serin, /* wrong= */ true);
        return state(serin) == State.ROLLED_BACK;
      });
    });
    both("third-rollout", QUICK.replace("WATCH", "0s"), serin -> {
      start(serin);
      await(serin, State.RAMPING);
      serin.admin().abortRollout(change());
      start(serin, 2, true);
      await(serin, State.RAMPING);
      calls(serin, false);
      serin.admin().promoteRollout(new RolloutPromotion(change(), true, true));
      Await.until("the end of the watch", () -> {
        calls(serin, false);
        return state(serin) == State.COMPLETED;
      });
      start(serin, 1, true);
      await(serin, State.RAMPING);
      calls(serin, false);
    });
  }

  /** A second process that reads a rollout before it writes one, without a plan in the file. */
  private void bricked() throws Exception {
    var folder = fresh(PLAIN);
    inChild(folder, serin -> {
      start(serin);
      await(serin, State.RAMPING);
      serin.admin().abortRollout(change());
    });
    inChild(folder, serin -> {
      start(serin, 2, true);
      await(serin, State.RAMPING);
      calls(serin, false);
    });
    keep("second-process", folder);
  }

  /** A history with a pause for each reason, most of which take long to occur. */
  private void everyPause() throws Exception {
    inChild(fresh(QUICK), serin -> {
      start(serin);
      await(serin, State.RAMPING);
    });
    try (var folder = StateFolder.open(work.resolve(".serin"));
        var journal = Journal.open(folder)) {
      var revisions = journal.load();
      var last = revisions.get(revisions.size() - 1);
      for (var reason : PauseReason.values()) {
        last = paused(last, reason);
        journal.append(last, last.number() - 1);
      }
    }
    keep("every-pause-killed", work);
  }

  private static Revision paused(Revision last, PauseReason reason) {
    var number = last.number() + 1;
    var pause = new Transition(
        new RolloutState.Paused(reason, "so it is", 1), Share.parse("0.1"), reason + ": so it is");
    var rollout = last.rollout().orElseThrow();
    return new Revision(
        last.model(),
        number,
        last.split(),
        Optional.of(last.split()),
        last.stable(),
        last.assignment(),
        last.absent(),
        last.served(),
        Moment.of(last.time().plusSeconds(1)),
        Author.GATEWAY,
        pause.reason(),
        last.fileHash(),
        Optional.of(rollout.after(
            pause, Moment.of(last.time().plusSeconds(1)), number, "", rollout.evidence())),
        /* unloaded= */ false);
  }

  /** Keeps the first lines of a file, as a kill would. */
  private static void cut(Path file, int lines) throws IOException {
    Files.write(file, Files.readAllLines(file).subList(0, lines));
  }

  /** Plays a script in a gateway that is shut down, and in one that is killed. */
  private void both(String name, String config, Script script) throws Exception {
    var folder = fresh(config);
    inProcess(folder, script);
    keep(name, folder);
    folder = fresh(config);
    inChild(folder, script);
    keep(name + "-killed", folder);
  }

  /** Creates the models of all folders. */
  static void models(Path folder) throws IOException {
    TestGateway.copyVersion(folder, 1);
    TestGateway.copyVersion(folder, 2);
    var broken = Files.createDirectories(folder.resolve("repository/digits/" + BROKEN));
    Files.write(broken.resolve("model.onnx"), OnnxModels.overflow("input", "output", 64, 10));
  }

  private Path fresh(String config) throws IOException {
    delete(work);
    models(work);
    Files.createDirectories(work.resolve("temporary"));
    Files.writeString(
        work.resolve("serin.yaml"),
        config.replaceAll("(?m)^ *(SHADOW|APPROVAL|WINDOW)\n", "").replace("WATCH", "1h"));
    return work;
  }

  private static void inProcess(Path folder, Script script) throws Exception {
    try (var serin = TestGateway.start(folder)) {
      script.play(new Running(serin.admin(), serin.client()));
    }
  }

  private static void inChild(Path folder, Script script) throws Exception {
    try (var serin = ChildGateway.start(folder)) {
      script.play(new Running(serin.admin(), serin.client()));
    }
  }

  private void keep(String name, Path folder) throws IOException {
    var target = golden.resolve(name);
    delete(target);
    Files.createDirectories(target);
    Files.copy(folder.resolve("serin.yaml"), target.resolve("serin.yaml"));
    copy(folder.resolve(".serin"), target.resolve("state"));
    int revisions = JournalFile.read(target.resolve("state")).revisions().size();
    try (var serin = TestGateway.start(folder)) {
      Files.write(target.resolve("says.json"), says(serin, revisions).getBytes(UTF_8));
    } catch (StartException e) {
      System.out.println(name + ": " + e.getMessage());
    }
    System.out.println(name);
  }

  /** Returns what a gateway reports about the first revisions, as JSON. */
  static String says(TestGateway serin, long revisions) throws IOException {
    var channel = NettyChannelBuilder.forAddress("127.0.0.1", serin.gateway().adminPort())
        .usePlaintext()
        .build();
    try {
      var splits = SplitServiceGrpc.newBlockingStub(channel)
          .history(
              SplitHistoryRequest.newBuilder().setModel("digits").setLimit(1000).build())
          .toBuilder();
      while (splits.getRevisionsCount() > revisions) {
        splits.removeRevisions(0);
      }
      var rollouts = rollouts(channel).toBuilder();
      while (rollouts.getTransitionsCount() > 0
          && rollouts.getTransitions(0).getRevision() > revisions) {
        rollouts.removeTransitions(0);
      }
      var printer = JsonFormat.printer();
      return "{\"splits\": " + printer.print(splits) + ",\n\"rollouts\": " + printer.print(rollouts)
          + "}\n";
    } finally {
      channel.shutdownNow();
    }
  }

  private static RolloutHistoryResponse rollouts(Channel channel) {
    try {
      return RolloutServiceGrpc.newBlockingStub(channel)
          .history(RolloutHistoryRequest.newBuilder()
              .setModel("digits")
              .setLimit(1000)
              .build());
    } catch (StatusRuntimeException e) {
      return RolloutHistoryResponse.getDefaultInstance(); // there never was one
    }
  }

  private static void start(Running serin) {
    start(serin, 2, false);
  }

  private static void start(Running serin, long candidate, boolean force) {
    serin
        .admin()
        .startRollout(
            RolloutStart.of(change()).withCandidate(candidate).withForce(force).withReplace(force));
  }

  private static void split(Running serin, String stable, String canary) {
    serin
        .admin()
        .setSplit(SplitChange.of("digits", Map.of(1L, stable, 2L, canary))
            .author("alice@example.com")
            .reason("because \"so\" \u2028 用户")
            .build());
  }

  private static RolloutChange change() {
    return RolloutChange.of("digits").withAuthor("tester").withReason("a command");
  }

  private static State state(Running serin) {
    return serin.admin().rollout("digits").rollout().state();
  }

  private static void await(Running serin, State state) throws InterruptedException {
    Await.until(state.name(), () -> state(serin) == state);
  }

  /** Lets all users call, and labels all answers as correct, or only those of stable's users. */
  private static void calls(Running serin, boolean wrong) {
    try {
      var labels = Crowd.predict(serin.client(), USERS).stream()
          .map(prediction -> Feedback.of(
              prediction.predictionId(),
              Label.of(label(prediction, wrong && prediction.role() == Role.CANARY))))
          .toList();
      var unused = serin.client().submitAll(labels);
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

  private static String tomorrow() {
    DayOfWeek day = ZonedDateTime.now(ZoneOffset.UTC).plusDays(2).getDayOfWeek();
    return day.getDisplayName(TextStyle.SHORT, Locale.ENGLISH);
  }

  static void copy(Path source, Path target) throws IOException {
    try (var files = Files.walk(source)) {
      for (var file : files.toList()) {
        Files.copy(file, target.resolve(source.relativize(file).toString()));
      }
    }
  }

  private static void delete(Path folder) throws IOException {
    if (Files.exists(folder)) {
      try (var files = Files.walk(folder)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
  }
}
