package dev.serin.rpc.oip;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import dev.serin.inference.InferParameter;
import dev.serin.inference.InferTensorContents;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.rpc.Allocated;
import dev.serin.tensor.Tensor;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferMessageTest {
  private static final String CORPUS =
      "InferMessageFuzzTestInputs/read_anyBytes_isWhatProtobufReads_orRefused/";

  /** The most memory per byte received. */
  private static final int MOST = 32;

  @Test
  void read_anyRequest_isWhatProtobufReads() {
    for (int seed = 0; seed < 2_000; seed++) {
      var request = new RandomRequests(seed).next();

      var message = ReadRequest.parse(request.toByteArray());

      assertThat(message.model()).isEqualTo(request.getModelName());
      assertThat(message.version()).isEqualTo(request.getModelVersion());
      assertThat(message.id()).isEqualTo(request.getId());
      assertThat(RequestedOutput.read(message.outputs()))
          .isEqualTo(request.getOutputsList().stream()
              .map(output -> new RequestedOutput(output.getName(), (int)
                  output.getParametersOrThrow("classification").getInt64Param()))
              .toList());
      assertSame(seed, Inputs.read(message, "m"), request);
    }
  }

  private static void assertSame(int seed, Map<String, Tensor> read, ModelInferRequest request) {
    assertThat(read.keySet())
        .as("seed %s", seed)
        .containsExactlyElementsOf(
            request.getInputsList().stream().map(InferInputTensor::getName).toList());
    for (int i = 0; i < request.getInputsCount(); i++) {
      var input = request.getInputs(i);
      var expected = input.hasContents()
          ? WireTensors.tensor(input.getDatatype(), input.getShapeList(), input.getContents())
          : WireTensors.tensor(
              input.getDatatype(), input.getShapeList(), request.getRawInputContents(i));
      assertThat(requireNonNull(read.get(input.getName())))
          .as("seed %s, %s", seed, input.getName())
          .returns(expected.type(), Tensor::type)
          .returns(expected.shape(), Tensor::shape)
          .returns(expected.data(), Tensor::data);
    }
  }

  /** The reader accepts and refuses the same bytes as protobuf, except for what it bounds. */
  @Test
  void read_bytesThatWereChanged_areReadAsProtobufDoes() {
    var random = new Random(7);
    for (int i = 0; i < 20_000; i++) {
      var bytes = new RandomRequests(i % 100).next().toByteArray();
      if (bytes.length == 0) {
        continue;
      }
      bytes[random.nextInt(bytes.length)] = (byte) random.nextInt(256);
      assertSame(bytes);
    }
  }

  @Test
  void read_cutAnywhere_isUnreadableOrAnotherRequest() {
    var bytes = new RandomRequests(1).next().toByteArray();
    for (int length = 0; length < bytes.length; length++) {
      assertSame(Arrays.copyOf(bytes, length));
    }
  }

  private static void assertSame(byte[] bytes) {
    assertThat(ReadRequest.of(bytes).differences()).as(Arrays.toString(bytes)).isEmpty();
  }

  /** The bytes with which the fuzz test begins. */
  @ParameterizedTest
  @ValueSource(
      strings = {
        "raw",
        "typed",
        "bytes",
        "parameters",
        "nested-1",
        "nested-2",
        "number-1",
        "number-2"
      })
  void read_corpus_isWhatProtobufReads(String name) throws IOException {
    try (var in = getClass().getResourceAsStream(CORPUS + name)) {
      assertThat(in).as(name).isNotNull();

      assertSame(in.readAllBytes());
    }
  }

  @Test
  void inputs_raw_areViewsOfTheMessage() {
    var message = ReadRequest.parse(raw().build().toByteArray());
    var tensor = requireNonNull(Inputs.read(message, "m").get("x"));

    message.bytes().buffer().put(message.bytes().length() - 1, (byte) 0x40);

    assertThat(tensor.data().getFloat(4)).isEqualTo(2);
  }

  /** As perf_analyzer sends them. */
  @Test
  void inputs_rawBytesThatAreNeitherZeroNorOne_areTrue() {
    var request = ModelInferRequest.newBuilder()
        .addInputs(input().setDatatype("BOOL").clearShape().addShape(5))
        .addRawInputContents(ByteString.copyFrom(new byte[] {0, 1, 103, 0, -128}));

    var tensor = requireNonNull(read(request).get("x"));

    assertThat(tensor.data()).isEqualTo(ByteBuffer.wrap(new byte[] {0, 1, 1, 0, 1}));
  }

  @Test
  void inputs_typedFloats_areViewsOfTheMessage() {
    var request = typed(InferTensorContents.newBuilder().addFp32Contents(1).addFp32Contents(0));
    var message = ReadRequest.parse(request.build().toByteArray());
    var tensor = requireNonNull(Inputs.read(message, "m").get("x"));

    message.bytes().buffer().put(message.bytes().length() - 1, (byte) 0x40);

    assertThat(tensor.data().getFloat(4)).isEqualTo(2);
  }

  /** Readers must also accept packed fields one element at a time, and in several pieces. */
  @Test
  void inputs_typedElementsOneByOne_areThoseThatArePacked() throws IOException {
    var contents = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(contents);
    out.writeInt32(2, -5);
    out.writeByteArray(2, new byte[] {7, 8});
    out.writeInt32(2, 9);
    out.writeByteArray(3, new byte[0]);
    out.flush();
    var input = InferInputTensor.newBuilder()
        .setName("x")
        .setDatatype("INT8")
        .addShape(4)
        .build();

    // Fields of one message may be appended to it as bytes.
    var whole = input.toByteString().concat(field(5, contents.toByteArray()));
    var message = ReadRequest.parse(field(5, whole.toByteArray()).toByteArray());
    var tensor = requireNonNull(Inputs.read(message, "m").get("x"));

    assertThat(tensor.data()).isEqualTo(ByteBuffer.wrap(new byte[] {-5, 7, 8, 9}));
  }

  private static ByteString field(int number, byte[] value) throws IOException {
    var bytes = new ByteArrayOutputStream();
    var out = CodedOutputStream.newInstance(bytes);
    out.writeByteArray(number, value);
    out.flush();
    return ByteString.copyFrom(bytes.toByteArray());
  }

  @Test
  void inputs_contentsBesideRawElements_areRefused() {
    var request = typed(InferTensorContents.newBuilder().addFp32Contents(1).addFp32Contents(0))
        .addRawInputContents(ByteString.copyFrom(new byte[8]));

    assertRefused(
        request,
        "contents field must not be specified when using raw_input_contents for 'x' for model 'm'");
  }

  @Test
  void inputs_withoutElements_areRefused() {
    assertRefused(
        raw().clearRawInputContents(),
        "unable to find data for input tensor 'x' for model 'm' in request.");
  }

  @Test
  void inputs_moreRawElementsThanInputs_areRefused() {
    assertRefused(
        raw().addRawInputContents(ByteString.EMPTY),
        "raw_input_contents: 2 (expected: one for each input, 1)");
  }

  @Test
  void inputs_elementsOfAnotherType_areRefused() {
    assertRefused(
        typed(InferTensorContents.newBuilder().addInt64Contents(1).addInt64Contents(0)),
        "unexpected explicit tensor data for input tensor 'x' for model 'm' of type 'INT64',"
            + " expected datatype 'FP32'");
    assertRefused(
        typed(InferTensorContents.newBuilder()
            .addFp32Contents(1)
            .addFp32Contents(0)
            .addBytesContents(ByteString.EMPTY)),
        "unexpected explicit tensor data for input tensor 'x' for model 'm' of type 'BYTES',"
            + " expected datatype 'FP32'");
  }

  @ParameterizedTest
  @ValueSource(strings = {"FP16", "BF16"})
  void inputs_typedHalves_areRefused(String type) {
    var request = typed(InferTensorContents.newBuilder().addFp32Contents(1).addFp32Contents(0));
    request.getInputsBuilder(0).setDatatype(type);

    assertRefused(
        request,
        "unexpected explicit tensor data for input tensor 'x' for model 'm' of type 'FP32',"
            + " expected datatype '" + type + "'");
  }

  @Test
  void inputs_tooFewElements_areRefused() {
    assertRefused(
        typed(InferTensorContents.newBuilder().addFp32Contents(1)),
        "input byte size mismatch for input 'x' for model 'm'. Expected 8, got 4");
    var texts = typed(InferTensorContents.newBuilder().addBytesContents(ByteString.EMPTY));
    texts.getInputsBuilder(0).setDatatype("BYTES");
    assertRefused(texts, "expected 2 string elements for input 'x' for model 'm', got 1");
  }

  @Test
  void inputs_truncatedText_isRefused() {
    var request = raw();
    request.getInputsBuilder(0).setDatatype("BYTES").setShape(0, 1);
    request.setRawInputContents(0, ByteString.copyFrom(new byte[] {9, 0, 0, 0, 'x'}));

    assertThatThrownBy(() -> read(request))
        .hasMessage("x: STRING: truncated at byte 4 (expected: 4 bytes of length, then the text)");
  }

  @Test
  void inputs_shapeBeyondAnyMemory_isRefused() {
    var request = raw();
    request.getInputsBuilder(0).clearShape().addShape(1L << 61).addShape(2);

    assertRefused(
        request,
        "input byte size mismatch for input 'x' for model 'm'."
            + " Expected 4611686018427387904 x 4, got 8");
  }

  @Test
  void inputs_datatypeThatIsNone_isRefused() {
    var request = raw();
    request.getInputsBuilder(0).setDatatype("FP8");

    assertThatThrownBy(() -> read(request))
        .hasMessageStartingWith("x: datatype: 'FP8' (expected: ");
  }

  @Test
  void inputs_ofOneName_areRefused() {
    var request = raw();
    request.addInputs(request.getInputs(0)).addRawInputContents(request.getRawInputContents(0));

    assertThatThrownBy(() -> read(request)).hasMessage("x: duplicate");
  }

  @Test
  void parameters_ofAnotherType_areRefused() {
    var text = InferParameter.newBuilder().setStringParam("1").build();

    assertThatThrownBy(() -> parameters("timeout", text))
        .hasMessageEndingWith("invalid value type for 'timeout' parameter, expected int64_param.");
    assertThatThrownBy(() -> parameters("user_id", InferParameter.getDefaultInstance()))
        .hasMessageEndingWith("invalid value type for 'user_id' parameter, expected int64_param or"
            + " string_param.");
    assertThatThrownBy(() ->
            parameters("priority", InferParameter.newBuilder().setInt64Param(-1).build()))
        .hasMessageEndingWith("invalid value for 'priority', expected value >= 0.");
  }

  @Test
  void parameters_userId_isBeforeTheSequence() {
    var request = raw()
        .putParameters(
            "sequence_id", InferParameter.newBuilder().setInt64Param(7).build())
        .putParameters(
            "user_id", InferParameter.newBuilder().setStringParam("alice").build());

    assertThat(ReadRequest.parse(request.build().toByteArray()).parameters().userId())
        .isEqualTo("alice");
    assertThat(ReadRequest.parse(request.removeParameters("user_id").build().toByteArray())
            .parameters()
            .userId())
        .isEqualTo("7");
  }

  private static CallParameters parameters(String name, InferParameter value) {
    return ReadRequest.parse(raw().putParameters(name, value).build().toByteArray())
        .parameters();
  }

  /** A message of empty inputs may be 64 MiB. */
  @Test
  void read_moreInputsThanAnyModelHas_areRefusedAtTheFirstTooMany() {
    var request = ModelInferRequest.newBuilder();
    IntStream.range(0, 1 << 18)
        .forEach(i -> request.addInputs(InferInputTensor.getDefaultInstance()));
    var bytes = request.build().toByteArray();

    long allocated = Allocated.by(() -> assertThatThrownBy(() -> ReadRequest.parse(bytes))
        .hasMessageContaining("inputs: more than 4096 (expected: at most 4096"));

    assertThat(allocated).isLessThan((long) MOST * bytes.length);
  }

  private static void assertRefused(ModelInferRequest.Builder request, String message) {
    assertThatThrownBy(() -> read(request)).hasMessage("INVALID_ARGUMENT: " + message);
  }

  private static Map<String, Tensor> read(ModelInferRequest.Builder request) {
    return Inputs.read(ReadRequest.parse(request.build().toByteArray()), "m");
  }

  /** A request with two raw floats. */
  private static ModelInferRequest.Builder raw() {
    return ModelInferRequest.newBuilder()
        .addInputs(input())
        .addRawInputContents(ByteString.copyFrom(new byte[8]));
  }

  private static ModelInferRequest.Builder typed(InferTensorContents.Builder contents) {
    return ModelInferRequest.newBuilder().addInputs(input().setContents(contents));
  }

  private static InferInputTensor.Builder input() {
    return InferInputTensor.newBuilder().setName("x").setDatatype("FP32").addShape(2);
  }
}
