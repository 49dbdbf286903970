package dev.serin.rpc.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ClassificationTest {
  @Test
  void texts_ofTwoRows_areTheGreatestOfEach() {
    var scores = Tensor.ofFloats(Shape.of(2, 3), 0.25f, 0.5f, 0.125f, -1, -3, -2);

    var texts = new Classification("y", scores, List.of(), 2).texts();

    assertThat(texts.shape()).isEqualTo(Shape.of(2, 2));
    assertThat(texts.strings())
        .containsExactly("0.500000:1", "0.250000:0", "-1.000000:0", "-2.000000:2");
  }

  @Test
  void texts_withLabels_nameTheClasses() {
    var scores = Tensor.ofFloats(Shape.of(1, 3), 1, 2, 3);

    assertThat(new Classification("y", scores, List.of("cat", "dog"), 9).texts().strings())
        .containsExactly("3.000000:2", "2.000000:1:dog", "1.000000:0:cat");
  }

  @Test
  void texts_ofAVector_areOneRow() {
    var texts =
        new Classification("y", Tensor.ofFloats(Shape.of(3), 1, 3, 2), List.of(), 2).texts();

    assertThat(texts.shape()).isEqualTo(Shape.of(2));
    assertThat(texts.strings()).containsExactly("3.000000:1", "2.000000:2");
  }

  @Test
  void texts_ofEqualScores_beginWithTheFirst() {
    var scores = Tensor.ofFloats(Shape.of(1, 4), 0f, -0f, 0f, -0f);

    assertThat(new Classification("y", scores, List.of(), 2).texts().strings())
        .containsExactly("0.000000:0", "-0.000000:1");
  }

  @Test
  void texts_ofNotANumber_areLast() {
    var scores = Tensor.ofFloats(Shape.of(1, 3), Float.NaN, -1, 1);

    assertThat(new Classification("y", scores, List.of(), 3).texts().strings())
        .containsExactly("1.000000:2", "-1.000000:1", "NaN:0");
  }

  @Test
  void texts_ofUnsignedNumbers_areInTheirOrder() {
    var data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN).putLong(1).putLong(-1);
    var counts = Tensor.of(DataType.UINT64, Shape.of(1, 2), data.flip());

    assertThat(new Classification("y", counts, List.of(), 2).texts().strings())
        .containsExactly("18446744073709551615:1", "1:0");
  }

  @Test
  void texts_ofNoRows_areNone() {
    var texts = new Classification("y", Tensor.ofFloats(Shape.of(0, 3)), List.of(), 2).texts();

    assertThat(texts.shape()).isEqualTo(Shape.of(0, 0));
    assertThat(texts.strings()).isEmpty();
  }

  @ParameterizedTest
  @EnumSource(names = {"STRING", "BOOL"})
  void new_ofWhatCannotBeCompared_isRefused(DataType type) {
    var none = Tensor.of(type, Shape.of(0), ByteBuffer.allocate(0));

    assertThatThrownBy(() -> new Classification("y", none, List.of(), 2))
        .hasMessage("INVALID_ARGUMENT: class result not available for output 'y' due to unsupported"
            + " type '" + Datatypes.name(type) + "'");
  }
}
