package dev.serin.cli.local;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import dev.serin.cli.console.VerbException;
import dev.serin.model.VersionPool;
import dev.serin.onnx.OnnxLoader;
import dev.serin.onnx.OnnxNatives;
import dev.serin.repository.GivenInputs;
import dev.serin.repository.Repository;
import dev.serin.triton.TritonSettings;
import java.nio.file.Path;
import java.util.function.Function;
import org.slf4j.LoggerFactory;

/** What a gateway would load from a folder of models. */
public final class LoadedModels {
  private LoadedModels() {}

  /**
   * Loads all versions, and unloads them when the task returns. Nothing is logged: failures are in
   * the states of the versions.
   *
   * <p>Throws {@link IllegalArgumentException} if there is no such folder, and a
   * {@link VerbException} if there is no temporary folder to load from.
   */
  public static <T> T with(Path folder, Function<VersionPool, T> task) {
    OnnxNatives.temporaryFolderProblem().ifPresent(problem -> {
      throw VerbException.refused(problem);
    });
    var root = (Logger) LoggerFactory.getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);
    var level = root.getLevel();
    var pool = new VersionPool();
    root.setLevel(Level.OFF);
    var beside =
        new Repository.Beside(new TritonSettings(), GivenInputs.NONE, (model, settings) -> {});
    try (var repository =
        new Repository(folder, new OnnxLoader(), pool, beside, System::nanoTime)) {
      repository.scan();
      return task.apply(pool);
    } finally {
      root.setLevel(level);
    }
  }
}
