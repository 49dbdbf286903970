package dev.serin.repository;

import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * Loads files that hold a word: {@code bad}, {@code broken}, {@code huge} fail, {@code liar} does
 * not give what it declares, others work.
 */
final class FakeLoader implements ModelLoader {
  final List<String> loads = new ArrayList<>();
  int closed;

  @Override
  public Predictor load(VersionId id, byte[] model) throws ModelLoadException {
    var word = new String(model, StandardCharsets.UTF_8);
    loads.add(id + " " + word);
    switch (word) {
      case "bad" -> throw new ModelLoadException("not a model", null);
      case "broken" -> throw new IllegalStateException("a defect");
      case "huge" -> throw new OutOfMemoryError("made up");
      default -> {
        return new FakePredictor(word.equals("liar") ? "z" : "y");
      }
    }
  }

  private final class FakePredictor implements Predictor {
    private final String given;

    FakePredictor(String given) {
      this.given = given;
    }

    @Override
    public Signature signature() {
      var spec = new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY));
      return new Signature(
          List.of(spec), List.of(new TensorSpec("y", DataType.FP32, spec.shape())));
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
      return Map.of(given, Tensor.ofFloats(Shape.of(1), 1));
    }

    @Override
    public void close() {
      closed++;
    }
  }
}
