package dev.serin.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

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
    assertInvalid(Map.of("x", TENSOR), List.of("q"), "outputs: q (expected: one of [y FP32 [-1]])");
  }

  @Test
  void check_dimensionsOfOneNameDiffer_namesBothPlaces() {
    var a = new TensorSpec("a", DataType.FP32, Shape.of(-1, 2), List.of("n", ""), false);
    var b = new TensorSpec("b", DataType.FP32, Shape.of(2, -1), List.of("", "n"), false);
    var tied = new Signature(List.of(a, b), List.of(OUTPUT));
    var two = Tensor.ofFloats(Shape.of(2, 2), 1, 2, 3, 4);
    var one = Tensor.ofFloats(Shape.of(2, 1), 1, 2);

    assertThatCode(() -> tied.check(Map.of("a", two, "b", two), List.of()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> tied.check(Map.of("a", two, "b", one), List.of()))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage("dimension 1 of b: 1 (expected: 2, as dimension 0 of a: both are n)");
  }

  @Test
  void check_optionalInput_mayBeMissingButNotWrong() {
    var optional = new TensorSpec("k", DataType.INT64, Shape.of(), List.of(), true);
    var signature = new Signature(List.of(INPUT, optional), List.of(OUTPUT));

    assertThatCode(() -> signature.check(Map.of("x", TENSOR), List.of()))
        .doesNotThrowAnyException();
    assertThatThrownBy(() -> signature.check(Map.of("x", TENSOR, "k", TENSOR), List.of()))
        .hasMessage("k: FP32 [1,2] (expected: INT64 [])");
  }

  @Test
  void check_inputOfAnyShape_takesEach() {
    var any = new TensorSpec("x", DataType.FP32, Shape.ANY_SHAPE);
    var signature = new Signature(List.of(any), List.of(OUTPUT));

    for (var shape : List.of(Shape.of(), Shape.of(1), Shape.of(1, 1, 1))) {
      assertThatCode(() -> signature.check(Map.of("x", Tensor.ofFloats(shape, 1)), List.of()))
          .doesNotThrowAnyException();
    }
  }

  @Test
  void broken_otherOrder_isNone() {
    var other = new TensorSpec("w", DataType.INT64, Shape.of(1));
    var one = new Signature(List.of(INPUT, other), List.of(OUTPUT));
    var two = new Signature(List.of(other, INPUT), List.of(OUTPUT));

    assertThat(one.broken(two)).isEmpty();
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      1,4  | -1,4 | 1,4   | 1,4  |
      -1,4 | 1,4  | 1,4   | 1,4  | a call with input x FP32 [-1,4] (it takes FP32 [1,4])
      -1,4 | -1,5 | 1,4   | 1,4  | a call with input x FP32 [-1,4] (it takes FP32 [-1,5])
      1,4  | 4    | 1,4   | 1,4  | a call with input x FP32 [1,4] (it takes FP32 [4])
      1,4  | 1,4  | 1,4   | -1,4 |
      1,4  | 1,4  | -1,-1 | 1,4  |
      1,4  | 1,4  | 1,4   | 8,-1 |
      1,4  | 1,4  | 1,4   | 1,5  | a call for output y FP32 [1,4] (it gives FP32 [1,5])
      1,4  | 1,4  | 1,4   | 1,4,1 | a call for output y FP32 [1,4] (it gives FP32 [1,4,1])
      """)
  void broken_otherShapes_onlyWhatTheWireCanTell(
      String in, String otherIn, String out, String otherOut, @Nullable String calls) {
    var one = new Signature(List.of(spec("x", in)), List.of(spec("y", out)));
    var other = new Signature(List.of(spec("x", otherIn)), List.of(spec("y", otherOut)));

    assertThat(one.broken(other)).isEqualTo(Optional.ofNullable(calls));
  }

  @Test
  void broken_otherNamesAndTypes_namesEachCall() {
    var other = new Signature(
        List.of(new TensorSpec("w", DataType.FP32, Shape.of(-1, 2))),
        List.of(
            new TensorSpec("y", DataType.INT64, Shape.of(-1)),
            new TensorSpec("z", DataType.BOOL, Shape.of())));

    assertThat(SIGNATURE.broken(other))
        .hasValue("a call with input x FP32 [-1,2], which it does not have; "
            + "a call without input w FP32 [-1,2], which it needs; "
            + "a call for output y FP32 [-1] (it gives INT64 [-1]); "
            + "a call for all outputs: it returns one more, z BOOL []");
  }

  @Test
  void broken_nothingDeclared_isNone() {
    var any = new Signature(
        List.of(new TensorSpec("x", DataType.FP32, Shape.ANY_SHAPE)),
        List.of(new TensorSpec("y", DataType.FP32, Shape.ANY_SHAPE)));

    assertThat(SIGNATURE.broken(any)).isEmpty();
    assertThat(any.broken(SIGNATURE))
        .hasValue("a call with input x FP32 [...] (it takes FP32 [-1,2])");
  }

  @Test
  void broken_moreOptionalInputs_isNoneButNotFewer() {
    var optional = new TensorSpec("k", DataType.INT64, Shape.of(), List.of(), true);
    var more = new Signature(List.of(INPUT, optional), List.of(OUTPUT));
    var needed = new Signature(
        List.of(INPUT, new TensorSpec("k", DataType.INT64, Shape.of())), List.of(OUTPUT));

    assertThat(SIGNATURE.broken(more)).isEmpty();
    assertThat(more.broken(needed))
        .hasValue("a call without input k INT64 [] (optional), which it needs");
  }

  private static TensorSpec spec(String name, String sizes) {
    return new TensorSpec(
        name,
        DataType.FP32,
        Shape.of(Arrays.stream(sizes.split(",")).mapToLong(Long::parseLong).toArray()));
  }

  private static void assertInvalid(
      Map<String, Tensor> inputs, List<String> outputs, String message) {
    assertThatThrownBy(() -> SIGNATURE.check(inputs, outputs))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage(message);
  }
}
