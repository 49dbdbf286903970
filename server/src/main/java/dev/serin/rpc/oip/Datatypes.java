package dev.serin.rpc.oip;

import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import java.util.Arrays;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/** The protocol's names of datatypes: ours, except that strings are BYTES. */
final class Datatypes {
  private static final Map<String, DataType> TYPES = Arrays.stream(DataType.values())
      .collect(Collectors.toUnmodifiableMap(Datatypes::name, Function.identity()));

  private Datatypes() {}

  static String name(DataType type) {
    return type == DataType.STRING ? "BYTES" : type.name();
  }

  static DataType type(String name) {
    var type = TYPES.get(name);
    if (type == null) {
      throw new InvalidTensorException("datatype: '" + name
          + "' (expected: BOOL, UINT8 to UINT64, INT8 to INT64, FP16, BF16, FP32, FP64 or BYTES)");
    }
    return type;
  }

  /** Returns the value of a model's configuration. */
  static dev.serin.inference.DataType message(DataType type) {
    return dev.serin.inference.DataType.valueOf("TYPE_" + type.name());
  }
}
