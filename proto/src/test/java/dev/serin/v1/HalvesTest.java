package dev.serin.v1;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class HalvesTest {
  @Test
  void fp16_everyNumber_roundTrips() {
    assertThat(allHalves().filter(half -> !Float.isNaN(Halves.fromFp16(half.shortValue()))))
        .hasSize(65_536 - 2 * 1_023)
        .allMatch(half -> Halves.toFp16(Halves.fromFp16(half.shortValue())) == half.shortValue());
  }

  @Test
  void bf16_everyNumber_roundTrips() {
    assertThat(allHalves().filter(half -> !Float.isNaN(Halves.fromBf16(half.shortValue()))))
        .hasSize(65_536 - 2 * 127)
        .allMatch(half -> Halves.toBf16(Halves.fromBf16(half.shortValue())) == half.shortValue());
  }

  @Test
  void fp16_betweenTwoNumbers_isTheNearerOneOrTheEvenOne() {
    assertThat(IntStream.range(0, 0x7bff).boxed()).allSatisfy(half -> {
      float low = Halves.fromFp16(half.shortValue());
      float high = Halves.fromFp16((short) (half + 1));
      float middle = (low + high) / 2;
      assertThat(Halves.toFp16(Math.nextDown(middle))).isEqualTo(half.shortValue());
      assertThat(Halves.toFp16(middle)).isEqualTo((short) (half + (half & 1)));
      assertThat(Halves.toFp16(Math.nextUp(middle))).isEqualTo((short) (half + 1));
    });
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 3c00",
    "-2.0, c000",
    "65504, 7bff",
    "65519.996, 7bff",
    "65520, 7c00",
    "1e30, 7c00",
    "-Infinity, fc00",
    "5.9604645e-8, 1",
    "2.9802322e-8, 0",
    "6.1035156e-5, 400",
    "-0.0, 8000"
  })
  void toFp16_knownValues(float value, String hex) {
    assertThat(Integer.toHexString(Halves.toFp16(value) & 0xffff)).isEqualTo(hex);
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 3f80",
    "1.00390625, 3f80",
    "1.01171875, 3f82",
    "3.4028235e38, 7f80",
    "-Infinity, ff80",
    "-0.0, 8000"
  })
  void toBf16_knownValues(float value, String hex) {
    assertThat(Integer.toHexString(Halves.toBf16(value) & 0xffff)).isEqualTo(hex);
  }

  @Test
  void notANumber_staysSo() {
    var quietAndSignalling = new float[] {Float.NaN, Float.intBitsToFloat(0x7f80_0001)};

    for (float value : quietAndSignalling) {
      assertThat(Halves.fromFp16(Halves.toFp16(value))).isNaN();
      assertThat(Halves.fromBf16(Halves.toBf16(value))).isNaN();
    }
  }

  private static java.util.stream.Stream<Integer> allHalves() {
    return IntStream.range(0, 65_536).boxed();
  }
}
