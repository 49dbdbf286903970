package dev.serin.rpc.oip;

import dev.serin.model.Signature;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** Why a request does not fit a signature, in Triton's words. */
final class Misfit {
  private final String model;
  private final Signature signature;

  Misfit(String model, Signature signature) {
    this.model = model;
    this.signature = signature;
  }

  /** Returns the first reason; empty if it is one that Triton does not know. */
  Optional<String> of(Map<String, Tensor> inputs, Collection<String> outputs) {
    return unexpected(inputs.keySet(), "inference input", names(signature.inputs()))
        .or(() -> missing(inputs))
        .or(() -> signature.inputs().stream()
            .flatMap(
                spec -> Optional.ofNullable(inputs.get(spec.name()))
                    .flatMap(tensor -> unfit(spec, tensor))
                    .stream())
            .findFirst())
        .or(() -> unexpected(outputs, "inference output", names(signature.outputs())));
  }

  private static List<String> names(Collection<TensorSpec> specs) {
    return specs.stream().map(TensorSpec::name).toList();
  }

  private Optional<String> unexpected(
      Collection<String> names, String what, Collection<String> known) {
    return names.stream()
        .filter(name -> !known.contains(name))
        .findFirst()
        .map(name -> "unexpected " + what + " '" + name + "' for model '" + model + "'");
  }

  private Optional<String> missing(Map<String, Tensor> inputs) {
    var needed =
        names(signature.inputs().stream().filter(spec -> !spec.optional()).toList());
    var missing = needed.stream().filter(name -> !inputs.containsKey(name)).toList();
    return missing.isEmpty()
        ? Optional.empty()
        : Optional.of("expected " + needed.size() + " inputs but got " + inputs.size()
            + " inputs for model '" + model + "'. Got input(s) " + list(inputs.keySet())
            + ", but missing required input(s) " + list(missing)
            + ". Please provide all required input(s).");
  }

  private static String list(Collection<String> names) {
    return names.stream().map(name -> "'" + name + "'").toList().toString();
  }

  private Optional<String> unfit(TensorSpec spec, Tensor tensor) {
    if (tensor.type() != spec.type()) {
      return Optional.of("inference input '" + spec.name() + "' data-type is '"
          + Datatypes.name(tensor.type()) + "', but model '" + model + "' expects '"
          + Datatypes.name(spec.type()) + "'");
    }
    return spec.shape().admits(tensor.shape())
        ? Optional.empty()
        : Optional.of("unexpected shape for input '" + spec.name() + "' for model '" + model
            + "'. Expected " + spec.shape() + ", got " + tensor.shape());
  }
}
