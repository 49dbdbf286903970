package dev.serin.worker;

import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.BiFunction;
import java.util.function.ToIntFunction;

/** Loads each version in a process of its own. Thread-safe. */
public final class WorkerLoader implements ModelLoader {
  private final ModelLoader scanner;
  private final Launch launch;
  private final Path folder;
  private final BiFunction<String, Long, Limits> limits;
  private final int connections;
  private final ToIntFunction<String> threads;

  /**
   * Returns a loader.
   *
   * @param scanner reads what files a model needs, which is done in this process
   * @param folder for the workers' own folders
   * @param limits those of a model, by its name, with files of so many bytes
   * @param connections how many runs of a version may go on at a time
   * @param threads how many threads an operator of a model may use, by the model's name
   */
  public WorkerLoader(
      ModelLoader scanner,
      Launch launch,
      Path folder,
      BiFunction<String, Long, Limits> limits,
      int connections,
      ToIntFunction<String> threads) {
    this.scanner = scanner;
    this.launch = launch;
    this.folder = folder;
    this.limits = limits;
    this.connections = connections;
    this.threads = threads;
  }

  @Override
  public SortedMap<String, Long> dataFiles(Path model) throws ModelLoadException, IOException {
    return scanner.dataFiles(model);
  }

  @Override
  public Predictor load(VersionId id, Path model) throws ModelLoadException, IOException {
    var allowed = limits.apply(id.model(), size(model));
    WorkerProcess process;
    try {
      process = WorkerProcess.start(
          (own, socket) -> launch.start(own, socket, connections, threads.applyAsInt(id.model())),
          folder,
          allowed,
          connections);
    } catch (IOException e) {
      throw new ModelLoadException(
          "no process could be started for it: " + e.getMessage() + " (expected: one, or"
              + " `./serin models retry` once there can be)",
          e);
    }
    try {
      return new WorkerPredictor(process, describe(process, id, model), allowed.run());
    } catch (ModelLoadException | RuntimeException e) {
      process.close();
      throw e;
    } catch (InterruptedException e) {
      process.close();
      Thread.currentThread().interrupt();
      throw new ModelLoadException("interrupted while loading", e);
    }
  }

  private static long size(Path model) throws IOException {
    var folder = Objects.requireNonNull(model.toAbsolutePath().getParent(), "its folder");
    try (var files = Files.walk(folder)) {
      long bytes = 0;
      for (var file : files.filter(Files::isRegularFile).toList()) {
        bytes += Files.size(file);
      }
      return bytes;
    } catch (UncheckedIOException e) {
      throw e.getCause();
    }
  }

  private static Description describe(WorkerProcess process, VersionId id, Path model)
      throws ModelLoadException, InterruptedException {
    process.watch().does("while loading");
    var connection = process.take();
    try {
      connection.send(connection
          .message(0)
          .text(id.model())
          .number(id.version())
          .text(model.toAbsolutePath().toString()));
      var reply = connection.receive(connection.await());
      var refused = reply.text();
      if (!refused.isEmpty()) {
        throw new ModelLoadException(refused, null);
      }
      process.watch().does("while warming up");
      return Description.read(reply);
    } catch (IOException e) {
      var ended = process.failed(e);
      throw new ModelLoadException(String.valueOf(ended.getMessage()), ended);
    } finally {
      process.give(connection);
    }
  }
}
