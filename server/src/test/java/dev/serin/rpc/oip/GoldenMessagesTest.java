package dev.serin.rpc.oip;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Message;
import com.google.protobuf.TextFormat;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferResponse;
import dev.serin.inference.ModelStreamInferResponse;
import dev.serin.model.Role;
import dev.serin.rpc.MessageBytes;
import dev.serin.rpc.MessageWriter;
import dev.serin.rpc.WrittenMessages;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.InFlightBytes;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * The protocol's bytes, as {@code protoc --deterministic_output --encode} made them of the texts in
 * {@code resources/wire}: what is read of requests, and the same bytes for the same answers.
 */
class GoldenMessagesTest {
  @ParameterizedTest
  @CsvSource({
    "raw.request, ModelInferRequest",
    "typed.request, ModelInferRequest",
    "bytes.request, ModelInferRequest",
    "parameters.request, ModelInferRequest",
    "raw.answer, ModelInferResponse",
    "typed.answer, ModelInferResponse",
    "stream.answer, ModelStreamInferResponse",
    "error.answer, ModelStreamInferResponse"
  })
  void bytes_areThoseOfTheText(String name, String type) throws IOException {
    Message.Builder message = switch (type) {
      case "ModelInferRequest" -> ModelInferRequest.newBuilder();
      case "ModelInferResponse" -> ModelInferResponse.newBuilder();
      default -> ModelStreamInferResponse.newBuilder();
    };
    var text = new String(resource(name + ".txtpb"), StandardCharsets.UTF_8);
    var expected =
        message.getDefaultInstanceForType().getParserForType().parseFrom(resource(name + ".bin"));

    TextFormat.merge(text, message);

    assertThat(message.build()).isEqualTo(expected);
  }

  @Test
  void rawRequest_isRead() {
    var request = request("raw");
    var inputs = Inputs.read(request, "digits");

    assertThat(request.model()).isEqualTo("digits");
    assertThat(request.version()).isEqualTo("2");
    assertThat(request.id()).isEqualTo("call-1");
    assertThat(RequestedOutput.read(request.outputs()))
        .containsExactly(new RequestedOutput("output", 0));
    assertTensor(
        inputs, "input", DataType.FP32, Shape.of(1, 2), 0, 0, 0x80, 0xbf, 0, 0, 0x80, 0x7f);
    assertTensor(inputs, "flags", DataType.BOOL, Shape.of(3), 1, 0, 1);
  }

  @Test
  void typedRequest_isRead() {
    var inputs = Inputs.read(request("typed"), "digits");

    assertTensor(inputs, "bytes", DataType.INT8, Shape.of(3), 0xff, 0x7f, 0x2c);
    assertTensor(inputs, "doubles", DataType.FP64, Shape.of(1, 1), 0, 0, 0, 0, 0, 0, 0xe0, 0x3f);
    assertTensor(
        inputs,
        "counts",
        DataType.UINT64,
        Shape.of(2),
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0,
        0xff,
        0xff,
        0xff,
        0xff,
        0xff,
        0xff,
        0xff,
        0xff);
  }

  @Test
  void bytesRequest_isRead() {
    var inputs = Inputs.read(request("bytes"), "texts");

    assertThat(inputs).containsOnlyKeys("x");
    assertThat(Objects.requireNonNull(inputs.get("x")).strings()).containsExactly("", "\u7528");
  }

  @Test
  void parametersRequest_isRead() {
    var request = request("parameters");

    assertThat(request.parameters().userId()).isEqualTo("alice");
    assertThat(RequestedOutput.read(request.outputs()))
        .containsExactly(new RequestedOutput("output", 3));
    assertTensor(Inputs.read(request, "digits"), "input", DataType.FP16, Shape.of(1), 0, 0x3c);
  }

  @Test
  void rawAnswer_isWritten() throws IOException {
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put("output", Tensor.ofFloats(Shape.of(1, 2), -1, Float.POSITIVE_INFINITY));
    outputs.put("none", Tensor.of(DataType.INT64, Shape.of(0), ByteBuffer.allocate(0)));

    var answer = answer(2, Role.CANARY, outputs, new InferAnswer.Form("call-1", false, false));

    assertThat(written(answer)).isEqualTo(resource("raw.answer.bin"));
  }

  @Test
  void typedAnswer_isWritten() throws IOException {
    var outputs = new LinkedHashMap<String, Tensor>();
    outputs.put(
        "bytes", Tensor.of(DataType.INT8, Shape.of(2), ByteBuffer.wrap(new byte[] {-1, 127})));
    outputs.put("texts", Tensor.ofStrings(Shape.of(2), List.of("", "\u7528")));

    var answer = answer(1, Role.STABLE, outputs, new InferAnswer.Form("", true, false));

    assertThat(written(answer)).isEqualTo(resource("typed.answer.bin"));
  }

  @Test
  void streamAnswer_isWritten() throws IOException {
    var outputs = Map.of("texts", Tensor.ofStrings(Shape.of(1), List.of("\u7528")));

    var answer = answer(1, Role.PINNED, outputs, new InferAnswer.Form("", false, true));

    assertThat(written(StreamAnswer.of(answer))).isEqualTo(resource("stream.answer.bin"));
  }

  @Test
  void streamError_isWritten() throws IOException {
    var error = StreamAnswer.error("Request for unknown model: 'other' is not found", "call-3");

    assertThat(written(error)).isEqualTo(resource("error.answer.bin"));
  }

  private static void assertTensor(
      Map<String, Tensor> tensors, String name, DataType type, Shape shape, int... bytes) {
    var tensor = Objects.requireNonNull(tensors.get(name));
    var expected = ByteBuffer.allocate(bytes.length);
    for (int each : bytes) {
      expected.put((byte) each);
    }
    assertThat(tensor.type()).isEqualTo(type);
    assertThat(tensor.shape()).isEqualTo(shape);
    assertThat(ByteString.copyFrom(tensor.data())).isEqualTo(ByteString.copyFrom(expected.flip()));
  }

  private static InferAnswer answer(
      long version, Role role, Map<String, Tensor> outputs, InferAnswer.Form form) {
    return TestAnswers.of("digits", new Served(version, role, 7), outputs, form);
  }

  private static <T extends MessageWriter> byte[] written(T answer) throws IOException {
    try (var message = new WrittenMessages<T>().stream(answer)) {
      return message.readAllBytes();
    }
  }

  private static InferMessage request(String name) {
    var room = new InFlightBytes(1 << 30).open();
    var bytes = new ByteArrayInputStream(resource(name + ".request.bin"));
    return new InferMessage.Marshaller().parse(MessageBytes.plain(bytes, room, 0));
  }

  private static byte[] resource(String name) {
    try (var in = GoldenMessagesTest.class.getResourceAsStream("/wire/" + name)) {
      return Objects.requireNonNull(in, name).readAllBytes();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
