package dev.serin.onnx;

import dev.serin.model.ModelLoadException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The tensors that a model creates from a constant shape: ONNX Runtime creates them at load,
 * whatever their size. Confined to its caller.
 */
final class ConstantShapes {
  /** The most elements of a tensor that is created at load. */
  static final long MAX_ELEMENTS = 1L << 28;

  /** The inputs of operators that are the shape of a tensor to create. */
  private static final Map<String, Integer> SHAPES = Map.of("ConstantOfShape", 0, "Expand", 1);

  private final Map<String, Long> elements = new HashMap<>();
  private final Set<String> shapes = new HashSet<>();

  /** Adds a constant, with the number of elements of a tensor whose shape it may be. */
  void constant(String name, long product) {
    elements.merge(name, product, Math::max);
  }

  /** Whether an input of an operator is the shape of a tensor to create. */
  static boolean isShape(String operator, int input) {
    return SHAPES.getOrDefault(operator, -1) == input;
  }

  /** Adds a value that is such a shape. */
  void shape(String name) {
    shapes.add(name);
  }

  /** Throws if a constant is the shape of too many elements. */
  void check() throws ModelLoadException {
    for (var name : shapes) {
      if (elements.getOrDefault(name, 0L) > MAX_ELEMENTS) {
        throw tooMany(elements.getOrDefault(name, 0L));
      }
    }
  }

  /** Throws if a sparse tensor, which is made dense at load, has too many elements. */
  static void checkDense(long elements) throws ModelLoadException {
    if (elements > MAX_ELEMENTS) {
      throw tooMany(elements);
    }
  }

  private static ModelLoadException tooMany(long elements) {
    return new ModelLoadException(
        "a tensor of " + elements + " elements created at load (expected: at most " + MAX_ELEMENTS
            + ")",
        null);
  }
}
