package dev.serin.onnx;

import dev.serin.tensor.DataType;
import java.util.HashSet;
import java.util.Set;

/*
 * A value of a model that is also an input may be given by a caller. Some exporters list all weights
 * so: what is large is no input that somebody means. Models of former formats had to list them all,
 * and ONNX Runtime takes them for constants.
 */

/** Which inputs have a value of the model's own. Confined to its caller. */
final class DefaultInputs {
  /** A larger value stays in the model. */
  static final long MAX_BYTES = 64 << 10;

  /** In former formats each value had to be an input. */
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
   * @param type by ONNX's number
   * @param bytes how large it is, in the model or elsewhere
   */
  void value(String name, long type, long bytes) {
    if (bytes <= MAX_BYTES && isServed(type)) {
      small.add(name);
    }
  }

  /** The inputs whose values are small enough to be given at each run. */
  Set<String> small() {
    var both = new HashSet<>(inputs);
    both.retainAll(small);
    return format < FIRST_FORMAT ? Set.of() : both;
  }

  /** Whether a tensor can be of this type: one of {@link DataType}. */
  private static boolean isServed(long type) {
    return (type >= 1 && type <= 13) || type == 16;
  }
}
