package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;

/** ONNX Runtime ends the process when such a tensor reaches the operator. */
class EmptyInputsTest {
  private static final EmptyInputs ROWS =
      new EmptyInputs(Collections.emptySortedSet(), new TreeSet<>(List.of("QAttention")));
  private static final EmptyInputs ANYWHERE =
      new EmptyInputs(new TreeSet<>(List.of("TopK")), new TreeSet<>(List.of("QAttention")));

  @Test
  void check_noSuchOperator_takesEmptyTensors() {
    assertThatCode(() -> check(EmptyInputs.ALLOWED, 0, 0)).doesNotThrowAnyException();
  }

  /** As the cache of a decoder is at its first call. */
  @Test
  void check_operatorThatNeedsRows_takesAnEmptyLength() {
    assertThatCode(() -> check(ROWS, 1, 0)).doesNotThrowAnyException();
    assertThatThrownBy(() -> check(ROWS, 0, 1))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage("x: FP32 [0,1] (expected: no size of 0 in dimension 0, which QAttention in this"
            + " model cannot take)");
  }

  @Test
  void check_operatorThatNeedsElements_takesNoSizeOf0() {
    assertThatThrownBy(() -> check(ANYWHERE, 1, 0)).hasMessageContaining("dimension 1, which TopK");
    assertThatThrownBy(() -> check(ANYWHERE, 0, 1)).hasMessageContaining("dimension 0, which TopK");
  }

  @Test
  void check_sizeThatTheModelFixesAt0_isTaken() {
    var spec = new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, 0));
    var signature = new Signature(List.of(spec), List.of(), ANYWHERE, Map.of());

    assertThatCode(() -> signature.check(Map.of("x", Tensor.ofFloats(Shape.of(1, 0))), List.of()))
        .doesNotThrowAnyException();
  }

  private static void check(EmptyInputs empty, long... sizes) {
    var spec = new TensorSpec("x", DataType.FP32, Shape.of(Shape.ANY, Shape.ANY));
    var signature = new Signature(List.of(spec), List.of(), empty, Map.of());
    signature.check(Map.of("x", Tensor.ofFloats(Shape.of(sizes))), List.of());
  }
}
