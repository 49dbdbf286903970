package dev.serin.rpc.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.MessageLite;
import dev.serin.inference.InferParameter;
import dev.serin.inference.InferTensorContents;
import dev.serin.inference.ModelInferResponse;
import dev.serin.inference.ModelInferResponse.InferOutputTensor;
import dev.serin.inference.ModelStreamInferResponse;
import dev.serin.model.Role;
import dev.serin.rpc.MessageWriter;
import dev.serin.rpc.WrittenMessages;
import dev.serin.serving.CallRecord;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Fault;
import dev.serin.serving.PredictResult;
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
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Random;
import org.junit.jupiter.api.Test;

class InferAnswerTest {
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
    var call = new CallRecord(
        "m\u00f6del",
        Optional.of(new Served(1_000, Role.CANARY, 3)),
        OptionalLong.empty(),
        1,
        CallStatus.OK,
        Fault.NONE,
        new Timing(1, 0, 0, 1),
        OptionalLong.empty());
    var result = new PredictResult.Answer(call, "prediction", outputs);
    return new InferAnswer(result, outputs, new InferAnswer.Form(id, typed, last));
  }

  private static ModelInferResponse message(
      Map<String, Tensor> outputs, String id, boolean typed, boolean last) {
    var response = ModelInferResponse.newBuilder()
        .setModelName("m\u00f6del")
        .setModelVersion("1000")
        .setId(id)
        .putParameters("prediction_id", text("prediction"))
        .putParameters("role", text("canary"))
        .putParameters("revision", text("3"));
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
        output.setContents(contents(tensor));
      }
      response.addOutputs(output);
    });
    return response.build();
  }

  private static InferParameter text(String value) {
    return InferParameter.newBuilder().setStringParam(value).build();
  }

  private static InferTensorContents contents(Tensor tensor) {
    var contents = InferTensorContents.newBuilder();
    var data = tensor.data();
    if (tensor.type() == DataType.STRING) {
      tensor.strings().forEach(one -> contents.addBytesContents(ByteString.copyFromUtf8(one)));
      return contents.build();
    }
    while (data.hasRemaining()) {
      switch (tensor.type()) {
        case BOOL -> contents.addBoolContents(data.get() != 0);
        case INT8 -> contents.addIntContents(data.get());
        case INT16 -> contents.addIntContents(data.getShort());
        case INT32 -> contents.addIntContents(data.getInt());
        case INT64 -> contents.addInt64Contents(data.getLong());
        case UINT8 -> contents.addUintContents(Byte.toUnsignedInt(data.get()));
        case UINT16 -> contents.addUintContents(Short.toUnsignedInt(data.getShort()));
        case UINT32 -> contents.addUintContents(data.getInt());
        case UINT64 -> contents.addUint64Contents(data.getLong());
        case FP32 -> contents.addFp32Contents(data.getFloat());
        case FP64 -> contents.addFp64Contents(data.getDouble());
        default -> throw new AssertionError(tensor.type());
      }
    }
    return contents.build();
  }

  private static Map<String, Tensor> outputs(Random random) {
    var outputs = new LinkedHashMap<String, Tensor>();
    for (int i = random.nextInt(4); i > 0; i--) {
      outputs.put("\u00fc" + i, tensor(random));
    }
    return outputs;
  }

  private static Tensor tensor(Random random) {
    var type = DataType.values()[random.nextInt(DataType.values().length)];
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
