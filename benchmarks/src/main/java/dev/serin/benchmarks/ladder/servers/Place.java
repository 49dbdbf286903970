package dev.serin.benchmarks.ladder.servers;

import dev.serin.benchmarks.ladder.models.ModelFiles;
import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Where the ladder keeps its files.
 *
 * @param folder its own folder, with those of the servers
 * @param peers the folder of the peers' programs
 */
public record Place(Path folder, Path peers) {
  private static final List<String> FLAGS = List.of(
      "-XX:+UseParallelGC",
      "-Xms96m",
      "-XX:NewSize=64m",
      "-XX:MaxNewSize=64m",
      "-XX:SurvivorRatio=8",
      "-XX:-UseAdaptiveSizePolicy",
      "-XX:MaxRAMPercentage=25",
      "-XX:-UsePerfData",
      "-Djava.awt.headless=true",
      "-Dio.grpc.netty.shaded.io.netty.leakDetection.level=disabled");

  /** As the launcher sets them: telemetry off, and memory of unloaded models given back. */
  private static final Map<String, String> ENVIRONMENT = Map.of(
      "ORT_DISABLE_TELEMETRY", "1",
      "MALLOC_TRIM_THRESHOLD_", "131072",
      "MALLOC_MMAP_THRESHOLD_", "131072");

  private static final int NATIVE_ACCESS = 24;

  /** Returns the files of the models. */
  public ModelFiles models() {
    return new ModelFiles(folder.resolve("models"));
  }

  /** Returns the options that all our servers' JVMs are started with. */
  public static List<String> flags() {
    var flags = new ArrayList<>(FLAGS);
    if (Runtime.version().feature() >= NATIVE_ACCESS) {
      flags.add("--enable-native-access=ALL-UNNAMED");
    }
    return flags;
  }

  /** Returns a new, empty folder for a server. */
  public Path fresh(String name) throws IOException {
    var fresh = folder.resolve("servers").resolve(name.replace('/', '-'));
    if (Files.exists(fresh)) {
      try (var files = Files.walk(fresh)) {
        for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
          Files.delete(file);
        }
      }
    }
    return Files.createDirectories(fresh);
  }

  /** Runs one of the ladder's own servers. */
  Command own(Path in, String... arguments) {
    return java(in, System.getProperty("java.class.path"), arguments);
  }

  /**
   * Runs the gateway, without the classes of the benchmarks, which bring settings of the log.
   *
   * @param in the server's folder; its configuration and its state are kept there
   * @param config the text of the configuration
   * @param models the folder of the models
   * @param options more options of {@code serve}
   */
  public Command gateway(Path in, String config, Path models, List<String> options)
      throws IOException {
    var arguments = new ArrayList<>(List.of(
        "dev.serin.cli.Main",
        "serve",
        "--config",
        Files.writeString(in.resolve("serin.yaml"), config).toString(),
        "--models",
        models.toString(),
        "--state",
        in.resolve("state").toString(),
        "--port",
        "0",
        "--http-port",
        "0",
        "--admin-port",
        "0"));
    arguments.addAll(options);
    var path = Arrays.stream(System.getProperty("java.class.path").split(File.pathSeparator, -1))
        .filter(entry ->
            !entry.contains("benchmarks" + File.separator + "target" + File.separator + "classes"))
        .filter(entry -> !entry.contains("serin-benchmarks"))
        .filter(entry -> !entry.contains("test-classes"))
        .collect(Collectors.joining(File.pathSeparator));
    return java(in, path, arguments.toArray(String[]::new));
  }

  private static Command java(Path in, String classPath, String... arguments) {
    var words = new ArrayList<String>();
    words.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    words.addAll(flags());
    words.add("-Djava.io.tmpdir=" + in);
    words.addAll(List.of(arguments));
    // The class path is long, and ONNX Runtime crashed on long command lines.
    var environment = new java.util.HashMap<>(ENVIRONMENT);
    environment.put("CLASSPATH", classPath);
    return new Command(words, environment, in);
  }
}
