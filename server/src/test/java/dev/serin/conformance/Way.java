package dev.serin.conformance;

import dev.serin.model.PredictionException;
import dev.serin.model.VersionStatus;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** A way to call the models of the test data. */
interface Way {
  /** Whether a model is READY, and why not. */
  VersionStatus status(TestModel model);

  /**
   * Calls a model and returns its outputs by name.
   *
   * @param inputs a tensor for each input that may not be left out, in their order
   */
  Map<String, Tensor> predict(TestModel model, List<Tensor> inputs) throws PredictionException;

  /** Returns inputs by the names that the model gives them. */
  default Map<String, Tensor> named(TestModel model, List<Tensor> inputs) {
    var names = status(model).loaded().orElseThrow().signature().inputs().stream()
        .filter(spec -> !spec.optional())
        .map(TensorSpec::name)
        .toList();
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
}
