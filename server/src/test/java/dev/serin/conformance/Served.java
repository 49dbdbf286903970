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
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Models in a Serin repository, each as its version 1, loaded as at the start of a gateway. */
final class Served implements AutoCloseable {
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
    var root = Files.createDirectories(folder.resolve("models"));
    for (var model : models) {
      var version = Files.createDirectories(root.resolve(model.name()).resolve("1"));
      Files.copy(model.file(), version.resolve("model.onnx"));
    }
    var served = new Served(root, folder.resolve("copies"));
    served.repository.scan();
    return served;
  }

  /** Whether a model is READY, and why not. */
  VersionStatus status(TestModel model) {
    return pool.status(new VersionId(model.name(), 1)).orElseThrow();
  }

  /**
   * Calls a model and returns its outputs by name.
   *
   * @param inputs a tensor for each input that may not be left out, in their order
   */
  Map<String, Tensor> predict(TestModel model, List<Tensor> inputs) throws PredictionException {
    try (var lease = status(model).loaded().orElseThrow().lease().orElseThrow()) {
      var version = lease.version();
      var named = named(
          version.signature().inputs().stream()
              .filter(spec -> !spec.optional())
              .map(TensorSpec::name)
              .toList(),
          inputs);
      version.signature().check(named, List.of());
      return version.predictor().predict(named, List.of());
    }
  }

  private static Map<String, Tensor> named(List<String> names, List<Tensor> inputs) {
    if (names.size() != inputs.size()) {
      throw new InvalidTensorException(
          "inputs: " + names + " (expected: " + inputs.size() + ", as the test data has)");
    }
    var named = new LinkedHashMap<String, Tensor>();
    for (int i = 0; i < names.size(); i++) {
      named.put(names.get(i), inputs.get(i));
    }
    return named;
  }

  @Override
  public void close() {
    repository.close();
  }
}
