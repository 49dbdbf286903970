package dev.serin.server;

import dev.serin.client.ClientOptions;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinClient;
import dev.serin.client.SplitChange;
import dev.serin.client.SplitRevision;
import dev.serin.onnx.OnnxNatives;
import java.io.IOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

/** A gateway in a process of its own, with clients connected to it. Thread-safe. */
final class ChildGateway implements AutoCloseable {
  private static final Pattern READY = Pattern.compile("ready grpc=([0-9]+) admin=([0-9]+)");

  /** Unpacked once: a killed process could not clean up after itself. */
  private static final Path NATIVES = Path.of("target", "natives").toAbsolutePath();

  /** How long a call may take, which also bounds how long one is repeated after a kill. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Process process;
  private final SerinClient client;
  private final SerinAdmin admin;

  private ChildGateway(Process process, String grpcPort, String adminPort) {
    var options = ClientOptions.defaults().withDeadline(DEADLINE);
    this.process = process;
    this.client = SerinClient.connect("127.0.0.1:" + grpcPort, options);
    this.admin = SerinAdmin.connect("127.0.0.1:" + adminPort, options);
  }

  /** Creates a folder with these versions of the digits model and this configuration. */
  static void prepare(Path folder, String config, long... versions) throws IOException {
    for (long version : versions) {
      TestGateway.copyVersion(folder, version);
    }
    Files.createDirectories(folder.resolve("temporary"));
    Files.writeString(folder.resolve("serin.yaml"), config);
  }

  /** Starts a gateway over a folder, with a program in front of it that becomes the gateway. */
  static ChildGateway start(Path folder, String... prefix) throws IOException {
    OnnxNatives.unpack(NATIVES);
    var command = new ArrayList<>(List.of(prefix));
    command.addAll(java(folder));
    var log = folder.resolve("child.log");
    var builder = new ProcessBuilder(command).redirectError(Redirect.appendTo(log.toFile()));
    // Not on the command line, which is long enough.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    var process = builder.start();
    var line = process.inputReader().readLine();
    var ready = READY.matcher(String.valueOf(line));
    if (!ready.matches()) {
      process.destroyForcibly().onExit().join();
      throw new IllegalStateException("child: " + line + "\n" + Files.readString(log));
    }
    return new ChildGateway(process, ready.group(1), ready.group(2));
  }

  private static List<String> java(Path folder) {
    return List.of(
        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
        "-Xmx256m",
        "-XX:+UseSerialGC",
        "-XX:TieredStopAtLevel=1",
        "-XX:-UsePerfData",
        "-Djava.io.tmpdir=" + folder.resolve("temporary"),
        "-Donnxruntime.native.path=" + NATIVES,
        "-Dio.grpc.netty.shaded.io.netty.transport.noNative=true",
        KilledGateway.class.getName(),
        folder.toString());
  }

  SerinClient client() {
    return client;
  }

  SerinAdmin admin() {
    return admin;
  }

  /** Gives version 2 of digits a share, and version 1 the rest. */
  SplitRevision split(String stable, String canary, String reason) {
    return admin.setSplit(SplitChange.of("digits", Map.of(1L, stable, 2L, canary))
        .author("tester")
        .reason(reason)
        .build());
  }

  /** Kills the process, and waits for its end. */
  void kill() {
    process.destroyForcibly().onExit().join();
  }

  @Override
  public void close() {
    kill();
    client.close();
    admin.close();
  }
}
