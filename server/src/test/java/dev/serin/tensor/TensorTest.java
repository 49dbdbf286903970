package dev.serin.tensor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorTest {
  @Test
  void split_numbers_areViewsOfConsecutiveRows() {
    var parts = Tensor.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6).split(1, 2);

    assertThat(parts).extracting(Tensor::shape).containsExactly(Shape.of(1, 2), Shape.of(2, 2));
    assertThat(parts.get(0).data())
        .isEqualTo(Tensor.ofFloats(Shape.of(1, 2), 1, 2).data());
    assertThat(parts.get(1).data())
        .isEqualTo(Tensor.ofFloats(Shape.of(2, 2), 3, 4, 5, 6).data());
  }

  @Test
  void split_texts_areApart() {
    var texts = Tensor.ofStrings(Shape.of(3, 1), List.of("a", "", "b\u00e9c"));

    var parts = texts.split(2, 1);

    assertThat(parts.get(0).strings()).containsExactly("a", "");
    assertThat(parts.get(1).strings()).containsExactly("b\u00e9c");
    assertThat(parts.get(1).shape()).isEqualTo(Shape.of(1, 1));
  }

  @Test
  void split_otherNumberOfRows_isRefused() {
    var tensor = Tensor.ofFloats(Shape.of(3), 1, 2, 3);

    assertThatThrownBy(() -> tensor.split(1, 1)).hasMessage("rows: [1, 1] (expected: 3 together)");
    assertThatThrownBy(() -> Tensor.ofFloats(Shape.of(), 1).split(1))
        .hasMessageContaining("expected: at least one dimension");
  }

  @Test
  void detached_part_keepsNothingElse() {
    var part = Tensor.ofFloats(Shape.of(2), 1, 2).split(1, 1).get(1);

    var own = part.detached();

    assertThat(own.data()).isEqualTo(part.data());
    assertThat(own.shape()).isEqualTo(part.shape());
    assertThat(own.sharedData().array()).hasSize(Float.BYTES);
  }

  @Test
  void of_tooFewBytes_isRefused() {
    assertRefused(
        DataType.FP32, Shape.of(1, 2), new byte[7], "7 bytes for FP32 [1,2] (expected: 2 x 4)");
  }

  @Test
  void of_trailingBytes_areRefused() {
    assertRefused(
        DataType.INT64, Shape.of(1), new byte[16], "16 bytes for INT64 [1] (expected: 1 x 8)");
  }

  @Test
  void of_shapeWhoseBytesExceedLong_isRefused() {
    assertRefused(
        DataType.FP64,
        Shape.of(1L << 61),
        new byte[0],
        "0 bytes for FP64 [2305843009213693952] (expected: 2305843009213693952 x 8)");
  }

  @Test
  void of_anySize_isRefused() {
    assertRefused(
        DataType.FP32, Shape.of(-1), new byte[4], "shape: [-1] (expected: no negative size)");
  }

  @Test
  void of_boolThatIsNeitherZeroNorOne_isRefused() {
    assertRefused(
        DataType.BOOL, Shape.of(2), new byte[] {1, 2}, "BOOL: byte 1 is 2 (expected: 0 or 1)");
  }

  @Test
  void of_stringLongerThanItsBytes_isRefused() {
    assertRefused(
        DataType.STRING,
        Shape.of(1),
        new byte[] {9, 0, 0, 0, 'a'},
        "STRING: truncated at byte 4 (expected: 4 bytes of length, then the text)");
  }

  @Test
  void of_stringOfNegativeLength_isRefused() {
    assertRefused(
        DataType.STRING,
        Shape.of(1),
        new byte[] {-1, -1, -1, -1},
        "STRING: truncated at byte 4 (expected: 4 bytes of length, then the text)");
  }

  @Test
  void of_stringThatIsNotUtf8_isRefused() {
    assertRefused(
        DataType.STRING,
        Shape.of(1),
        new byte[] {1, 0, 0, 0, (byte) 0xff},
        "STRING: not UTF-8 before byte 5 (expected: UTF-8)");
  }

  @Test
  void of_tooManyStrings_areRefused() {
    assertRefused(
        DataType.STRING, Shape.of(1), new byte[8], "2 elements for STRING [1] (expected: 1)");
  }

  @Test
  void ofStrings_roundTrip() {
    var strings = List.of("", "plain", "\u7528\u6237", "\ud83d\udc26");

    assertThat(Tensor.ofStrings(Shape.of(2, 2), strings).strings()).isEqualTo(strings);
  }

  @Test
  void data_isReadAgainFromItsStart() {
    var tensor = Tensor.ofFloats(Shape.of(2), 1.5f, -2f);
    tensor.data().getFloat();

    assertThat(tensor.data().getFloat()).isEqualTo(1.5f);
    assertThat(tensor.data().isReadOnly()).isTrue();
  }

  private static void assertRefused(DataType type, Shape shape, byte[] bytes, String message) {
    assertThatThrownBy(() -> Tensor.of(type, shape, ByteBuffer.wrap(bytes)))
        .isInstanceOf(InvalidTensorException.class)
        .hasMessage(message);
  }
}
