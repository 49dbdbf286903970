package dev.serin.repository;

import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.NonFinite;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The first runs of a version, on made-up inputs of one row: they show whether it runs at all,
 * gives what it declares, and gives numbers.
 *
 * <p>Ones come first, because zeros divide badly; a model that cannot take ones may still pass with
 * zeros. Texts are empty. A dimension of any size has the size 1.
 */
final class WarmUp {
  private static final int RUNS = 3;

  private WarmUp() {}

  /** Throws unless the version passes with ones or with zeros; the reason is that of the ones. */
  static void run(Predictor predictor) throws RejectedException {
    try {
      run(predictor, true);
    } catch (RejectedException withOnes) {
      try {
        run(predictor, false);
      } catch (RejectedException withZeros) {
        withOnes.addSuppressed(withZeros);
        throw withOnes;
      }
    }
  }

  private static void run(Predictor predictor, boolean ones) throws RejectedException {
    var inputs = new HashMap<String, Tensor>();
    for (var input : predictor.signature().inputs()) {
      inputs.put(input.name(), filled(input, ones));
    }
    for (int i = 0; i < RUNS; i++) {
      check(predictor.signature().outputs(), predict(predictor, inputs));
    }
  }

  private static Map<String, Tensor> predict(Predictor predictor, Map<String, Tensor> inputs)
      throws RejectedException {
    try {
      return predictor.predict(inputs, List.of());
    } catch (PredictionException e) {
      throw new RejectedException("warm-up: " + e.getMessage(), e);
    }
  }

  private static void check(List<TensorSpec> declared, Map<String, Tensor> outputs)
      throws RejectedException {
    for (var output : declared) {
      var tensor = outputs.get(output.name());
      if (tensor == null || tensor.type() != output.type()) {
        throw new RejectedException("warm-up: output " + output.name() + ": "
            + (tensor == null ? "nothing" : tensor.type()) + " (expected: " + output.type() + ")");
      }
      var odd = NonFinite.in(tensor);
      if (odd.isPresent()) {
        throw new RejectedException(
            "warm-up: output " + output.name() + ": " + odd.get() + " (expected: a finite number)");
      }
    }
  }

  private static Tensor filled(TensorSpec spec, boolean ones) throws RejectedException {
    var sizes = Arrays.stream(spec.shape().toArray())
        .map(size -> size == Shape.ANY ? 1 : size)
        .toArray();
    var shape = Shape.of(sizes);
    var element = ones ? one(spec.type()) : new byte[one(spec.type()).length];
    try {
      int count = Math.toIntExact(shape.elements());
      var data = ByteBuffer.allocate(Math.multiplyExact(count, element.length));
      while (data.hasRemaining()) {
        data.put(element);
      }
      return Tensor.of(spec.type(), shape, data.flip());
    } catch (ArithmeticException | InvalidTensorException e) {
      throw new RejectedException("input " + spec + ": one row is too large", e);
    }
  }

  /** The bytes of the number 1, or of an empty text. */
  private static byte[] one(DataType type) {
    var bytes = ByteBuffer.allocate(Math.max(type.bytes(), Integer.BYTES));
    bytes.order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case FP16 -> bytes.putShort(0, (short) 0x3c00);
      case BF16 -> bytes.putShort(0, (short) 0x3f80);
      case FP32 -> bytes.putFloat(0, 1);
      case FP64 -> bytes.putDouble(0, 1);
      case STRING -> bytes.putInt(0, 0);
      default -> bytes.put(0, (byte) 1);
    }
    return Arrays.copyOf(bytes.array(), type == DataType.STRING ? Integer.BYTES : type.bytes());
  }
}
