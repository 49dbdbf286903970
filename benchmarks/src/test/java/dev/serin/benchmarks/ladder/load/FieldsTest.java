package dev.serin.benchmarks.ladder.load;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.Tensor;
import java.nio.ByteBuffer;
import java.util.List;
import org.junit.jupiter.api.Test;

class FieldsTest {
  @Test
  void find_fieldBehindOthers_isFound() {
    var reply = PredictResponse.newBuilder()
        .setModel("m")
        .setVersion(300)
        .addOutputs(Tensor.newBuilder().addShape(1).setRaw(ByteString.copyFromUtf8("raw")))
        .build();

    var output = Protocol.SERIN.output(ByteBuffer.wrap(reply.toByteArray()));

    assertThat(output)
        .isEqualTo(ByteBuffer.wrap("raw".getBytes(java.nio.charset.StandardCharsets.UTF_8)));
  }

  @Test
  void find_missingField_isEmpty() {
    assertThat(Fields.find(ByteBuffer.wrap(Fields.text(1, "a")), 2).hasRemaining())
        .isFalse();
  }

  @Test
  void output_typedReplyOfTheOpenInferenceProtocol_isRead() {
    var floats = new byte[] {0, 0, (byte) 0x80, 0x3f};
    var reply = Fields.bytes(5, Fields.text(1, "output"), Fields.bytes(5, Fields.bytes(6, floats)));

    assertThat(Protocol.OPEN_INFERENCE.output(ByteBuffer.wrap(reply)).getFloat())
        .isEqualTo(1);
  }

  @Test
  void numbers_large_takeSeveralBytes() {
    assertThat(Fields.numbers(3, List.of(1L, 300L))).containsExactly(0x1a, 3, 1, (byte) 0xac, 2);
  }
}
