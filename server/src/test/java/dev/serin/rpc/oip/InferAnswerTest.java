package dev.serin.rpc.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.serin.inference.InferParameter;
import dev.serin.inference.ModelInferResponse;
import dev.serin.inference.ModelInferResponse.InferOutputTensor;
import dev.serin.inference.ModelStreamInferResponse;
import dev.serin.model.Role;
import dev.serin.rpc.MessageWriter;
import dev.serin.rpc.WrittenMessages;
import dev.serin.serving.CallRecord.Served;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import io.grpc.Drainable;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InferAnswerTest {
  private static final List<DataType> TYPES = List.of(DataType.values());

  @Test
  void drained_anyOutputs_isWhatProtobufWrites() throws IOException {
    for (int seed = 0; seed < 500; seed++) {
      var random = new Random(seed);
      var outputs = outputs(random);
      boolean typed = random.nextBoolean();
      boolean last = random.nextBoolean();

      var answer = answer(outputs, "id" + seed, typed, last);

      assertThat(drained(answer))
          .as("seed %s", seed)
          .isEqualTo(message(outputs, "id" + seed, typed, last).toByteArray());
    }
  }

  @Test
  void drained_onAStream_isWhatProtobufWrites() throws IOException {
    var outputs = outputs(new Random(1));
    var expected =
        ModelStreamInferResponse.newBuilder().setInferResponse(message(outputs, "", false, false));

    assertThat(drained(StreamAnswer.of(answer(outputs, "", false, false))))
        .isEqualTo(expected.build().toByteArray());
  }

  @Test
  void drained_error_isWhatProtobufWrites() throws IOException {
    var expected = ModelStreamInferResponse.newBuilder()
        .setErrorMessage("m\u00fc\u00df")
        .setInferResponse(ModelInferResponse.newBuilder().setId("i"));

    assertThat(drained(StreamAnswer.error("m\u00fc\u00df", "i")))
        .isEqualTo(expected.build().toByteArray());
    assertThat(drained(StreamAnswer.error("e", "")))
        .isEqualTo(message(ModelStreamInferResponse.newBuilder()
            .setErrorMessage("e")
            .setInferResponse(ModelInferResponse.getDefaultInstance())
            .build()));
  }

  private static byte[] message(MessageLite message) {
    return message.toByteArray();
  }

  private static <T extends MessageWriter> byte[] drained(T answer) throws IOException {
    try (var message = new WrittenMessages<T>().stream(answer)) {
      int available = message.available();
      var bytes = new ByteArrayOutputStream();

      assertThat(((Drainable) message).drainTo(bytes)).isEqualTo(available).isEqualTo(bytes.size());
      return bytes.toByteArray();
    }
  }

  private static InferAnswer answer(
      Map<String, Tensor> outputs, String id, boolean typed, boolean last) {
    var served = new Served(1_000, Role.CANARY, 7);
    return TestAnswers.of("m\u00f6del", served, outputs, new InferAnswer.Form(id, typed, last));
  }

  private static ModelInferResponse message(
      Map<String, Tensor> outputs, String id, boolean typed, boolean last) {
    var response = ModelInferResponse.newBuilder()
        .setModelName("m\u00f6del")
        .setModelVersion("1000")
        .setId(id)
        .putParameters("prediction_id", text("p"))
        .putParameters("revision", text("7"))
        .putParameters("role", text("canary"));
    if (last) {
      response.putParameters(
          "triton_final_response",
          InferParameter.newBuilder().setBoolParam(true).build());
    }
    boolean raw =
        !typed || outputs.values().stream().anyMatch(tensor -> Contents.field(tensor.type()) == 0);
    outputs.forEach((name, tensor) -> {
      var output =
          InferOutputTensor.newBuilder().setName(name).setDatatype(Datatypes.name(tensor.type()));
      for (long size : tensor.shape().toArray()) {
        output.addShape(size);
      }
      if (raw) {
        response.addRawOutputContents(ByteString.copyFrom(tensor.data()));
      } else {
        output.setContents(WireTensors.contents(tensor));
      }
      response.addOutputs(output);
    });
    return response.build();
  }

  private static InferParameter text(String value) {
    return InferParameter.newBuilder().setStringParam(value).build();
  }

  private static Map<String, Tensor> outputs(Random random) {
    var outputs = new LinkedHashMap<String, Tensor>();
    for (int i = random.nextInt(4); i > 0; i--) {
      outputs.put("\u00fc" + i, tensor(random));
    }
    return outputs;
  }

  private static Tensor tensor(Random random) {
    var type = TYPES.get(random.nextInt(TYPES.size()));
    int count = random.nextInt(50);
    var shape = random.nextBoolean() ? Shape.of(count) : Shape.of(1, count, 1);
    if (type == DataType.STRING) {
      return Tensor.ofStrings(
          shape, random.ints(count, 0, 500).mapToObj("\u7528"::repeat).toList());
    }
    var data = ByteBuffer.allocate(count * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    random.nextBytes(data.array());
    if (type == DataType.BOOL) {
      for (int i = 0; i < count; i++) {
        data.put(i, (byte) (data.get(i) & 1));
      }
    }
    if (type == DataType.FP32) {
      // Not all NaNs survive being a Java float.
      for (int i = 0; i < count; i++) {
        data.putFloat(i * Float.BYTES, (float) random.nextGaussian());
      }
    }
    return Tensor.of(type, shape, data);
  }

  @Test
  void outputs_areInTheOrderOfTheModel() throws IOException {
    var outputs = new LinkedHashMap<String, Tensor>();
    for (var name : List.of("z", "a", "m")) {
      outputs.put(name, Tensor.ofFloats(Shape.of(1), 1));
    }

    var read = ModelInferResponse.parseFrom(drained(answer(outputs, "", false, false)));

    assertThat(read.getOutputsList())
        .extracting(InferOutputTensor::getName)
        .containsExactly("z", "a", "m");
  }
}
