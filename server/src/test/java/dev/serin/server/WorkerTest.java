package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.ModelLoadException;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.VersionId;
import dev.serin.onnx.OnnxLoader;
import dev.serin.onnx.OnnxModels;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.worker.Launch;
import dev.serin.worker.Limits;
import dev.serin.worker.WorkerLoader;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.junit.jupiter.api.io.TempDir;

/** Versions in processes of their own. */
@Tag("long")
class WorkerTest {
  private static final VersionId ID = new VersionId("m", 1);
  private static final Map<String, Tensor> TWO =
      Map.of(OnnxModels.INPUT, Tensor.ofFloats(Shape.of(2), 1, 2));

  @TempDir
  private Path folder;

  @AfterEach
  void nothingIsLeft() throws Exception {
    try (var files = Files.list(folder)) {
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("worker-")))
          .isEmpty();
    }
    assertThat(ProcessHandle.current().children()).isEmpty();
  }

  @Test
  void predict_inWorker_answersAsInProcess() throws Exception {
    var file = write(OnnxModels.add(1, -1));
    try (var worker = loader(1L << 30).load(ID, file);
        var here = new OnnxLoader().load(ID, file)) {
      assertThat(worker.signature()).isEqualTo(here.signature());
      assertThat(bytes(worker)).isEqualTo(bytes(here));
      var together = worker.predict(List.of(TWO, TWO), List.of(), Duration.ofSeconds(5), n -> {});
      assertThat(together)
          .hasSize(2)
          .allSatisfy(answer -> assertThat(output(answer)).isEqualTo(bytes(here)));
    }
  }

  @Test
  void load_modelThatCannotBeServed_saysWhyAndLeavesNothing() throws Exception {
    var file = write(OnnxModels.unknownOperator(1));

    assertThatThrownBy(() -> loader(1L << 30).load(ID, file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining("ONNX Runtime cannot load the model");
  }

  @Test
  void predict_killedWorker_failsWithTheSignal() throws Exception {
    try (var worker = loader(1L << 30).load(ID, write(OnnxModels.endlessLoop(1)))) {
      var run = CompletableFuture.supplyAsync(() -> run(worker));
      Thread.sleep(300);
      ProcessHandle.current().children().forEach(ProcessHandle::destroyForcibly);

      assertThat(run.get()).satisfies(WorkerTest::crashed).asString().contains("signal 9");
    }
  }

  @Test
  void predict_longerThanAllowed_endsTheWorker() throws Exception {
    var limits = limits(1L << 30, Duration.ofSeconds(3));
    try (var worker = loader(folder, limits).load(ID, write(OnnxModels.endlessLoop(1)))) {
      assertThat(run(worker))
          .satisfies(WorkerTest::crashed)
          .asString()
          .contains("did not finish within 3 s while warming up");
    }
  }

  /** As a terminal or a service manager ends a gateway and all that it has started. */
  @Test
  void predict_workerToldToEnd_isNotAtFault() throws Exception {
    try (var worker = loader(1L << 30).load(ID, write(OnnxModels.endlessLoop(1)))) {
      var run = CompletableFuture.supplyAsync(() -> run(worker));
      Thread.sleep(300);
      ProcessHandle.current().children().forEach(ProcessHandle::destroy);

      assertThat(run.get())
          .isInstanceOf(ProcessEndedException.class)
          .asString()
          .contains("signal 15 while warming up, with 1 call in flight");
      assertThat(worker.ended().orElseThrow().crashed()).isFalse();
    }
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void predict_workerThatIsStopped_isEndedAndToldOf() throws Exception {
    try (var worker = loader(1L << 30).load(ID, write(OnnxModels.endlessLoop(1)))) {
      worker.warmedUp();
      var told = new CompletableFuture<ProcessEndedException>();
      worker.whenEnded(told::complete);
      var run = CompletableFuture.supplyAsync(() -> run(worker));
      Thread.sleep(300);
      var pid = Long.toString(worker.process().orElseThrow());
      assertThat(new ProcessBuilder("kill", "-STOP", pid).start().waitFor()).isZero();

      assertThat(run.get())
          .satisfies(WorkerTest::crashed)
          .asString()
          .contains("was stopped by a signal while serving, with 1 call in flight");
      assertThat(told.get().crashed()).isTrue();
    }
  }

  /** One operator cannot be interrupted; its process can be ended. */
  @Test
  void predict_operatorThatGoesOnAfterTheLimit_endsTheWorker() throws Exception {
    var limits = new Limits(8L << 30, Duration.ofSeconds(60), Duration.ofSeconds(4));
    try (var worker = loader(folder, limits).load(ID, write(OnnxModels.largeProduct(10_240)))) {
      worker.warmedUp();

      assertThat(run(worker))
          .satisfies(WorkerTest::crashed)
          .asString()
          .contains("a run did not end when it was told to, at its limit of at most 4000 ms");
    }
  }

  @Test
  void close_running_isToldToNobody() throws Exception {
    var told = new CompletableFuture<ProcessEndedException>();
    try (var worker = loader(1L << 30).load(ID, write(OnnxModels.add(1, -1)))) {
      worker.whenEnded(told::complete);
    }
    Thread.sleep(200);

    assertThat(told).isNotDone();
  }

  /** As when a gateway is shut down while it tries files. */
  @Test
  void predict_interrupted_isNotTheVersionsFault() throws Exception {
    try (var worker = loader(1L << 30).load(ID, write(OnnxModels.endlessLoop(1)))) {
      var result = new CompletableFuture<Object>();
      var thread = new Thread(() -> result.complete(run(worker)));
      thread.start();
      Thread.sleep(300);
      thread.interrupt();

      assertThat(result.get())
          .isInstanceOfSatisfying(
              ProcessEndedException.class, ended -> assertThat(ended.crashed()).isFalse());
    }
  }

  @Test
  void load_processThatEndsAtItsStart_isNotTheFilesFault() throws Exception {
    var file = write(OnnxModels.add(1, -1));
    Launch broken = (own, socket, connections, threads) -> new ProcessBuilder("/bin/false").start();
    var loader = new WorkerLoader(
        new OnnxLoader(),
        broken,
        folder,
        (model, bytes) -> limits(1L << 30, Duration.ofSeconds(60)),
        1,
        model -> 1);

    assertThatThrownBy(() -> loader.load(ID, file))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageStartingWith("no process could be started for it: exit code 1 while starting")
        .hasNoSuppressedExceptions()
        .cause()
        .isNotInstanceOf(ProcessEndedException.class);
  }

  @Test
  void predict_moreMemoryThanAllowed_endsTheWorker() throws Exception {
    var file = write(OnnxModels.constantOfShape(true, 1L << 14, 1L << 14));

    assertThatThrownBy(() -> {
          try (var worker = loader(700L << 20).load(ID, file)) {
            worker.predict(
                Map.of(OnnxModels.INPUT, Tensor.ofFloats(Shape.of(1), 1)),
                List.of(),
                Duration.ofMinutes(1));
          }
        })
        .hasMessageContaining("took more than 0.7 GiB");
  }

  @Test
  void load_folderWithALongPath_worksAllTheSame() throws Exception {
    var deep = Files.createDirectories(folder.resolve("x".repeat(100)));
    try (var worker = loader(deep, 1L << 30).load(ID, write(OnnxModels.add(1, -1)))) {
      assertThat(bytes(worker)).isNotNull();
    }
    try (var files = Files.list(deep)) {
      assertThat(files).isEmpty();
    }
  }

  /** A worker has a working folder of its own. */
  @Test
  void classPath_relative_isMadeAbsolute() {
    var here = Path.of("").toAbsolutePath();

    assertThat(WorkerLaunch.classPath("serin.jar" + File.pathSeparator + "/lib/x.jar"))
        .isEqualTo(here.resolve("serin.jar") + File.pathSeparator + "/lib/x.jar");
  }

  @Test
  @EnabledOnOs(OS.LINUX)
  void load_processIsConfined() throws Exception {
    try (var worker = loader(1L << 30).load(ID, write(OnnxModels.add(1, -1)))) {
      var process = ProcessHandle.current().children().findFirst().orElseThrow();
      var of = Path.of("/proc/" + process.pid());

      assertThat(Files.readString(of.resolve("oom_score_adj"))).isEqualTo("1000\n");
      assertThat(nice(of)).isEqualTo(Math.min(19, nice(Path.of("/proc/self")) + 10));
      assertThat(Files.readString(of.resolve("environ")).split("\0", 0))
          .allMatch(variable ->
              variable.matches("(CLASSPATH|LANG|LC_ALL|ORT_DISABLE_TELEMETRY|MALLOC_\\w+)=.*"));
      if (Confinement.withoutNetwork()) {
        assertThat(Files.readAllLines(of.resolve("net/dev")).stream()
                .filter(line -> line.contains(":")))
            .allMatch(line -> line.trim().startsWith("lo:"));
      }
      assertThat(bytes(worker)).isNotNull();
    }
  }

  @Test
  void works_optionOrCommandThatIsNotThere_isLeftOut() {
    assertThat(Confinement.works(List.of("/usr/bin/nice", "-n", "1"))).isTrue();
    assertThat(Confinement.works(List.of("/usr/bin/nice", "--unknown"))).isFalse();
    assertThat(Confinement.works(List.of("/usr/bin/no-such-command"))).isFalse();
  }

  private static int nice(Path process) throws IOException {
    var fields = Files.readString(process.resolve("stat"));
    // The name, which may hold blanks, comes before.
    return Integer.parseInt(fields.substring(fields.lastIndexOf(')')).split(" ", -1)[17]);
  }

  private WorkerLoader loader(long memoryBytes) {
    return loader(folder, memoryBytes);
  }

  private static WorkerLoader loader(Path folder, long memoryBytes) {
    return loader(folder, limits(memoryBytes, Duration.ofSeconds(60)));
  }

  private static WorkerLoader loader(Path folder, Limits limits) {
    return new WorkerLoader(
        new OnnxLoader(),
        new WorkerLaunch(limits.run(), true),
        folder,
        (model, bytes) -> limits,
        2,
        model -> 1);
  }

  private static Limits limits(long memoryBytes, Duration load) {
    return new Limits(memoryBytes, load, Duration.ofMinutes(1));
  }

  private static void crashed(Object failure) {
    assertThat(failure)
        .isInstanceOfSatisfying(
            ProcessEndedException.class, ended -> assertThat(ended.crashed()).isTrue());
  }

  /** Runs an endless loop, and returns what it throws. */
  private static Object run(Predictor worker) {
    try {
      var one = Map.of(OnnxModels.INPUT, Tensor.ofFloats(Shape.of(1), 1));
      return worker.predict(one, List.of(), Duration.ofMinutes(1));
    } catch (PredictionException e) {
      return e;
    }
  }

  private static Object output(Map<String, Tensor> answer) {
    return Objects.requireNonNull(answer.get(OnnxModels.OUTPUT)).data();
  }

  private static Object bytes(Predictor predictor) throws Exception {
    return output(predictor.predict(TWO, List.of()));
  }

  private Path write(byte[] model) throws Exception {
    return Files.write(folder.resolve("model.onnx"), model);
  }
}
