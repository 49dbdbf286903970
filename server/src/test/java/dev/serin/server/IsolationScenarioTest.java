package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.Seeds;
import dev.serin.client.Datatype;
import dev.serin.client.Model;
import dev.serin.client.PredictCall;
import dev.serin.client.Rollout;
import dev.serin.client.RolloutChange;
import dev.serin.client.RolloutStart;
import dev.serin.client.SerinException;
import dev.serin.client.SplitChange;
import dev.serin.client.Tensor;
import dev.serin.onnx.OnnxModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.random.RandomGenerator;
import java.util.random.RandomGeneratorFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Candidates in processes of their own, on a gateway under load. */
@Tag("long")
class IsolationScenarioTest {
  private static final Logger logger = LoggerFactory.getLogger(IsolationScenarioTest.class);
  private static final int KILLS = Seeds.count(20, 200);
  private static final int PROMOTIONS = Seeds.count(5, 100);
  private static final int CALLERS = 4;
  private static final long PAUSE_NANOS = 2_000_000;
  /** Makes the candidate ask for gigabytes. */
  private static final float GREEDY = 777;

  private static final String CONFIG = """
      models:
        adder:
          memory: 700MiB
          gates:
            quality: {required: false}
            mode: {latency: dry_run, abandoned: dry_run, service: dry_run}
          rollout: {steps: [0.5, 1], bake: 1h, cooldownAfterRollback: 0s}
      """;

  @TempDir
  private Path folder;

  private final Queue<String> wrong = new ConcurrentLinkedQueue<>();
  private final AtomicInteger answers = new AtomicInteger();
  private final List<Thread> callers = new ArrayList<>();
  private volatile boolean done;
  private TestGateway serin;

  @BeforeEach
  void start() throws Exception {
    write(1, OnnxModels.add(1, -1, 1));
    Files.writeString(folder.resolve("serin.yaml"), CONFIG);
    serin = TestGateway.withWorkers(folder);
  }

  @AfterEach
  void nothingIsLeft() throws Exception {
    stopCalls();
    serin.close();
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
        .isEmpty();
    try (var files = Files.list(folder.resolve(".serin/tmp"))) {
      assertThat(files).isEmpty();
    }
  }

  /**
   * Whatever ends the candidate's process, at any moment: each call has the right answer, and the
   * rollout is taken back.
   */
  @Test
  void kill_candidatesProcess_isRolledBackAndNoCallFails() throws Exception {
    write(2, OnnxModels.addOneGreedily(GREEDY));
    var random = RandomGeneratorFactory.of("L64X128MixRandom").create(7);
    beginCalls();
    kill(Kind.KILL, random);
    long files = openFiles();
    double memory = Resident.megabytes(ProcessHandle.current().pid());
    for (int i = 1; i < KILLS; i++) {
      kill(Kind.values()[i % Kind.values().length], random);
    }
    stopCalls();

    assertThat(wrong).isEmpty();
    assertThat(answers.get()).isGreaterThan(KILLS);
    assertThat(openFiles()).isLessThan(files + 30);
    logger.info(
        "{} kills, {} calls; resident memory {} MB, then {} MB",
        KILLS,
        answers,
        memory,
        Resident.megabytes(ProcessHandle.current().pid()));
  }

  @Test
  void promotion_intoTheGatewaysProcess_failsNoCall() throws Exception {
    beginCalls();
    for (int i = 0; i < PROMOTIONS; i++) {
      long next = i + 2L;
      write(next, OnnxModels.add(1, -1, 1));
      Await.until("version " + next + " is isolated", () -> isolated(next));
      var unused = serin
          .admin()
          .setSplit(SplitChange.of("adder", Map.of(next, "1"))
              .reason("a test")
              .force(true)
              .build());
      Await.until("version " + next + " has moved", () -> ready(next) && !isolated(next));
    }
    stopCalls();

    assertThat(wrong).isEmpty();
    assertThat(answers.get()).isGreaterThan(PROMOTIONS);
  }

  @Test
  void split_coldVersion_isLoadedFirst() throws Exception {
    write(2, OnnxModels.add(1, -1, 1));
    Await.until("version 2 is isolated", () -> isolated(2));
    write(3, OnnxModels.add(1, -1, 1));
    Await.until("version 2 is cold", () -> state(2) == Model.VersionState.COLD);
    var unused = serin
        .admin()
        .setSplit(SplitChange.of("adder", Map.of(1L, "0.5", 2L, "0.5"))
            .reason("a test")
            .build());

    assertThat(isolated(2)).isTrue();
    assertThat(state(3)).isEqualTo(Model.VersionState.READY);
  }

