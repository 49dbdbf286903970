package dev.serin.onnx;

import dev.serin.tensor.DataType;
import java.util.HashSet;
import java.util.Set;

/*
 * A value of a model that is also listed as an input may be overridden by a caller. Some exporters
 * list all weights that way, so a large value is not meant as an input. Models of older formats had
 * to list all of them, and ONNX Runtime takes them for constants.
 */

/** The inputs for which the model has a default value. Confined to its caller. */
final class DefaultInputs {
  /** The largest default value; a larger one stays a constant of the model. */
  static final long MAX_BYTES = 64 << 10;

  /** The first format in which a value need not be an input. */
  private static final long FIRST_FORMAT = 4;

  private final Set<String> inputs = new HashSet<>();
  private final Set<String> small = new HashSet<>();
  private long format;

  void format(long version) {
    format = version;
  }

  void input(String name) {
    inputs.add(name);
  }

  /**
   * A value of the main graph.
   *
   * @param type its ONNX type number
   * @param bytes its size, in the model or elsewhere
   */
  void value(String name, long type, long bytes) {
    if (bytes <= MAX_BYTES && isServed(type)) {
      small.add(name);
    }
  }

  /** The inputs whose values are small enough to pass at each run. */
  Set<String> small() {
    var both = new HashSet<>(inputs);
    both.retainAll(small);
    return format < FIRST_FORMAT ? Set.of() : both;
  }

  /** Whether a {@link DataType} exists for this type. */
  private static boolean isServed(long type) {
    return (type >= 1 && type <= 13) || type == 16;
  }
}
