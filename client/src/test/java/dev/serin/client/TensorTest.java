package dev.serin.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class TensorTest {
  private static final List<Long> TWO = Tensor.shapeOf(2);

  @Test
  void bools_roundTrip() {
    var tensor = Tensor.bools("t", TWO, true, false);

    assertThat(tensor.bools()).containsExactly(true, false);
    assertThat(hex(tensor)).isEqualTo("0100");
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, -128, 127, 807f",
    "INT16, -32768, 258, 00800201",
    "INT32, -2147483648, 258, 0000008002010000",
    "INT64, -9223372036854775808, 258, 00000000000000800201000000000000",
    "UINT8, 0, 255, 00ff",
    "UINT16, 0, 65535, 0000ffff",
    "UINT32, 0, 4294967295, 00000000ffffffff",
    "UINT64, 1, -1, 0100000000000000ffffffffffffffff"
  })
  void integers_ofEveryType_roundTrip(Datatype datatype, long low, long high, String hex) {
    var tensor = Tensor.integers(datatype, "t", TWO, low, high);

    assertThat(tensor.longs()).containsExactly(low, high);
    assertThat(hex(tensor)).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "INT8, 128, from -128 to 127",
    "INT8, -129, from -128 to 127",
    "INT16, 32768, from -32768 to 32767",
    "UINT8, 256, from 0 to 255",
    "UINT8, -1, from 0 to 255",
    "UINT32, 4294967296, from 0 to 4294967295",
    "INT32, 2147483648, from -2147483648 to 2147483647"
  })
  void integers_outOfRange_isRefused(Datatype datatype, long value, String range) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.integers(datatype, "t", Tensor.shapeOf(1), value))
        .withMessage("t: " + value + " (expected: " + datatype + " " + range + ")");
  }

  @Test
  void int32AndInt64_roundTrip() {
    assertThat(Tensor.int32("t", TWO, -1, 7).longs()).containsExactly(-1, 7);
    assertThat(Tensor.int64("t", TWO, -1, 7).longs()).containsExactly(-1, 7);
  }

  @ParameterizedTest
  @CsvSource({
    "FP32, 0000c03f0000c0ff, 1.5, NaN",
    "FP16, 003e007e, 1.5, NaN",
    "BF16, c03fc07f, 1.5, NaN"
  })
  void floats_ofEveryType_areReadFromTheirBits(
      Datatype datatype, String hex, float first, float second) {
    var raw = ByteBuffer.wrap(HexFormat.of().parseHex(hex));
    var tensor = new Tensor("t", datatype, TWO, raw);

    assertThat(tensor.floats()).containsExactly(first, second);
    assertThat(tensor.doubles()).containsExactly(first, second);
  }

  @ParameterizedTest
  @EnumSource(names = {"FP32", "FP16", "BF16"})
  void floats_ofEveryType_roundTrip(Datatype datatype) {
    var tensor = Tensor.floats(datatype, "t", TWO, -1.5f, Float.POSITIVE_INFINITY);

    assertThat(tensor.floats()).containsExactly(-1.5f, Float.POSITIVE_INFINITY);
  }

  @Test
  void fp32_littleEndian() {
    assertThat(hex(Tensor.fp32("t", TWO, 1, -2))).isEqualTo("0000803f000000c0");
  }

  @Test
  void fp64_roundTrip() {
    var tensor = Tensor.fp64("t", TWO, 0.1, -1e300);

    assertThat(tensor.doubles()).containsExactly(0.1, -1e300);
    assertThat(hex(tensor)).startsWith("9a9999999999b93f");
  }

  @Test
  void strings_roundTrip() {
    var tensor = Tensor.strings("t", Tensor.shapeOf(3), List.of("", "a", "\u7528"));

    assertThat(tensor.strings()).containsExactly("", "a", "\u7528");
    assertThat(hex(tensor)).isEqualTo("000000000100000061030000" + "00e794a8");
  }

  @Test
  void scalar_hasOneElement() {
    var scalar = Tensor.int64("t", Tensor.shapeOf(), 5);

    assertThat(scalar.elements()).isEqualTo(1);
    assertThat(scalar.longs()).containsExactly(5);
  }

  @Test
  void raw_isAReadOnlyViewOfItsOwnPosition() {
    var tensor = Tensor.int64("t", TWO, 1, 2);

    tensor.raw().getLong();

    assertThat(tensor.raw().isReadOnly()).isTrue();
    assertThat(tensor.longs()).containsExactly(1, 2);
  }

  @Test
  void equals_sameElements_isEqual() {
    assertThat(Tensor.int64("t", TWO, 1, 2))
        .isEqualTo(Tensor.int64("t", TWO, 1, 2))
        .isNotEqualTo(Tensor.int64("t", TWO, 1, 3));
  }

  @Test
  void of_bytesThatDoNotFit_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.fp32("input", Tensor.shapeOf(1, 64), 1, 2))
        .withMessage("input: 8 bytes for FP32 [1, 64] (expected: 64 elements of 4 bytes)");
  }

  @Test
  void of_negativeSize_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.fp32("input", Tensor.shapeOf(-1, 64)))
        .withMessage("input: shape [-1, 64] (expected: no negative size)");
  }

  @Test
  void of_sizesThatOverflow_isRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.fp32("input", Tensor.shapeOf(1L << 32, 1L << 32)))
        .withMessage("input: shape [4294967296, 4294967296] (expected: fewer than 2^63 elements)");
  }

  @Test
  void of_cutString_isRefused() {
    var raw = ByteBuffer.wrap(new byte[] {2, 0, 0, 0, 'a'});

    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Tensor("t", Datatype.STRING, Tensor.shapeOf(1), raw))
        .withMessage("t: STRING truncated at byte 4 (expected: 4 bytes of length, then the text)");
  }

  @Test
  void readers_ofAnotherType_areRefused() {
    var tensor = Tensor.int64("t", TWO, 1, 2);

    assertThatIllegalStateException()
        .isThrownBy(tensor::floats)
        .withMessage("t: INT64 (expected: FP32, FP16 or BF16)");
    assertThatIllegalStateException().isThrownBy(tensor::doubles);
    assertThatIllegalStateException().isThrownBy(tensor::bools);
    assertThatIllegalStateException().isThrownBy(tensor::strings);
    assertThatIllegalStateException()
        .isThrownBy(() -> Tensor.fp32("t", TWO, 1, 2).longs())
        .withMessage("t: FP32 (expected: whole numbers)");
  }

  @Test
  void factories_ofAnotherType_areRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.floats(Datatype.INT8, "t", TWO, 1, 2))
        .withMessage("t: INT8 (expected: FP32, FP16 or BF16)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Tensor.integers(Datatype.FP32, "t", TWO, 1, 2))
        .withMessage("t: FP32 (expected: a type of whole numbers)");
  }

  private static String hex(Tensor tensor) {
    var bytes = new byte[tensor.raw().remaining()];
    tensor.raw().get(bytes);
    return HexFormat.of().formatHex(bytes);
  }
}
