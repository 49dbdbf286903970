package dev.serin.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.onnx.OnnxNatives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Verbs, each in a process of its own, with a temporary folder that cannot be written. */
class TemporaryFilesTest {
  private static final Path NATIVES = Path.of("target", "natives").toAbsolutePath();

  @TempDir
  private Path folder;

  private Path nowhere;

  @BeforeEach
  void noTemporaryFolder() throws IOException {
    OnnxNatives.unpack(NATIVES);
    nowhere = Files.writeString(folder.resolve("file"), "").resolve("none");
  }

  @Test
  void serve_namesTheFolder() throws Exception {
    var state = folder.resolve("state");
    var process = start(
        "serve", "--state", state + "", "--port", "0", "--http-port", "0", "--admin-port", "0");

    assertThat(output(process)).isEmpty();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(errors())
        .contains("cannot start: temporary folder: " + nowhere + " is not writable");
  }

  @Test
  void doctor_namesTheFolderAndBlamesNothingElse() throws Exception {
    var process = start("doctor", "--port", "0", "--http-port", "0", "--admin-port", "0");

    assertThat(output(process))
        .containsPattern("temporary files +fail +temporary folder: ")
        .contains("TMPDIR=DIR ./serin doctor")
        .containsPattern("ONNX Runtime +warn +not tried")
        .doesNotContain("ExceptionInInitializerError");
    assertThat(process.waitFor()).isEqualTo(1);
  }

  @Test
  void lint_namesTheFolder() throws Exception {
    var process = start("lint", "../models/serin.yaml");

    assertThat(output(process)).isEmpty();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(errors())
        .contains("serin: temporary folder: " + nowhere
            + " is not writable (expected: a writable folder; set TMPDIR to another one): ");
  }

  @Test
  void demo_namesTheFolder() throws Exception {
    var process = start("demo");

    assertThat(output(process)).isEmpty();
    assertThat(process.waitFor()).isEqualTo(1);
    assertThat(errors()).contains("serin: temporary folder: " + nowhere + " is not writable");
  }

  private Process start(String... arguments) throws IOException {
    var command = new ArrayList<>(List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-Djava.io.tmpdir=" + nowhere,
        "-Dserin.home=" + Path.of("..").toAbsolutePath().normalize(),
        "-Donnxruntime.native.path=" + NATIVES,
        Main.class.getName()));
    command.addAll(List.of(arguments));
    var builder =
        new ProcessBuilder(command).redirectError(folder.resolve("errors").toFile());
    // Not on the command line, which is long enough without it.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    return builder.start();
  }

  private static String output(Process process) {
    return process.inputReader().lines().collect(Collectors.joining("\n"));
  }

  private String errors() throws IOException {
    return Files.readString(folder.resolve("errors"));
  }
}
