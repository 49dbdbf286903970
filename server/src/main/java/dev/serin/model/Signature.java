package dev.serin.model;

import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** The inputs and outputs of a version, in the model's own order. */
public final class Signature {
  private final List<TensorSpec> inputs;
  private final List<TensorSpec> outputs;

  private final EmptyInputs empty;

  private final Map<String, List<String>> classes;

  /** The names of dimensions whose sizes must agree, each with its places. */
  private final Map<String, List<Place>> tied;

  private record Place(String input, int dimension) {
    @Override
    public String toString() {
      return "dimension " + dimension + " of " + input;
    }
  }

  /** Returns the signature of a model that accepts tensors without elements. */
  public Signature(List<TensorSpec> inputs, List<TensorSpec> outputs) {
    this(inputs, outputs, EmptyInputs.ALLOWED, Map.of());
  }

  /**
   * Returns a signature.
   *
   * @param empty the operators that no empty input may reach, unless the model fixes a size of 0
   * @param classes the class names by output, where the model has them: of the columns of scores,
   *     in their order, or of the class given per row
   */
  public Signature(
      List<TensorSpec> inputs,
      List<TensorSpec> outputs,
      EmptyInputs empty,
      Map<String, List<String>> classes) {
    this.classes = Map.copyOf(classes);
    this.empty = empty;
    this.inputs = List.copyOf(inputs);
    this.outputs = List.copyOf(outputs);
    this.tied = tied(inputs);
  }

  public List<TensorSpec> inputs() {
    return inputs;
  }

  public List<TensorSpec> outputs() {
    return outputs;
  }

  /** The operators that no empty input may reach. */
  public EmptyInputs empty() {
    return empty;
  }

  /** The class names of an output; empty where the model has none. */
  public List<String> classes(String output) {
    return classes.getOrDefault(output, List.of());
  }

  /** Returns this signature with these class names by output, in place of its own. */
  public Signature withClasses(Map<String, List<String>> names) {
    return new Signature(inputs, outputs, empty, names);
  }

  private static Map<String, List<Place>> tied(Collection<TensorSpec> inputs) {
    var places = new LinkedHashMap<String, List<Place>>();
    for (var input : inputs) {
      for (int i = 0; i < input.dimensions().size(); i++) {
        var name = input.dimensions().get(i);
        if (!name.isEmpty()) {
          places.computeIfAbsent(name, unused -> new ArrayList<>()).add(new Place(input.name(), i));
        }
      }
    }
    places.values().removeIf(each -> each.size() < 2);
    return places;
  }

  /**
   * Throws {@link InvalidTensorException} unless the tensors are exactly this signature's inputs,
   * with or without the optional ones, dimensions of the same name have the same size, and every
   * requested output is one of its outputs.
   */
  public void check(Map<String, Tensor> tensors, List<String> requested) {
    int known = 0;
    for (var spec : inputs) {
      var tensor = tensors.get(spec.name());
      if (tensor != null) {
        spec.check(tensor);
        checkNotEmpty(spec, tensor);
        known++;
      } else if (!spec.optional()) {
        throw new InvalidTensorException("inputs: " + tensors.keySet() + " without " + spec.name()
            + " (expected: " + inputs + ")");
      }
    }
    if (tensors.size() > known) {
      throw new InvalidTensorException(
          "inputs: " + tensors.keySet() + " (expected: " + inputs + ")");
    }
    for (var each : tied.entrySet()) {
      checkTied(each.getKey(), each.getValue(), tensors);
    }
    for (var name : requested) {
      if (!hasOutput(name)) {
        throw new InvalidTensorException(
            "outputs: " + name + " (expected: one of " + outputs + ")");
      }
    }
  }

  private boolean hasOutput(String name) {
    for (var spec : outputs) {
      if (spec.name().equals(name)) {
        return true;
      }
    }
    return false;
  }