  /** Others tell it to end, as when a service is stopped: the candidate is not at fault. */
  @Test
  void terminate_candidatesProcess_isStartedAgainAndKeepsItsUsers() throws Exception {
    write(2, OnnxModels.addOneGreedily(GREEDY));
    beginCalls();
    startRollout();
    long before = process(2).orElseThrow();
    signal("-TERM", before);
    Await.until("it is started again", () -> {
      var now = process(2);
      return now.isPresent() && now.getAsLong() != before;
    });
    stopCalls();

    assertThat(wrong).isEmpty();
    assertThat(rollout().state()).as(rollout().detail()).isEqualTo(Rollout.State.RAMPING);
  }

  /** How a process ends. */
  private enum Kind {
    KILL("signal 9"),
    SEGV("signal 11"),
    STOP("was stopped by a signal"),
    GREED("took more than 0.7 GiB");

    private final String words;

    Kind(String words) {
      this.words = words;
    }
  }

  private void kill(Kind kind, RandomGenerator random) throws Exception {
    startRollout();
    LockSupport.parkNanos(random.nextLong(300_000_000));
    if (kind == Kind.GREED) {
      greed();
    } else {
      signal("-" + kind, process(2).orElseThrow());
    }
    Await.until("it is rolled back", () -> rollout().state() == Rollout.State.ROLLED_BACK);

    assertThat(rollout().rollback().orElseThrow().act()).isEqualTo(Rollout.Act.CRASHED);
    assertThat(rollout().detail()).contains(kind.words);
  }

  /** Calls for a few users, about half of whom have the candidate; they are answered by stable. */
  private void greed() {
    for (int i = 0; rollout().state() == Rollout.State.RAMPING && i < 100; i++) {
      call("greedy-" + i, GREEDY);
    }
  }

  private void startRollout() throws Exception {
    Await.until("version 2 is isolated", () -> {
      if (state(2) == Model.VersionState.REJECTED) {
        retry();
      }
      return isolated(2);
    });
    var change = RolloutChange.of("adder").withAuthor("tester").withReason("a test");
    var unused =
        serin.admin().startRollout(RolloutStart.of(change).withCandidate(2).withForce(true));
    Await.until("it is ramping", () -> rollout().state() == Rollout.State.RAMPING);
  }

  private void retry() {
    try {
      var unused = serin.admin().retryVersion("adder", 2);
    } catch (SerinException e) {
      // It is being started again already.
      assertThat(e.getMessage()).contains("adder/2 is ");
    }
  }

  private void beginCalls() {
    for (int i = 0; i < CALLERS; i++) {
      int number = i;
      var thread = new Thread(() -> {
        for (int j = 0; !done; j++) {
          call("user-" + number + "-" + j, j % 500);
          LockSupport.parkNanos(PAUSE_NANOS);
        }
      });
      thread.start();
      callers.add(thread);
    }
  }

  private void stopCalls() throws InterruptedException {
    done = true;
    for (var caller : callers) {
      caller.join();
    }
  }

  private void call(String user, float number) {
    try {
      var input = Tensor.floats(Datatype.FP32, OnnxModels.INPUT, List.of(1L, 1L), number);
      var prediction =
          serin.client().predict(PredictCall.to("adder").user(user).input(input).build());
      float answer = prediction.output(OnnxModels.OUTPUT).floats()[0];
      if (answer != number + 1) {
        wrong.add(number + " + 1 = " + answer);
      }
      answers.incrementAndGet();
    } catch (SerinException e) {
      wrong.add(e.toString());
    }
  }

  private Rollout rollout() {
    return serin.admin().rollout("adder").rollout();
  }

  private boolean isolated(long number) {
    return ready(number) && process(number).isPresent();
  }

  private boolean ready(long number) {
    return state(number) == Model.VersionState.READY;
  }

  /** Its state; being loaded if it is not known yet. */
  private Model.VersionState state(long number) {
    return version(number).map(Model.Version::state).orElse(Model.VersionState.LOADING);
  }

  private OptionalLong process(long number) {
    return version(number).map(Model.Version::processId).orElse(OptionalLong.empty());
  }

  private Optional<Model.Version> version(long number) {
    return serin.admin().models().get(0).versions().stream()
        .filter(version -> version.number() == number)
        .findFirst();
  }

  private static void signal(String signal, long pid) throws Exception {
    var kill = new ProcessBuilder("kill", signal, Long.toString(pid)).start();
    assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
  }

  private static long openFiles() throws IOException {
    try (var files = Files.list(Path.of("/proc/self/fd"))) {
      return files.count();
    }
  }

  private void write(long version, byte[] model) throws IOException {
    var into = Files.createDirectories(folder.resolve("repository/adder/" + version));
    var unfinished = Files.write(into.resolve("new.tmp"), model);
    Files.move(unfinished, into.resolve("model.onnx"));
  }
}
