package dev.serin.serving;

import dev.serin.gate.Call.Result;
import dev.serin.tensor.NonFinite;
import dev.serin.tensor.Tensor;
import java.util.Map;

/** What the gates hear of the outputs of a run. */
final class Fitness {
  private Fitness() {}

  /**
   * Returns OK if all outputs are finite; BAD if one is not; EXCLUDED if an input was not either.
   */
  static Result of(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
    if (finite(outputs)) {
      return Result.OK;
    }
    return finite(inputs) ? Result.BAD : Result.EXCLUDED;
  }

  private static boolean finite(Map<String, Tensor> tensors) {
    return tensors.values().stream().allMatch(tensor -> NonFinite.in(tensor).isEmpty());
  }
}