  private void checkNotEmpty(TensorSpec spec, Tensor tensor) {
    if (tensor.shape().elements() > 0) {
      return;
    }
    for (int i = 0; i < tensor.shape().rank(); i++) {
      boolean mustBe = spec.shape().hasRank() && spec.shape().size(i) == 0;
      if (tensor.shape().size(i) == 0 && !mustBe && !empty.reached(i).isEmpty()) {
        throw new InvalidTensorException(spec.name() + ": " + tensor.type() + " " + tensor.shape()
            + " (expected: no size of 0 in dimension " + i + ", which "
            + String.join(", ", empty.reached(i)) + " in this model cannot take)");
      }
    }
  }

  private static void checkTied(String name, List<Place> places, Map<String, Tensor> tensors) {
    Place first = null;
    long expected = 0;
    for (var place : places) {
      var tensor = tensors.get(place.input());
      if (tensor == null) {
        continue;
      }
      long size = tensor.shape().size(place.dimension());
      if (first == null) {
        first = place;
        expected = size;
      } else if (size != expected) {
        throw new InvalidTensorException(place + ": " + size + " (expected: " + expected + ", as "
            + first + ": both are " + name + ")");
      }
    }
  }

  /**
   * Lists the calls that this signature answers and another version's would not answer alike; empty
   * if there are none. The other may accept more than this one, and the order of inputs and outputs
   * does not matter. Sizes of outputs count only where both are fixed, beyond the first dimension:
   * the declared first size often differs from the actual one.
   */
  public Optional<String> broken(Signature other) {
    var broken = new ArrayList<String>();
    for (var spec : inputs) {
      breakingInput(spec, find(other.inputs, spec.name())).ifPresent(broken::add);
    }
    for (var spec : other.inputs) {
      if (find(inputs, spec.name()).isEmpty() && !spec.optional()) {
        broken.add("a call without input " + spec + ", which it needs");
      }
    }
    for (var spec : outputs) {
      breakingOutput(spec, find(other.outputs, spec.name())).ifPresent(broken::add);
    }
    for (var spec : other.outputs) {
      if (find(outputs, spec.name()).isEmpty()) {
        broken.add("a call for all outputs: it returns one more, " + spec);
      }
    }
    return broken.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", broken));
  }

  private static Optional<String> breakingInput(TensorSpec spec, Optional<TensorSpec> match) {
    if (match.isEmpty()) {
      return Optional.of("a call with input " + spec + ", which it does not have");
    }
    var other = match.get();
    if (other.type() != spec.type() || !other.shape().admits(spec.shape())) {
      return Optional.of(
          "a call with input " + spec + " (it takes " + other.type() + " " + other.shape() + ")");
    }
    return spec.optional() && !other.optional()
        ? Optional.of("a call without input " + spec + ", which it needs")
        : Optional.empty();
  }

  private static Optional<String> breakingOutput(TensorSpec spec, Optional<TensorSpec> match) {
    if (match.isEmpty()) {
      return Optional.of("a call for output " + spec + ", which it does not have");
    }
    var other = match.get();
    return other.type() == spec.type() && mayBeAlike(spec.shape(), other.shape())
        ? Optional.empty()
        : Optional.of(
            "a call for output " + spec + " (it gives " + other.type() + " " + other.shape() + ")");
  }

  private static boolean mayBeAlike(Shape one, Shape other) {
    if (!one.hasRank() || !other.hasRank()) {
      return true;
    }
    boolean alike = one.rank() == other.rank();
    for (int i = 1; alike && i < one.rank(); i++) {
      long size = one.size(i);
      alike = size == Shape.ANY || other.size(i) == Shape.ANY || size == other.size(i);
    }
    return alike;
  }

  private static Optional<TensorSpec> find(Collection<TensorSpec> specs, String name) {
    return specs.stream().filter(spec -> spec.name().equals(name)).findFirst();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Signature signature
        && inputs.equals(signature.inputs)
        && outputs.equals(signature.outputs);
  }

  @Override
  public int hashCode() {
    return Objects.hash(inputs, outputs);
  }

  /** As in {@code [x FP32 [-1,4]] -> [y FP32 [-1]]}. */
  @Override
  public String toString() {
    return inputs + " -> " + outputs;
  }
}
