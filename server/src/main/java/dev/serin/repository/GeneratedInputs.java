package dev.serin.repository;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.model.Vocabulary;
import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;

/**
 * Inputs that the gateway generates for the first runs of a version. Thread-safe: immutable.
 *
 * <p>Dimensions of the same name have the same size. Those that count rows (the first of an input,
 * and all of the same name) share a separate one.
 */
final class GeneratedInputs {
  /** The values of the elements. */
  enum Values {
    /** Different numbers from 0 to 1, and the values that the model's encoders know. */
    VARIED,
    ONES,
    ZEROS,
    /** As {@link #VARIED}, from another number and value on: a second request to compare. */
    SHIFTED;

    private boolean varied() {
      return this == VARIED || this == SHIFTED;
    }

    /** The number of the first element. */
    private int shift() {
      return this == SHIFTED ? 1 : 0;
    }
  }

  /** A larger input is not generated. */
  private static final int MAX_BYTES = 64 << 20;

  private static final int DIFFERENT_NUMBERS = 64;

  private final Signature signature;
  private final Vocabulary vocabulary;
  private final Set<String> rows;

  GeneratedInputs(Predictor predictor) {
    this.signature = predictor.signature();
    this.vocabulary = predictor.vocabulary();
    this.rows = new HashSet<>();
    for (var input : signature.inputs()) {
      if (!input.dimensions().isEmpty() && !input.dimensions().get(0).isEmpty()) {
        rows.add(input.dimensions().get(0));
      }
    }
  }

  /** Whether a dimension of any size counts rows, or whether one does not. */
  boolean anySize(boolean ofRows) {
    return signature.inputs().stream().anyMatch(input -> {
      for (int i = 0; i < input.shape().rank(); i++) {
        if (input.shape().size(i) == Shape.ANY && countsRows(input, i) == ofRows) {
          return true;
        }
      }
      return false;
    });
  }

  /**
   * Returns all inputs that a call needs; empty if they would be too large.
   *
   * @param ofRows the size of the dimensions that count rows and may have any size
   * @param ofOthers the size of all other dimensions that may have any size
   */
  Optional<Map<String, Tensor>> of(long ofRows, long ofOthers, Values values) {
    var inputs = new HashMap<String, Tensor>();
    for (var input : signature.inputs()) {
      if (!input.optional()) {
        var tensor = tensor(input.type(), shape(input, ofRows, ofOthers), values);
        if (tensor.isEmpty()) {
          return Optional.empty();
        }
        inputs.put(input.name(), tensor.get());
      }
    }
    return Optional.of(inputs);
  }

  private boolean countsRows(TensorSpec input, int dimension) {
    return dimension == 0 || rows.contains(input.dimensions().get(dimension));
  }

  private Shape shape(TensorSpec input, long ofRows, long ofOthers) {
    var sizes = input.shape().toArray();
    for (int i = 0; i < sizes.length; i++) {
      if (sizes[i] == Shape.ANY) {
        sizes[i] = countsRows(input, i) ? ofRows : ofOthers;
      }
    }
    return Shape.of(sizes);
  }

  private Optional<Tensor> tensor(DataType type, Shape shape, Values values) {
    long elements;
    try {
      elements = shape.elements();
    } catch (InvalidTensorException e) {
      return Optional.empty();
    }
    if (elements > MAX_BYTES / Math.max(type.bytes(), 1)) {
      return Optional.empty();
    }
    if (type == DataType.STRING) {
      return texts(shape, (int) elements, values);
    }
    var data = ByteBuffer.allocate((int) elements * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    for (int i = 0; i < elements; i++) {
      put(data, type, i + values.shift(), values);
    }
    return Optional.of(Tensor.of(type, shape, data.flip()));
  }

  private Optional<Tensor> texts(Shape shape, int elements, Values values) {
    var known = switch (values) {
      case VARIED, SHIFTED -> vocabulary.texts().isEmpty() ? List.of("") : vocabulary.texts();
      case ONES -> List.of("1");
      case ZEROS -> List.of("0");
    };
    int longest =
        known.stream().mapToInt(text -> text.getBytes(UTF_8).length).max().orElse(0);
    if ((long) elements * (Integer.BYTES + longest) > MAX_BYTES) {
      return Optional.empty();
    }
    var texts = new String[elements];
    for (int i = 0; i < elements; i++) {
      texts[i] = known.get((i + values.shift()) % known.size());
    }
    return Optional.of(Tensor.ofStrings(shape, List.of(texts)));
  }

  private void put(ByteBuffer data, DataType type, int index, Values values) {
    switch (type) {
      case FP16 -> data.putShort(half(real(index, values)));
      case BF16 -> data.putShort((short) (Float.floatToIntBits(real(index, values)) >> 16));
      case FP32 -> data.putFloat(real(index, values));
      case FP64 -> data.putDouble(real(index, values));
      case BOOL -> data.put((byte) bit(index, values));
      case INT8, UINT8 -> data.put((byte) whole(index, values));
      case INT16, UINT16 -> data.putShort((short) whole(index, values));
      case INT32, UINT32 -> data.putInt((int) whole(index, values));
      case INT64, UINT64 -> data.putLong(whole(index, values));
      case STRING -> throw new IllegalArgumentException("type: STRING (expected: one of numbers)");
    }
  }

  /** Multiples of 1/64, which every type holds exactly. */
  private static float real(int index, Values values) {
    return values.varied()
        ? (index % DIFFERENT_NUMBERS * 29 % DIFFERENT_NUMBERS + 1f) / DIFFERENT_NUMBERS
        : bit(index, values);
  }

  /** Returns a multiple of 1/64 from 0 to 1 in IEEE 754 binary16, which holds it exactly. */
  private static short half(float value) {
    int exponent = Math.getExponent(value) + 15;
    int fraction = Float.floatToIntBits(value) >> 13 & 0x3ff;
    return value == 0 ? 0 : (short) (exponent << 10 | fraction);
  }

  private long whole(int index, Values values) {
    var known = vocabulary.numbers();
    return values.varied() && !known.isEmpty()
        ? known.get(index % known.size())
        : bit(index, values);
  }

  private static int bit(int index, Values values) {
    return switch (values) {
      case VARIED, SHIFTED -> index % 2;
      case ONES -> 1;
      case ZEROS -> 0;
    };
  }
}
