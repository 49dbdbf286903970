package dev.serin.cli.data;

import dev.serin.client.Datatype;
import dev.serin.client.Tensor;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import tools.jackson.databind.JsonNode;

/**
 * Reads tensors from JSON: either an object with datatype, shape and data, or nested arrays, which
 * give the shape. In nested arrays numbers have the type that the model takes, or FP32 if that is
 * unknown; strings are STRING and booleans BOOL. NaN and infinity may be bare words or strings.
 *
 * <p>Numbers are parsed exactly; a value that its type cannot hold exactly is refused if the type
 * is an integer, else rounded to the nearest.
 *
 * <p>Every method throws {@link IllegalArgumentException} for input that is not a tensor.
 */
final class TensorReader {
  private static final Set<String> KEYS = new TreeSet<>(Set.of("data", "datatype", "shape"));
  private static final BigInteger UINT64_MAX = BigInteger.TWO.pow(64).subtract(BigInteger.ONE);

  private final String name;
  private final Function<String, Optional<Datatype>> types;
  private final List<JsonNode> elements = new ArrayList<>();

  private TensorReader(String name, Function<String, Optional<Datatype>> types) {
    this.name = name;
    this.types = types;
  }

  static Tensor read(String name, JsonNode json, Function<String, Optional<Datatype>> types) {
    var reader = new TensorReader(name, types);
    return json.isObject() ? reader.described(json) : reader.plain(json);
  }

  private Tensor described(JsonNode json) {
    var keys = new TreeSet<>(json.propertyNames());
    if (!keys.equals(KEYS)) {
      throw new IllegalArgumentException("keys: " + keys + " (expected: " + KEYS + ")");
    }
    var datatype = datatype(json.get("datatype"));
    var shape = shape(json.get("shape"));
    flatten(json.get("data"));
    return tensor(datatype, shape);
  }

  private Tensor plain(JsonNode json) {
    var shape = new ArrayList<Long>();
    for (var first = json; first != null && first.isArray(); first = first.get(0)) {
      shape.add((long) first.size());
    }
    checkNesting(json, shape, 0);
    flatten(json);
    return tensor(inferred(), shape);
  }

  private static Datatype datatype(JsonNode json) {
    try {
      return Datatype.valueOf(json.isString() ? json.stringValue() : json.toString());
    } catch (IllegalArgumentException e) {
      throw new IllegalArgumentException(
          "datatype: " + json + " (expected: one of " + Arrays.toString(Datatype.values()) + ")",
          e);
    }
  }

  private static List<Long> shape(JsonNode json) {
    var shape = new ArrayList<Long>();
    boolean sizes = json.isArray();
    for (var size : json.values()) {
      sizes &= size.isIntegralNumber() && size.canConvertToLong();
      shape.add(sizes ? size.longValue() : 0);
    }
    if (!sizes) {
      throw new IllegalArgumentException(
          "shape: " + json + " (expected: an array of sizes such as [1,64])");
    }
    return shape;
  }

  private static void checkNesting(JsonNode json, List<Long> shape, int depth) {
    boolean array = depth < shape.size();
    if (json.isArray() != array || (array && json.size() != shape.get(depth))) {
      throw new IllegalArgumentException("nested arrays: uneven at depth " + depth + " (expected: "
          + (array ? shape.get(depth) + " elements each" : "no array") + ")");
    }
    json.values().forEach(inner -> checkNesting(inner, shape, depth + 1));
  }

  private void flatten(JsonNode json) {
    if (json.isArray()) {
      json.values().forEach(this::flatten);
    } else {
      elements.add(json);
    }
  }

  private Datatype inferred() {
    if (!elements.isEmpty() && elements.get(0).isBoolean()) {
      return Datatype.BOOL;
    }
    boolean text = !elements.isEmpty() && elements.get(0).isString() && !isSpecial(elements.get(0));
    return text
        ? Datatype.STRING
        : types.apply(name).filter(TensorReader::isNumeric).orElse(Datatype.FP32);
  }

  private static boolean isNumeric(Datatype type) {
    return type != Datatype.STRING && type != Datatype.BOOL;
  }

  private Tensor tensor(Datatype datatype, List<Long> shape) {
    return switch (datatype) {
      case BOOL -> Tensor.bools(name, shape, bools());
      case STRING ->
        Tensor.strings(name, shape, elements.stream().map(this::text).toList());
      case FP64 ->
        Tensor.fp64(
            name, shape, elements.stream().mapToDouble(element -> real(element)).toArray());
      case FP32, FP16, BF16 -> Tensor.floats(datatype, name, shape, floats());
      case UINT64 ->
        Tensor.integers(
            datatype, name, shape, elements.stream().mapToLong(this::unsigned).toArray());
      default ->
        Tensor.integers(
            datatype, name, shape, elements.stream().mapToLong(this::whole).toArray());
    };
  }

  private boolean[] bools() {
    var values = new boolean[elements.size()];
    for (int i = 0; i < values.length; i++) {
      var element = elements.get(i);
      expect(element.isBoolean(), element, "true or false");
      values[i] = element.booleanValue();
    }
    return values;
  }

  private float[] floats() {
    var values = new float[elements.size()];
    for (int i = 0; i < values.length; i++) {
      var element = elements.get(i);
      values[i] =
          isSpecial(element) ? (float) special(element) : number(element).floatValue();
      expect(isSpecial(element) || Float.isFinite(values[i]), element, "a number that FP32 holds");
    }
    return values;
  }

  private double real(JsonNode element) {
    if (isSpecial(element)) {
      return special(element);
    }
    double value = number(element).doubleValue();
    expect(Double.isFinite(value), element, "a number that FP64 holds");
    return value;
  }

  private BigDecimal number(JsonNode element) {
    expect(element.isNumber(), element, "a number, or \"NaN\", \"Infinity\" or \"-Infinity\"");
    return element.decimalValue();
  }

  private long whole(JsonNode element) {
    expect(element.isIntegralNumber() && element.canConvertToLong(), element, "a whole number");
    return element.longValue();
  }

  private long unsigned(JsonNode element) {
    expect(element.isIntegralNumber(), element, "a whole number");
    var value = element.bigIntegerValue();
    expect(
        value.signum() >= 0 && value.compareTo(UINT64_MAX) <= 0,
        element,
        "from 0 to " + UINT64_MAX);
    return value.longValue();
  }

  private String text(JsonNode element) {
    expect(element.isString(), element, "a string");
    return element.stringValue();
  }

  /** Whether it is a number that JSON lacks. */
  private static boolean isSpecial(JsonNode element) {
    return element.isNumber()
        ? element.isDouble()
        : element.isString()
            && Set.of("NaN", "Infinity", "-Infinity").contains(element.stringValue());
  }

  private static double special(JsonNode element) {
    return element.isNumber() ? element.doubleValue() : Double.parseDouble(element.stringValue());
  }

  private static void expect(boolean holds, JsonNode element, String expected) {
    if (!holds) {
      throw new IllegalArgumentException("data: " + element + " (expected: " + expected + ")");
    }
  }
}
