package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.client.Model;
import dev.serin.client.SerinAdmin;
import dev.serin.onnx.OnnxModels;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A gateway whose new versions end the process that loads them, which is not its own. */
@Tag("long")
class FirstContactScenarioTest {
  @TempDir
  private Path folder;

  @AfterEach
  void nothingIsLeft() throws IOException {
    assertThat(ProcessHandle.current().children().filter(ProcessHandle::isAlive))
        .isEmpty();
    try (var files = Files.list(folder.resolve(".serin/tmp"))) {
      assertThat(files).isEmpty();
    }
  }

  @Test
  void scan_versionThatKillsItsProcess_isRejectedForGoodAndOthersGoOn() throws Exception {
    TestGateway.copyVersion(folder, 1);
    try (var serin = TestGateway.withWorkers(folder)) {
      var done = new AtomicBoolean();
      var calls = CompletableFuture.supplyAsync(() -> serin.callUntil(done));
      write(2, OnnxModels.endlessLoop(-1));
      Await.until(
          "its worker runs", () -> workers().stream().anyMatch(FirstContactScenarioTest::runs));
      kill("-SEGV");
      Await.until("it is rejected", () -> version(serin, 2).state() == Model.VersionState.REJECTED);
      done.set(true);

      assertThat(version(serin, 2).reason())
          .contains("tried in a process of its own: signal 11 (SIGSEGV) while warming up")
          .contains("are not tried again by themselves");
      assertThat(calls.join()).isPositive();
    }
    try (var serin = TestGateway.withWorkers(folder)) {
      assertThat(version(serin, 1).state()).isEqualTo(Model.VersionState.READY);
      Await.until("it is looked at", () -> version(serin, 2).state() != Model.VersionState.LOADING);
      assertThat(version(serin, 2).state()).isEqualTo(Model.VersionState.REJECTED);
      assertThat(version(serin, 2).reason()).contains("signal 11 (SIGSEGV)");
    }
  }

  @Test
  void start_versionThatTakesTooMuchMemory_isRejected() throws Exception {
    TestGateway.copyVersion(folder, 1);
    write(2, OnnxModels.constantOfShape(true, 1L << 14, 1L << 14));
    Files.writeString(folder.resolve("serin.yaml"), "models: {digits: {memory: 700MiB}}\n");

    try (var serin = TestGateway.withWorkers(folder)) {
      assertThat(version(serin, 1).state()).isEqualTo(Model.VersionState.READY);
      assertThat(version(serin, 2).state()).isEqualTo(Model.VersionState.REJECTED);
      assertThat(version(serin, 2).reason()).contains("took more than 0.7 GiB while ");
    }
  }

  @Test
  void kill_gatewayWhoseWorkerRuns_leavesNothing() throws Exception {
    TestGateway.copyVersion(folder, 1);
    Files.createDirectories(folder.resolve(".serin/tmp"));
    List<ProcessHandle> workers;
    try (var serin = LaunchedGateway.start(folder)) {
      write(2, OnnxModels.endlessLoop(-1));
      var gateway = ProcessHandle.of(serin.pid()).orElseThrow();
      Await.until(
          "its worker runs", () -> gateway.children().anyMatch(FirstContactScenarioTest::runs));
      workers = gateway.children().toList();
    }

    Await.until("the worker ends", () -> workers.stream().noneMatch(ProcessHandle::isAlive));
    delete(2);
    try (var serin = LaunchedGateway.start(folder);
        var files = Files.list(folder.resolve("state/tmp"))) {
      assertThat(version(serin.admin(), 1).state()).isEqualTo(Model.VersionState.READY);
      assertThat(files.filter(file -> file.getFileName().toString().startsWith("worker-")))
          .isEmpty();
    }
  }

  private void write(long version, byte[] model) throws IOException {
    var into = Files.createDirectories(folder.resolve("repository/digits/" + version));
    Files.write(into.resolve("model.onnx"), model);
  }

  private void delete(long version) throws IOException {
    var from = folder.resolve("repository/digits/" + version);
    Files.delete(from.resolve("model.onnx"));
    Files.delete(from);
  }

  private static Model.Version version(TestGateway serin, long number) {
    return version(serin.admin(), number);
  }

  private static Model.Version version(SerinAdmin admin, long number) {
    return admin.models().get(0).versions().stream()
        .filter(version -> version.number() == number)
        .findFirst()
        .orElseThrow();
  }

  /** The workers of this process. */
  private static List<ProcessHandle> workers() {
    return ProcessHandle.current().children().filter(ProcessHandle::isAlive).toList();
  }

  /** Whether a worker has loaded its files, and runs them. */
  private static boolean runs(ProcessHandle worker) {
    try (var threads = Files.list(Path.of("/proc/" + worker.pid() + "/task"))) {
      for (var thread : threads.toList()) {
        // The system keeps fifteen letters of a name.
        if (Files.readString(thread.resolve("comm")).startsWith("serin-worker-ru")) {
          return true;
        }
      }
      return false;
    } catch (IOException e) {
      return false;
    }
  }

  private static void kill(String signal) throws Exception {
    for (var worker : workers()) {
      var kill = new ProcessBuilder("kill", signal, Long.toString(worker.pid())).start();
      assertThat(kill.waitFor(10, TimeUnit.SECONDS)).isTrue();
    }
  }
}
