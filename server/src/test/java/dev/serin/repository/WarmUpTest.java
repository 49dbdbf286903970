package dev.serin.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class WarmUpTest {

  @ParameterizedTest
  @EnumSource(DataType.class)
  void run_anyType_fitsTheSignature(DataType type) {
    var echo = new Echo(new TensorSpec("x", type, Shape.of(Shape.ANY, 3)));

    assertThatCode(() -> WarmUp.run(echo)).doesNotThrowAnyException();

    assertThat(echo.seen).hasSize(3).allSatisfy(tensor -> {
      assertThat(tensor.type()).isEqualTo(type);
      assertThat(tensor.shape()).isEqualTo(Shape.of(1, 3));
    });
  }

  @Test
  void run_numbers_areOnes() {
    var echo = new Echo(new TensorSpec("x", DataType.FP64, Shape.of()));

    assertThatCode(() -> WarmUp.run(echo)).doesNotThrowAnyException();

    assertThat(echo.seen.get(0).data().getDouble()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource({
    "FP16, 7c00, Infinity",
    "FP16, fc00, -Infinity",
    "FP16, 7e01, NaN",
    "BF16, 7f80, Infinity",
    "BF16, ff80, -Infinity",
    "BF16, ffc0, NaN",
    "FP32, 7f800000, Infinity",
    "FP32, ffc00001, NaN",
    "FP64, fff0000000000000, -Infinity",
    "FP64, 7ff8000000000000, NaN"
  })
  void run_outputNotFinite_namesTheOutput(DataType type, String bits, String text) {
    var predictor = new Constant(type, type, bits);

    assertThatThrownBy(() -> WarmUp.run(predictor))
        .isInstanceOf(RejectedException.class)
        .hasMessage("warm-up: output y: " + text + " (expected: a finite number)");
  }

  @ParameterizedTest
  @CsvSource({"FP16, 7bff", "BF16, ff7f", "FP32, 7f7fffff", "FP64, ffefffffffffffff"})
  void run_largestNumbers_pass(DataType type, String bits) {
    assertThatCode(() -> WarmUp.run(new Constant(type, type, bits))).doesNotThrowAnyException();
  }

  @Test
  void run_outputOfAnotherType_isRejected() {
    var predictor = new Constant(DataType.FP32, DataType.INT32, "00000001");

    assertThatThrownBy(() -> WarmUp.run(predictor))
        .hasMessage("warm-up: output y: INT32 (expected: FP32)");
  }

  @Test
  void run_failsWithOnesOnly_passes() {
    var picky = new Echo(new TensorSpec("x", DataType.INT64, Shape.of())) {
      @Override
      public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
          throws PredictionException {
        var outputs = super.predict(inputs, requested);
        if (outputs.values().iterator().next().data().getLong() == 1) {
          throw new PredictionException("index out of range", new IllegalStateException());
        }
        return outputs;
      }
    };

    assertThatCode(() -> WarmUp.run(picky)).doesNotThrowAnyException();
  }

  @Test
  void run_alwaysFails_isRejected() {
    var failing = new Echo(new TensorSpec("x", DataType.INT64, Shape.of())) {
      @Override
      public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
          throws PredictionException {
        throw new PredictionException("it failed", new IllegalStateException());
      }
    };

    assertThatThrownBy(() -> WarmUp.run(failing)).hasMessage("warm-up: it failed");
  }

  @ParameterizedTest
  @CsvSource({"2147483647", "9223372036854775807"})
  void run_rowOfTooManyBytes_isRejected(long size) {
    var echo = new Echo(new TensorSpec("x", DataType.INT64, Shape.of(Shape.ANY, size, 2)));

    assertThatThrownBy(() -> WarmUp.run(echo)).hasMessageEndingWith(": one row is too large");
  }

  /** Gives what it takes. */
  private static class Echo implements Predictor {
    final List<Tensor> seen = new ArrayList<>();
    private final TensorSpec spec;

    Echo(TensorSpec spec) {
      this.spec = spec;
    }

    @Override
    public Signature signature() {
      return new Signature(List.of(spec), List.of(spec));
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
        throws PredictionException {
      signature().check(inputs, requested);
      seen.addAll(inputs.values());
      return inputs;
    }

    @Override
    public void close() {}
  }

  /** Gives one scalar, whatever it takes. */
  private record Constant(DataType declared, DataType type, String bits) implements Predictor {
    @Override
    public Signature signature() {
      return new Signature(List.of(), List.of(new TensorSpec("y", declared, Shape.of())));
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested) {
      var eight = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
      eight.putLong(0, Long.parseUnsignedLong(bits, 16));
      return Map.of("y", Tensor.of(type, Shape.of(), eight.limit(type.bytes())));
    }

    @Override
    public void close() {}
  }
}
