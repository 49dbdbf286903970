package dev.serin.tensor;

import static org.assertj.core.api.Assertions.assertThat;

import com.code_intelligence.jazzer.api.FuzzedDataProvider;
import com.code_intelligence.jazzer.junit.FuzzTest;
import java.nio.ByteBuffer;

class TensorFuzzTest {
  @FuzzTest(maxDuration = "2m")
  void of_anyTypeShapeAndBytes_isATensorThatFits_orRefused(FuzzedDataProvider data) {
    var type = data.pickValue(DataType.values());
    var sizes = data.consumeLongs(4);
    var bytes = data.consumeRemainingAsBytes();
    try {
      var tensor = Tensor.of(type, Shape.of(sizes), ByteBuffer.wrap(bytes));
      long elements = tensor.shape().elements();
      if (type == DataType.STRING) {
        assertThat(tensor.strings()).hasSize((int) elements);
      } else {
        assertThat(elements * type.bytes()).isEqualTo(bytes.length);
      }
    } catch (InvalidTensorException refused) {
      assertThat(refused).hasMessageContaining("(expected: ");
    }
  }
}
