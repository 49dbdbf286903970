package dev.serin.onnx;

import dev.serin.model.ModelLoadException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/**
 * The tensors that a model makes of a shape which it holds itself: ONNX Runtime makes them when it
 * loads the model, whatever their size. Confined to its caller.
 */
final class ConstantShapes {
  /** As many elements may be made of a shape. */
  static final long MAX_ELEMENTS = 1L << 28;

  /** The inputs of operators that are shapes to make a tensor of. */
  private static final Map<String, Integer> SHAPES = Map.of("ConstantOfShape", 0, "Expand", 1);

  private final Map<String, Long> elements = new HashMap<>();
  private final Set<String> shapes = new HashSet<>();

  /** A constant, and how many elements a tensor of the shape that it may be has. */
  void constant(String name, long product) {
    elements.merge(name, product, Math::max);
  }

  /** Whether an input of an operator is a shape to make a tensor of. */
  static boolean isShape(String operator, int input) {
    return SHAPES.getOrDefault(operator, -1) == input;
  }

  /** A value that is such a shape. */
  void shape(String name) {
    shapes.add(name);
  }

  /** Throws if a constant is the shape of more than may be. */
  void check() throws ModelLoadException {
    for (var name : shapes) {
      if (elements.getOrDefault(name, 0L) > MAX_ELEMENTS) {
        throw tooMany(elements.getOrDefault(name, 0L));
      }
    }
  }

  /** Throws if a sparse tensor is one of more than may be, for it is made dense. */
  static void checkDense(long elements) throws ModelLoadException {
    if (elements > MAX_ELEMENTS) {
      throw tooMany(elements);
    }
  }

  private static ModelLoadException tooMany(long elements) {
    return new ModelLoadException(
        "a tensor of " + elements + " elements made at load (expected: at most " + MAX_ELEMENTS
            + ")",
        null);
  }
}
