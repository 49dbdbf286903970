package dev.serin.serving;

import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** A model with the outputs {@code y} and {@code scores} that keeps which ones it was asked for. */
final class TwoOutputs implements Predictor {
  static final Signature SIGNATURE = new Signature(
      List.of(new TensorSpec("x", DataType.FP32, Shape.of(-1, 2))),
      List.of(
          new TensorSpec("y", DataType.FP32, Shape.of(-1, 2)),
          new TensorSpec("scores", DataType.FP32, Shape.of(-1, 2))));

  final List<List<String>> requests = new ArrayList<>();

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
    requests.add(requested);
    var outputs = new TreeMap<String, Tensor>();
    for (var output : SIGNATURE.outputs()) {
      if (requested.isEmpty() || requested.contains(output.name())) {
        outputs.put(output.name(), Tensor.ofFloats(Shape.of(1, 2), 0, 1));
      }
    }
    return outputs;
  }

  @Override
  public void close() {}
}
