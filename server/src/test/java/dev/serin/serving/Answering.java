package dev.serin.serving;

import dev.serin.model.FakePredictor;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.function.Function;

/** A model of rows of two numbers whose answers the test chooses. */
final class Answering implements Predictor {
  private final Function<Map<String, Tensor>, Map<String, Tensor>> function;
  int closes;

  Answering(Function<Map<String, Tensor>, Map<String, Tensor>> function) {
    this.function = function;
  }

  /** A version of the model {@code m} with these answers. */
  static LoadedVersion version(
      long version, Function<Map<String, Tensor>, Map<String, Tensor>> function) {
    return new LoadedVersion(new VersionId("m", version), "a", new Answering(function));
  }

  /** A version that always gives this output {@code y}. */
  static LoadedVersion version(long version, Tensor output) {
    return version(version, inputs -> Map.of("y", output));
  }

  /** A version whose runs fail. */
  static LoadedVersion failing(long version) {
    return version(version, inputs -> {
      throw new IllegalStateException("it fails");
    });
  }

  @Override
  public Signature signature() {
    return FakePredictor.SIGNATURE;
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
    return function.apply(inputs);
  }

  @Override
  public void close() {
    closes++;
  }
}
