package dev.serin.rpc.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.util.Durations;
import dev.serin.model.Role;
import dev.serin.rpc.WrittenMessages;
import dev.serin.serving.CallRecord;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import dev.serin.serving.PredictResult;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.Tensor.Datatype;
import dev.serin.v1.Tensor.Floats;
import io.grpc.Drainable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PredictAnswerTest {
  private static final Map<String, Tensor> OUTPUTS =
      Map.of("sch\u00e4tzung", Tensor.ofFloats(Shape.of(1, 2), 0.25f, 0.75f));

  @Test
  void drained_isWhatProtobufWrites() throws IOException {
    assertThat(drained(answer(OUTPUTS, 1_500_000_000L), /* typed= */ false))
        .isEqualTo(message(1_500_000_000L, raw()).toByteArray());
  }

  @Test
  void drained_typed_isWhatProtobufWrites() throws IOException {
    var floats = Floats.newBuilder().addValues(0.25f).addValues(0.75f);

    assertThat(drained(answer(OUTPUTS, 1_500_000_000L), /* typed= */ true))
        .isEqualTo(message(1_500_000_000L, tensor().setFloats(floats)).toByteArray());
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 999_999_999, 1_000_000_000, 60_000_000_001L})
  void drained_anyTime_isWhatProtobufWrites(long nanos) throws IOException {
    assertThat(drained(answer(OUTPUTS, nanos), /* typed= */ false))
        .isEqualTo(message(nanos, raw()).toByteArray());
  }

  @Test
  void drained_longerThanTheBuffer_isComplete() throws IOException {
    var large = Tensor.ofFloats(Shape.of(5_000), new float[5_000]);

    var read = PredictResponse.parseFrom(drained(answer(Map.of("y", large), 1), false));

    assertThat(read.getOutputs(0).getRaw()).isEqualTo(ByteString.copyFrom(new byte[20_000]));
    assertThat(Durations.toNanos(read.getServerTime())).isEqualTo(1);
  }

  @Test
  void read_isWhatIsDrained() throws IOException {
    var answer = answer(OUTPUTS, 7);

    try (var message = stream(answer, false)) {
      assertThat(message.readAllBytes()).isEqualTo(drained(answer, false));
    }
  }

  private static byte[] drained(PredictResult.Answer answer, boolean typed) throws IOException {
    var message = stream(answer, typed);
    int available = message.available();
    var bytes = new ByteArrayOutputStream();

    assertThat(((Drainable) message).drainTo(bytes)).isEqualTo(available).isEqualTo(bytes.size());
    assertThat(message.available()).isZero();
    return bytes.toByteArray();
  }

  private static InputStream stream(PredictResult.Answer answer, boolean typed) {
    return new WrittenMessages<PredictAnswer>().stream(new PredictAnswer(answer, typed));
  }

  private static PredictResult.Answer answer(Map<String, Tensor> outputs, long nanos) {
    var call = new CallRecord(
        "m\u00f6del",
        Optional.of(new Served(1_000, Role.CANARY, 3)),
        OptionalLong.empty(),
        1,
        CallStatus.OK,
        Fault.NONE,
        new Timing(nanos, 0, 0, 1),
        OptionalLong.empty());
    return new PredictResult.Answer(call, "id", outputs);
  }

  private static dev.serin.v1.Tensor.Builder raw() {
    return tensor().setRaw(ByteString.copyFrom(new byte[] {0, 0, -128, 62, 0, 0, 64, 63}));
  }

  private static dev.serin.v1.Tensor.Builder tensor() {
    return dev.serin.v1.Tensor.newBuilder()
        .setName("sch\u00e4tzung")
        .setDatatype(Datatype.FP32)
        .addShape(1)
        .addShape(2);
  }

  private static PredictResponse message(long nanos, dev.serin.v1.Tensor.Builder output) {
    return PredictResponse.newBuilder()
        .setModel("m\u00f6del")
        .setVersion(1_000)
        .setRole(dev.serin.v1.Role.CANARY)
        .setRevision(3)
        .setPredictionId("id")
        .addOutputs(output)
        .setServerTime(Durations.fromNanos(nanos))
        .build();
  }
}
