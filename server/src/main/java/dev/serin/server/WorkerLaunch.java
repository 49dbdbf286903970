package dev.serin.server;

import dev.serin.worker.Launch;
import java.io.File;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Starts a worker with this process's Java, classes and native libraries.
 *
 * @param runTimeout the limit of a run
 * @param lowPriority whether it must not disturb others: no caller waits for it
 */
record WorkerLaunch(Duration runTimeout, boolean lowPriority) implements Launch {
  /**
   * Starts all workers, and never ends: the system ends a worker with the thread that started it,
   * not with that one's process.
   */
  private static final ExecutorService STARTER = Executors.newSingleThreadExecutor(task -> {
    var thread = new Thread(task, "serin-worker-start");
    thread.setDaemon(true);
    return thread;
  });

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
  public Process start(Path folder, Path socket, int connections, int threads) throws IOException {
    var builder = new ProcessBuilder(command(folder, socket, connections, threads))
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
    return start(builder);
  }

  private static Process start(ProcessBuilder builder) throws IOException {
    try {
      return STARTER.submit(builder::start).get();
    } catch (ExecutionException e) {
      throw e.getCause() instanceof IOException refused ? refused : new IOException(e.getCause());
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted while starting");
    }
  }

  private List<String> command(Path folder, Path socket, int connections, int threads) {
    var command = new ArrayList<>(Confinement.prefix(lowPriority));
    command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
    command.addAll(List.of(
        "-Xlog:disable",
        "-XX:+UseSerialGC",
        // What runs here is mostly native: the other compiler would take time for little.
        "-XX:TieredStopAtLevel=1",
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
        Integer.toString(threads),
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
