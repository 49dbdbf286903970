package dev.serin.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.ByteBuffer;
import java.util.HexFormat;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ElementsTest {

  /** 1, -2, the least above 0, the greatest below 1, infinity, NaN, -0. */
  @Test
  void real_fp16_isTheNumber() {
    assertThat(reals(DataType.FP16, "003c 00c0 0100 ff3b 007c 007e 0080"))
        .containsExactly(1, -2, 0x1p-24, 1 - 0x1p-11, Double.POSITIVE_INFINITY, Double.NaN, -0.0);
  }

  @Test
  void real_otherTypes_isTheNumber() {
    assertThat(reals(DataType.BF16, "803f 49c0")).containsExactly(1, -3.140625);
    assertThat(reals(DataType.FP32, "0000803f")).containsExactly(1);
    assertThat(reals(DataType.FP64, "000000000000f03f")).containsExactly(1);
  }

  @Test
  void whole_eachType_isTheNumber() {
    assertThat(whole(DataType.BOOL, "01")).isEqualTo(1);
    assertThat(whole(DataType.INT8, "ff")).isEqualTo(-1);
    assertThat(whole(DataType.UINT8, "ff")).isEqualTo(255);
    assertThat(whole(DataType.INT16, "feff")).isEqualTo(-2);
    assertThat(whole(DataType.UINT16, "feff")).isEqualTo(65_534);
    assertThat(whole(DataType.INT32, "feffffff")).isEqualTo(-2);
    assertThat(whole(DataType.UINT32, "feffffff")).isEqualTo(4_294_967_294L);
    assertThat(whole(DataType.INT64, "0700000000000000")).isEqualTo(7);
    assertThat(whole(DataType.UINT64, "0700000000000000")).isEqualTo(7);
  }

  private static double[] reals(DataType type, String hex) {
    var tensor = tensor(type, hex);
    var elements = new Elements(tensor);
    return IntStream.range(0, (int) tensor.shape().rows())
        .mapToDouble(elements::real)
        .toArray();
  }

  private static long whole(DataType type, String hex) {
    return new Elements(tensor(type, hex)).whole(0);
  }

  private static Tensor tensor(DataType type, String hex) {
    var bytes = HexFormat.of().parseHex(hex.replace(" ", ""));
    return Tensor.of(type, Shape.of(bytes.length / type.bytes()), ByteBuffer.wrap(bytes));
  }
}
