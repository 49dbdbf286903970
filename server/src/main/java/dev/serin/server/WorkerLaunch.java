package dev.serin.server;

import dev.serin.worker.Launch;
import java.io.File;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts a worker with this process's Java, classes and native libraries.
 *
 * @param runTimeout the limit of a run
 */
record WorkerLaunch(Duration runTimeout) implements Launch {
  /** The options by which this process found its archive of classes. */
  private static final List<String> ARCHIVES =
      List.of("-XX:SharedArchiveFile=", "-XX:AOTCache=", "-Xshare:");

  /** What a worker needs of the gateway's environment. */
  private static final List<String> ENVIRONMENT = List.of(
      "LANG",
      "LC_ALL",
      "ORT_DISABLE_TELEMETRY",
      "MALLOC_MMAP_THRESHOLD_",
      "MALLOC_TRIM_THRESHOLD_");

  @Override
  public Process start(Path folder, Path socket, int connections) throws IOException {
    var builder = new ProcessBuilder(command(folder, socket, connections))
        .directory(folder.toFile())
        .redirectErrorStream(true);
    var environment = builder.environment();
    var kept = new ArrayList<Map.Entry<String, String>>();
    for (var name : ENVIRONMENT) {
      if (environment.containsKey(name)) {
        kept.add(Map.entry(name, environment.get(name)));
      }
    }
    environment.clear();
    kept.forEach(each -> environment.put(each.getKey(), each.getValue()));
    // Not on the command line, which is long enough.
    environment.put("CLASSPATH", classPath(System.getProperty("java.class.path")));
    return builder.start();
  }

  private List<String> command(Path folder, Path socket, int connections) {
    var command = new ArrayList<>(Confinement.prefix());
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(
        "-Xlog:disable",
        "-XX:+UseSerialGC",
        "-XX:-UsePerfData",
        "-XX:-CreateCoredumpOnCrash",
        "-XX:+ExitOnOutOfMemoryError",
        "-Xmx" + (Runtime.getRuntime().maxMemory() >> 20) + "m",
        "-Djava.io.tmpdir=" + folder,
        "-XX:ErrorFile=" + folder.resolve("crash")));
    ManagementFactory.getRuntimeMXBean().getInputArguments().stream()
        .filter(option -> ARCHIVES.stream().anyMatch(option::startsWith))
        .forEach(command::add);
    var natives = System.getProperty("onnxruntime.native.path");
    if (natives != null) {
      command.add("-Donnxruntime.native.path=" + natives);
    }
    command.addAll(List.of(
        WorkerMain.class.getName(),
        socket.toString(),
        Integer.toString(connections),
        "1",
        runTimeout.toString()));
    return command;
  }

  /** Returns a class path that is the same in every working folder. */
  static String classPath(String own) {
    return Stream.of(own.split(File.pathSeparator, -1))
        .map(entry -> Path.of(entry).toAbsolutePath().toString())
        .collect(Collectors.joining(File.pathSeparator));
  }
}
