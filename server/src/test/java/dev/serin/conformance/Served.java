package dev.serin.conformance;

import dev.serin.model.PredictionException;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.onnx.OnnxLoader;
import dev.serin.repository.Admitted;
import dev.serin.repository.GivenInputs;
import dev.serin.repository.LoadRecord;
import dev.serin.repository.Repository;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** Models in a Serin repository, each as its version 1, loaded as at the start of a gateway. */
final class Served implements Way, AutoCloseable {
  private final VersionPool pool = new VersionPool();
  private final Repository repository;

  private Served(Path models, Path copies) {
    var memory = new Repository.Memory(
        Admitted.inMemory(),
        LoadRecord.nothing(),
        copies,
        /* needed= */ id -> false,
        /* unloaded= */ model -> false);
    repository =
        new Repository(models, new OnnxLoader(), pool, memory, GivenInputs.NONE, System::nanoTime);
  }

  /** Copies models into a folder and loads them from there. */
  static Served load(List<TestModel> models, Path folder) throws IOException {
    var root = Files.createDirectories(folder.resolve("repository"));
    for (var model : models) {
      var version = Files.createDirectories(root.resolve(model.name()).resolve("1"));
      Files.copy(model.file(), version.resolve("model.onnx"));
    }
    var served = new Served(root, folder.resolve("copies"));
    served.repository.scan();
    return served;
  }

  @Override
  public VersionStatus status(TestModel model) {
    return pool.status(new VersionId(model.name(), 1)).orElseThrow();
  }

  @Override
  public Map<String, Tensor> predict(TestModel model, List<Tensor> inputs)
      throws PredictionException {
    try (var lease = status(model).loaded().orElseThrow().lease().orElseThrow()) {
      var version = lease.version();
      var named = named(model, inputs);
      version.signature().check(named, List.of());
      return version.predictor().predict(named, List.of());
    }
  }

  @Override
  public void close() {
    repository.close();
  }
}
