package dev.serin.cli.local;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.cli.Main;
import dev.serin.cli.Run;
import dev.serin.journal.StateFolder;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PipedInputStream;
import java.io.PipedOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.FutureTask;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeVerbTest {
  private static final Pattern READY =
      Pattern.compile("ready grpc=(\\S+) http=(\\S+) admin=(127\\.0\\.0\\.1:\\d+)");

  private static final String LISTENING =
      "listening grpc=\\S+ http=\\S+ admin=127\\.0\\.0\\.1:\\d+ but ";

  @TempDir
  private Path state;

  @Test
  void serve_sampleModels_answersUntilItIsInterrupted() throws Exception {
    try (var printed = new PipedInputStream();
        var out = new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8)) {
      var serving = new FutureTask<>(() -> serve(out));
      var thread = new Thread(serving);
      thread.start();
      var ports = ready(printed);

      var run = Run.of("predict", "digits", "--row", "0", "--server", ports.get(0), "-o", "json");
      var status = Run.of("status", "digits", "--admin", ports.get(1));
      thread.interrupt();

      assertThat(serving.get()).isZero();
      assertThat(run.out()).startsWith("{\"model\":\"digits\",\"version\":1,\"role\":\"stable\"");
      assertThat(status.out()).startsWith("digits is SERVING");
    }
  }

  @Test
  void serve_noModel_doesNotClaimToBeReady(@TempDir Path models) throws Exception {
    var detour = models.resolve("x").resolve("..");

    assertThat(started("--models", detour.toString()))
        .satisfiesExactly(
            line -> assertThat(line)
                .isEqualTo("no models in " + models + " (expected: " + models
                    + "/<model>/<version>/model.onnx)"),
            line -> assertThat(line).matches(LISTENING + "not ready: no models"));
  }

  @Test
  void serve_folderOfOneModel_asksForItsParent() throws Exception {
    assertThat(started("--models", "../models/repository/digits"))
        .contains("this looks like the folder of one model: give its parent");
  }

  @Test
  void serve_oneModelOfTwo_isReadyAndShowsTheOther(@TempDir Path models) throws Exception {
    var good = Files.createDirectories(models.resolve("good/1"));
    Files.copy(Path.of("../models/repository/digits/1/model.onnx"), good.resolve("model.onnx"));
    var bad = Files.createDirectories(models.resolve("bad/1"));
    Files.writeString(bad.resolve("model.onnx"), "garbage");

    assertThat(started("--models", models.toString()))
        .anyMatch(line -> line.matches("bad +1 +REJECTED.*"))
        .last()
        .asString()
        .startsWith("ready grpc=");
  }

  @Test
  void serve_json_saysWhatIsNotReadyAndWhy(@TempDir Path models) throws Exception {
    var version = Files.createDirectories(models.resolve("bad/1"));
    Files.writeString(version.resolve("model.onnx"), "garbage");

    assertThat(started("--models", models.toString(), "-o", "json").get(0))
        .startsWith("{\"grpc\":\"127.0.0.1:")
        .contains(
            "\"notReady\":[\"no model is ready\"],",
            "\"versions\":[{\"model\":\"bad\",\"version\":1,\"state\":\"REJECTED\",\"reason\":\"");
  }

  /** Serves on free ports, for whatever runs on the usual ones is no concern of a test. */
  private static Run serve(String option, String value) {
    return Run.of("serve", option, value, "--port", "0", "--http-port", "0", "--admin-port", "0");
  }

  @Test
  void serve_noSuchFolder_leavesNothingBesideIt(@TempDir Path folder) {
    var missing = folder.resolve("none");

    var run = serve("--models", missing.toString());

    assertThat(run)
        .isEqualTo(
            new Run(1, "", "serin: cannot start: models: " + missing + " (expected: a folder)\n"));
    assertThat(folder).isEmptyDirectory();
  }

  @Test
  void serve_mistakesInTheConfiguration_endWith1AndAllOfThem() throws IOException {
    var config = Files.writeString(state.resolve("serin.yaml"), "a: 1\nb: 2\n");

    var run = Run.of("serve", "--config", config.toString());

    assertThat(run.exitCode()).isEqualTo(1);
    assertThat(run.err()).startsWith("serin: cannot start: ").contains(":1:1: ", ":2:1: ");
  }

  @Test
  void serve_stateOfAnother_exits1() throws IOException {
    try (var held = StateFolder.open(state)) {
      var run = serve("--state", held.path().toString());

      assertThat(run.exitCode()).isEqualTo(1);
      assertThat(run.err()).contains("in use by another gateway, with pid ");
    }
  }

  @Test
  void serve_portOutOfRange_isWrongUsage() {
    assertThat(Run.of("serve", "--port", "65536"))
        .isEqualTo(new Run(64, "", "serin: --port: 65536 (expected: 0 to 65535)\n"));
  }

  @Test
  void serve_configurationThatIsNotThere_isWrongUsage() {
    assertThat(Run.of("serve", "--config", "none.yaml"))
        .isEqualTo(new Run(64, "", "serin: --config: none.yaml (expected: a file that exists)\n"));
  }

  @Test
  void serve_eventsInAFolderThatIsNotThere_isWrongUsage() {
    var file = state.resolve("none/events.csv");

    assertThat(Run.of("serve", "--events", file.toString()))
        .isEqualTo(new Run(
            64,
            "",
            "serin: --events: " + file
                + " (expected: a file in a folder that exists and is writable)\n"));
  }

  private int serve(PrintStream out, String... more) {
    var arguments = new ArrayList<>(List.of("serve", "--port", "0", "--http-port", "0"));
    arguments.addAll(List.of("--admin-port", "0", "--state", state.toString()));
    arguments.addAll(List.of(more));
    return Main.run(arguments.toArray(String[]::new), out, System.err, Map.of(), false);
  }

  /** Returns what a gateway prints until it has started, and stops it. */
  private List<String> started(String... more) throws Exception {
    try (var printed = new PipedInputStream();
        var out = new PrintStream(new PipedOutputStream(printed), true, StandardCharsets.UTF_8)) {
      var serving = new FutureTask<>(() -> {
        try (out) {
          return serve(out, more);
        }
      });
      var thread = new Thread(serving);
      thread.start();
      var reader = new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8));
      var lines = new ArrayList<String>();
      do {
        lines.add(String.valueOf(reader.readLine()));
      } while (!serving.isDone() && !lines.get(lines.size() - 1).contains("127.0.0.1:"));
      thread.interrupt();
      assertThat(serving.get()).isZero();
      return lines;
    }
  }

  /** Reads up to the line that says where the ports are; returns the data and the admin port. */
  private static List<String> ready(PipedInputStream printed) {
    return new BufferedReader(new InputStreamReader(printed, StandardCharsets.UTF_8))
        .lines()
        .map(READY::matcher)
        .filter(matcher -> matcher.matches())
        .map(matcher -> List.of(matcher.group(1), matcher.group(3)))
        .findFirst()
        .orElseThrow();
  }
}
