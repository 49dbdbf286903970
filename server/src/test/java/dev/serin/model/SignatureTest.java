package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SignatureTest {
  private static final TensorSpec INPUT = new TensorSpec("x", DataType.FP32, Shape.of(-1, 2));
  private static final TensorSpec OUTPUT = new TensorSpec("y", DataType.FP32, Shape.of(-1));
  private static final Signature SIGNATURE = new Signature(List.of(INPUT), List.of(OUTPUT));
  private static final Tensor TENSOR = Tensor.ofFloats(Shape.of(1, 2), 1, 2);

  @Test
  void check_whatTheSignatureSays_passes() {
    assertThatCode(() -> SIGNATURE.check(Map.of("x", TENSOR), List.of("y")))
        .doesNotThrowAnyException();
  }

  @Test
  void check_missingInput_namesIt() {
    assertInvalid(Map.of(), List.of(), "inputs: [] without x (expected: [x FP32 [-1,2]])");
  }

  @Test
  void check_unknownInput_namesWhatCame() {
    assertThatThrownBy(() -> SIGNATURE.check(Map.of("x", TENSOR, "z", TENSOR), List.of()))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessageContaining("z")
        .hasMessageEndingWith("(expected: [x FP32 [-1,2]])");
  }

  @Test
  void check_wrongDimension_namesBothShapes() {
    var tensor = Tensor.ofFloats(Shape.of(1, 3), 1, 2, 3);

    assertInvalid(Map.of("x", tensor), List.of(), "x: FP32 [1,3] (expected: FP32 [-1,2])");
  }

  @Test
  void check_wrongType_namesBothTypes() {
    var tensor = Tensor.ofStrings(Shape.of(1, 2), List.of("a", "b"));

    assertInvalid(Map.of("x", tensor), List.of(), "x: STRING [1,2] (expected: FP32 [-1,2])");
  }

  @Test
  void check_unknownOutput_namesIt() {
    assertInvalid(Map.of("x", TENSOR), List.of("q"), "outputs: q (expected: of [y FP32 [-1]])");
  }

  @Test
  void difference_otherOrder_isNone() {
    var other = new TensorSpec("w", DataType.INT64, Shape.of(1));
    var one = new Signature(List.of(INPUT, other), List.of(OUTPUT));
    var two = new Signature(List.of(other, INPUT), List.of(OUTPUT));

    assertThat(one.difference(two)).isEmpty();
  }

  @Test
  void difference_otherShapeAndExtraOutput_namesBoth() {
    var other = new Signature(
        List.of(new TensorSpec("x", DataType.FP32, Shape.of(-1, 3))),
        List.of(OUTPUT, new TensorSpec("z", DataType.BOOL, Shape.of())));

    assertThat(SIGNATURE.difference(other))
        .hasValue(
            "input x FP32 [-1,3] (expected: x FP32 [-1,2]); output z BOOL [] is not expected");
  }

  private static void assertInvalid(
      Map<String, Tensor> inputs, List<String> outputs, String message) {
    assertThatThrownBy(() -> SIGNATURE.check(inputs, outputs))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage(message);
  }
}
