package dev.serin.serving;

import dev.serin.gate.Call.Result;
import dev.serin.tensor.NonFinite;
import dev.serin.tensor.Tensor;
import java.util.Map;
import java.util.Optional;

/** Decides whether the outputs of a run are fit to answer with. */
final class Fitness {
  private Fitness() {}

  /**
   * Returns OK if all outputs are fit to answer with, which minus infinity is; NOT_FINITE if one is
   * not; EXCLUDED if an input is not finite either.
   */
  static Result of(Map<String, Tensor> inputs, Map<String, Tensor> outputs) {
    for (var output : outputs.values()) {
      if (NonFinite.in(output).isPresent()) {
        return finite(inputs) ? Result.NOT_FINITE : Result.EXCLUDED;
      }
    }
    return Result.OK;
  }

  /**
   * Returns the first number in a version's outputs that is unfit where stable's for the same call
   * is fit; empty if an input is not finite or stable failed.
   */
  static Optional<String> worse(
      Map<String, Tensor> inputs, Map<String, Tensor> stable, Map<String, Tensor> outputs) {
    if (!finite(inputs)) {
      return Optional.empty();
    }
    return outputs.entrySet().stream()
        .flatMap(output -> worse(output.getKey(), output.getValue(), stable).stream())
        .findFirst();
  }

  private static Optional<String> worse(String name, Tensor output, Map<String, Tensor> stable) {
    var other = stable.get(name);
    return other == null
        ? Optional.empty()
        : NonFinite.in(output, other)
            .map(value -> "output " + name + ": " + value + " (expected: a finite number)");
  }

  private static boolean finite(Map<String, Tensor> inputs) {
    return inputs.values().stream().allMatch(NonFinite::none);
  }
}
