package dev.serin.conformance;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class DifferencesTest {

  @Test
  void between_numbersWithinAThousandth_areEqual() {
    assertThat(Differences.between(floats(1000.9f, 0), floats(1000, 1e-8f))).isEmpty();
    assertThat(Differences.between(floats(1, 1001.2f), floats(1, 1000)))
        .hasValue("element 1: 1001.2000122070312 (expected: 1000.0)");
  }

  @Test
  void between_nanAndInfinity_areEqualToThemselvesOnly() {
    var odd = floats(Float.NaN, Float.POSITIVE_INFINITY, Float.NEGATIVE_INFINITY);

    assertThat(Differences.between(odd, odd)).isEmpty();
    assertThat(Differences.between(floats(Float.NaN), floats(0))).isPresent();
    assertThat(Differences.between(floats(0), floats(Float.NaN))).isPresent();
    assertThat(Differences.between(floats(0), floats(Float.POSITIVE_INFINITY))).isPresent();
    assertThat(Differences.between(floats(Float.POSITIVE_INFINITY), floats(0))).isPresent();
    assertThat(
            Differences.between(floats(Float.POSITIVE_INFINITY), floats(Float.NEGATIVE_INFINITY)))
        .isPresent();
  }

  /** 1, the next larger number, 65504, the smallest one, minus zero, infinity, NaN; then 2. */
  @ParameterizedTest
  @CsvSource({
    "FP16, 3c00, 3c01, true", "FP16, 3c00, 4000, false", "FP16, 7bff, 7bff, true",
    "FP16, 0001, 0000, true", "FP16, 0010, 0000, false", "FP16, 8000, 0000, true",
    "FP16, 7c00, 7bff, false", "FP16, 7e00, 7e01, true", "FP16, bc00, 3c00, false",
    "BF16, 3f80, 3f80, true", "BF16, 3f80, 3f81, false", "BF16, bf80, 3f80, false"
  })
  void between_numbersOf16Bits_areComparedByTheirValue(
      DataType type, String one, String other, boolean equal) {
    assertThat(Differences.between(bits(type, one), bits(type, other)).isEmpty())
        .isEqualTo(equal);
  }

  @Test
  void between_otherTypeOrShape_differs() {
    assertThat(Differences.between(floats(1), floats(1, 1)))
        .hasValue("FP32 [1] (expected: FP32 [2])");
    assertThat(Differences.between(
            Tensor.of(DataType.INT32, Shape.of(1), ByteBuffer.allocate(4)), floats(0)))
        .hasValue("INT32 [1] (expected: FP32 [1])");
  }

  @Test
  void between_wholeNumbersAndTexts_areEqualBitByBit() {
    assertThat(Differences.between(longs(1_000_000), longs(1_000_000))).isEmpty();
    assertThat(Differences.between(longs(1_000_000), longs(1_000_001))).isPresent();
    assertThat(Differences.between(texts("a"), texts("a"))).isEmpty();
    assertThat(Differences.between(texts("a"), texts("b"))).hasValue("[a] (expected: [b])");
  }

  private static Tensor floats(float... values) {
    return Tensor.ofFloats(Shape.of(values.length), values);
  }

  private static Tensor longs(long value) {
    var data = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN).putLong(0, value);
    return Tensor.of(DataType.INT64, Shape.of(1), data);
  }

  private static Tensor texts(String value) {
    return Tensor.ofStrings(Shape.of(1), List.of(value));
  }

  private static Tensor bits(DataType type, String hexadecimal) {
    var data = ByteBuffer.allocate(Short.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    return Tensor.of(
        type, Shape.of(1), data.putShort(0, (short) Integer.parseInt(hexadecimal, 16)));
  }
}
