package dev.serin.server;

import dev.serin.client.ClientOptions;
import dev.serin.client.SerinAdmin;
import dev.serin.client.SerinClient;
import dev.serin.onnx.OnnxNatives;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;

/** A gateway in a process of its own, with the JVM options and the environment of the launcher. */
final class LaunchedGateway implements AutoCloseable {
  private static final Path LAUNCHER = Path.of("..", "serin");
  private static final Pattern OPTIONS = Pattern.compile("serve \\| demo\\) speed='([^']*)'");
  private static final Pattern MEMORY =
      Pattern.compile("export (MALLOC_[A-Z_]+)=\"\\$\\{[A-Z_]+:-([0-9]+)\\}\"");
  private static final Pattern READY = Pattern.compile("ready grpc=(\\S+) http=\\S+ admin=(\\S+)");
  private static final Path NATIVES = Path.of("target", "natives").toAbsolutePath();

  /** A busy machine may take seconds for the first call, which connects. */
  private static final Duration DEADLINE = Duration.ofSeconds(30);

  private final Process process;
  private final SerinClient client;
  private final SerinAdmin admin;

  private LaunchedGateway(Process process, String grpc, String admin) {
    var options = ClientOptions.defaults().withDeadline(DEADLINE);
    this.process = process;
    this.client = SerinClient.connect(grpc, options);
    this.admin = SerinAdmin.connect(admin, options);
  }

  /** Starts a gateway over a folder's {@code repository}. */
  static LaunchedGateway start(Path folder) throws IOException {
    OnnxNatives.unpack(NATIVES);
    var launcher = Files.readString(LAUNCHER);
    var builder = new ProcessBuilder(command(folder, options(launcher)))
        .redirectError(folder.resolve("errors").toFile());
    MEMORY
        .matcher(launcher)
        .results()
        .forEach(each -> builder.environment().put(each.group(1), each.group(2)));
    // Not on the command line, which is long enough.
    builder.environment().put("CLASSPATH", System.getProperty("java.class.path"));
    builder.environment().put("ORT_DISABLE_TELEMETRY", "1");
    var process = builder.start();
    var printed = process.inputReader().lines().iterator();
    while (printed.hasNext()) {
      var ready = READY.matcher(printed.next());
      if (ready.matches()) {
        return new LaunchedGateway(process, ready.group(1), ready.group(2));
      }
    }
    throw new IllegalStateException(Files.readString(folder.resolve("errors")));
  }

  private static List<String> options(String launcher) {
    var options = OPTIONS.matcher(launcher);
    if (!options.find()) {
      throw new IllegalStateException(LAUNCHER + ": no JVM options of serve");
    }
    return List.of(options.group(1).split(" "));
  }

  private static List<String> command(Path folder, List<String> options) {
    var command = new ArrayList<String>();
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(options);
    command.addAll(List.of(
        "-Djava.io.tmpdir=" + folder,
        "-Donnxruntime.native.path=" + NATIVES,
        "dev.serin.cli.Main",
        "serve",
        "--models=" + folder.resolve("repository"),
        "--state=" + folder.resolve("state"),
        "--port=0",
        "--http-port=0",
        "--admin-port=0"));
    return command;
  }

  long pid() {
    return process.pid();
  }

  SerinClient client() {
    return client;
  }

  SerinAdmin admin() {
    return admin;
  }

  @Override
  public void close() {
    client.close();
    admin.close();
    process.destroyForcibly().onExit().join();
  }
}
