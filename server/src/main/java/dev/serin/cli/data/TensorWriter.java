package dev.serin.cli.data;

import dev.serin.cli.console.Json;
import dev.serin.client.Tensor;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/** Shows tensors as JSON or as text. */
final class TensorWriter {
  /** How many elements the text shows. */
  private static final int SHOWN = 16;

  private TensorWriter() {}

  /** Returns the tensor as an object: datatype, shape, and data in row-major order. */
  static Map<String, Object> object(Tensor tensor) {
    return Json.object(
        "datatype", tensor.datatype(), "shape", tensor.shape(), "data", elements(tensor));
  }

  /**
   * Returns the first elements as text and, for a single row of scores, the index of the highest.
   */
  static String text(Tensor tensor) {
    var elements = elements(tensor);
    var text =
        elements.stream().limit(SHOWN).map(Object::toString).collect(Collectors.joining(" "));
    var rest = elements.size() > SHOWN ? " ... (" + elements.size() + " elements)" : "";
    return tensor.datatype() + " " + tensor.shape() + "  " + text + rest + highest(tensor);
  }

  private static String highest(Tensor tensor) {
    boolean oneRow = tensor.shape().size() == 2 && tensor.shape().get(0) == 1;
    if (!oneRow || !tensor.datatype().isReal() || tensor.elements() < 2) {
      return "";
    }
    var scores = tensor.doubles();
    return IntStream.range(0, scores.length)
        .filter(i -> !Double.isNaN(scores[i]))
        .boxed()
        .max(Comparator.comparingDouble(i -> scores[i]))
        .map(i -> "  (highest at " + i + ")")
        .orElse("");
  }

  private static List<?> elements(Tensor tensor) {
    return switch (tensor.datatype()) {
      case BOOL -> bools(tensor.bools());
      case STRING -> tensor.strings();
      case FP64 -> Arrays.stream(tensor.doubles()).boxed().toList();
      case FP32, FP16, BF16 -> floats(tensor.floats());
      case UINT64 ->
        Arrays.stream(tensor.longs())
            .mapToObj(bits -> new BigInteger(Long.toUnsignedString(bits)))
            .toList();
      default -> Arrays.stream(tensor.longs()).boxed().toList();
    };
  }

  private static List<Boolean> bools(boolean[] values) {
    var list = new ArrayList<Boolean>();
    for (boolean value : values) {
      list.add(value);
    }
    return list;
  }

  /** A Float prints only as many digits as identify it; a Double of the same value prints more. */
  private static List<Float> floats(float[] values) {
    var list = new ArrayList<Float>();
    for (float value : values) {
      list.add(value);
    }
    return list;
  }
}
