package dev.serin.rpc.oip;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.InvalidProtocolBufferException;
import dev.serin.inference.InferParameter;
import dev.serin.inference.InferTensorContents;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.rpc.Allocated;
import dev.serin.rpc.MessageBytes;
import dev.serin.rpc.UnreadableException;
import dev.serin.serving.InFlightBytes;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class InferMessageTest {
  /** The most memory per byte received. */
  private static final int MOST = 32;

  @Test
  void read_anyRequest_isWhatProtobufReads() {
    for (int seed = 0; seed < 2_000; seed++) {
      var request = new RandomRequests(seed).next();

      var message = parse(request.toByteArray());

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
      var tensor = read.get(input.getName());
      assertThat(Datatypes.name(tensor.type())).isEqualTo(input.getDatatype());
      assertThat(tensor.shape().toArray()).containsExactly(input.getShape(0), input.getShape(1));
      assertThat(ByteString.copyFrom(tensor.data()))
          .as("seed %s, %s", seed, input.getName())
          .isEqualTo(
              input.hasContents()
                  ? elements(tensor, input.getContents())
                  : request.getRawInputContents(i));
    }
  }

  /** Lays out typed elements as Triton does. */
  private static ByteString elements(Tensor tensor, InferTensorContents from) {
    var data = ByteBuffer.allocate(tensor.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    switch (tensor.type()) {
      case BOOL -> from.getBoolContentsList().forEach(one -> data.put((byte) (one ? 1 : 0)));
      case INT8 -> from.getIntContentsList().forEach(one -> data.put(one.byteValue()));
      case INT16 -> from.getIntContentsList().forEach(one -> data.putShort(one.shortValue()));
      case INT32 -> from.getIntContentsList().forEach(data::putInt);
      case INT64 -> from.getInt64ContentsList().forEach(data::putLong);
      case UINT8 -> from.getUintContentsList().forEach(one -> data.put(one.byteValue()));
      case UINT16 -> from.getUintContentsList().forEach(one -> data.putShort(one.shortValue()));
      case UINT32 -> from.getUintContentsList().forEach(data::putInt);
      case UINT64 -> from.getUint64ContentsList().forEach(data::putLong);
      case FP32 -> from.getFp32ContentsList().forEach(data::putFloat);
      case FP64 -> from.getFp64ContentsList().forEach(data::putDouble);
      case STRING ->
        from.getBytesContentsList()
            .forEach(one -> data.putInt(one.size()).put(one.asReadOnlyByteBuffer()));
      case FP16, BF16 -> throw new AssertionError(tensor.type());
    }
    return ByteString.copyFrom(data.flip());
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
    InferMessage message;
    Map<String, Tensor> inputs;
    try {
      message = parse(bytes);
      message.parameters();
      RequestedOutput.read(message.outputs());
      inputs = Inputs.read(message, "m");
      message.model();
      message.id();
      message.version();
    } catch (UnreadableException | InvalidTensorException | StatusRuntimeException refused) {
      return;
    }
    try {
      var library = ModelInferRequest.parseFrom(bytes);
      assertThat(message.model()).isEqualTo(library.getModelName());
      assertThat(message.version()).isEqualTo(library.getModelVersion());
      assertThat(message.id()).isEqualTo(library.getId());
      assertThat(inputs.keySet())
          .containsExactlyElementsOf(
              library.getInputsList().stream().map(InferInputTensor::getName).toList());
    } catch (InvalidProtocolBufferException e) {
      // Of a text that comes twice only the last is read.
      assertThat(e).as(Arrays.toString(bytes)).hasMessageContaining("invalid UTF-8");
    }
  }

  @Test
  void inputs_raw_areViewsOfTheMessage() {
    var message = parse(raw().build().toByteArray());
    var tensor = Inputs.read(message, "m").get("x");

    message.bytes().buffer().put(message.bytes().length() - 1, (byte) 0x40);

    assertThat(tensor.data().getFloat(4)).isEqualTo(2);
  }

  @Test
  void inputs_typedFloats_areViewsOfTheMessage() {
    var request = typed(InferTensorContents.newBuilder().addFp32Contents(1).addFp32Contents(0));
    var message = parse(request.build().toByteArray());
    var tensor = Inputs.read(message, "m").get("x");

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
    var message = parse(field(5, whole.toByteArray()).toByteArray());
    var tensor = Inputs.read(message, "m").get("x");

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

    assertThat(parse(request.build().toByteArray()).parameters().userId()).isEqualTo("alice");
    assertThat(parse(request.removeParameters("user_id").build().toByteArray())
            .parameters()
            .userId())
        .isEqualTo("7");
  }

  private static CallParameters parameters(String name, InferParameter value) {
    return parse(raw().putParameters(name, value).build().toByteArray()).parameters();
  }

  /** A message of empty inputs may be 64 MiB. */
  @Test
  void read_moreInputsThanAnyModelHas_areRefusedAtTheFirstTooMany() {
    var request = ModelInferRequest.newBuilder();
    IntStream.range(0, 1 << 18)
        .forEach(i -> request.addInputs(InferInputTensor.getDefaultInstance()));
    var bytes = request.build().toByteArray();

    long allocated = Allocated.by(() -> assertThatThrownBy(() -> parse(bytes))
        .hasMessageContaining("inputs: more than 4096 (expected: at most 4096"));

    assertThat(allocated).isLessThan((long) MOST * bytes.length);
  }

  private static void assertRefused(ModelInferRequest.Builder request, String message) {
    assertThatThrownBy(() -> read(request)).hasMessage("INVALID_ARGUMENT: " + message);
  }

  private static Map<String, Tensor> read(ModelInferRequest.Builder request) {
    return Inputs.read(parse(request.build().toByteArray()), "m");
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

  private static InferMessage parse(byte[] bytes) {
    var room = new InFlightBytes(1 << 30).open();
    return new InferMessage.Marshaller()
        .parse(MessageBytes.plain(new ByteArrayInputStream(bytes), room, 0));
  }
}
