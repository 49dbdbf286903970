package dev.serin.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.serin.client.Feedback;
import dev.serin.client.FeedbackResult.Result;
import dev.serin.client.Label;
import dev.serin.inference.InferParameter;
import dev.serin.inference.InferTensorContents;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.inference.ModelInferRequest.InferRequestedOutputTensor;
import dev.serin.inference.ModelInferResponse;
import dev.serin.inference.ModelInferResponse.InferOutputTensor;
import dev.serin.onnx.OnnxModels;
import dev.serin.tensor.DataType;
import io.grpc.ClientInterceptor;
import io.grpc.Metadata;
import io.grpc.Status;
import io.grpc.stub.MetadataUtils;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ModelInfer over the wire: datatypes in both forms, outputs, parameters, versions and errors. */
class InferScenarioTest {
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 0.5, 2: 0.5}\n" + TestGateway.QUALITY;

  @TempDir
  static Path folder;

  private static TestGateway serin;
  private static Wire wire;

  @BeforeAll
  static void start() throws Exception {
    for (var type : DataType.values()) {
      write("same-" + type, OnnxModels.identity(type, -1, 2));
    }
    write("two", OnnxModels.negativeAndSame(-1, 2));
    write("broken", new byte[] {1});
    serin = TestGateway.start(folder, CONFIG, 1, 2);
    wire = new Wire(serin.gateway());
  }

  private static void write(String model, byte[] file) throws Exception {
    var version =
        Files.createDirectories(folder.resolve("repository").resolve(model).resolve("1"));
    Files.write(version.resolve("model.onnx"), file);
  }

  @AfterAll
  static void stop() {
    wire.close();
    serin.close();
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void infer_rawOfEveryDatatype_givesBackWhatItTook(DataType type) {
    var answer = infer(same(type).addRawInputContents(raw(type)));

    assertThat(answer.getRawOutputContentsList()).containsExactly(raw(type));
    assertThat(answer.getOutputsList())
        .containsExactly(InferOutputTensor.newBuilder()
            .setName("y")
            .setDatatype(name(type))
            .addShape(1)
            .addShape(2)
            .build());
  }

  @ParameterizedTest
  @EnumSource(
      mode = EnumSource.Mode.EXCLUDE,
      names = {"FP16", "BF16"})
  void infer_typedOfEveryDatatype_isAnsweredRawUnlessAskedOtherwise(DataType type) {
    var request = same(type);
    request.getInputsBuilder(0).setContents(typed(type));

    var answer = infer(request);
    var typed = infer(request.putParameters("typed_output", bool(true)));

    assertThat(answer.getRawOutputContentsList()).containsExactly(raw(type));
    assertThat(answer.getOutputs(0).hasContents()).isFalse();
    assertThat(typed.getRawOutputContentsList()).isEmpty();
    assertThat(typed.getOutputs(0).getContents()).isEqualTo(typed(type));
  }

  /** They have no typed form, so the whole answer is raw. */
  @ParameterizedTest
  @EnumSource(names = {"FP16", "BF16"})
  void infer_halvesTyped_areAnsweredRaw(DataType type) {
    var answer =
        infer(same(type).addRawInputContents(raw(type)).putParameters("typed_output", bool(true)));

    assertThat(answer.getRawOutputContentsList()).containsExactly(raw(type));
  }

  @Test
  void infer_integersBeyondTheirType_areCutToTheirLowBytes() {
    var request = same(DataType.INT8);
    request
        .getInputsBuilder(0)
        .setContents(InferTensorContents.newBuilder().addIntContents(0x1ff).addIntContents(128));

    assertThat(infer(request).getRawOutputContents(0))
        .isEqualTo(ByteString.copyFrom(new byte[] {-1, -128}));
  }

  @Test
  void infer_withoutRows_isAnsweredWithAnEmptyEntry() {
    var request = same(DataType.FP32).addRawInputContents(ByteString.EMPTY);
    request.getInputsBuilder(0).clearShape().addShape(0).addShape(2);

    assertThat(infer(request).getRawOutputContentsList()).containsExactly(ByteString.EMPTY);
  }

  @Test
  void infer_outputs_areThoseAskedForInTheOrderOfTheModel() {
    var request = ModelInferRequest.newBuilder()
        .setModelName("two")
        .addInputs(InferInputTensor.newBuilder()
            .setName("x")
            .setDatatype("FP32")
            .addShape(1)
            .addShape(2))
        .addRawInputContents(floats(1, 2));
    var both = request.clone().addOutputs(output("y")).addOutputs(output("z"));
    var turned = request.clone().addOutputs(output("z")).addOutputs(output("y"));

    assertThat(infer(request)).extracting(ModelInferResponse::getOutputsCount).isEqualTo(2);
    assertThat(infer(both).getOutputsList()).isEqualTo(infer(turned).getOutputsList());
    assertThat(infer(turned).getRawOutputContentsList())
        .isEqualTo(infer(request).getRawOutputContentsList());
    var one = infer(request.clone().addOutputs(output("z")));
    assertThat(one.getOutputsList()).extracting(InferOutputTensor::getName).containsExactly("z");
    assertThat(one.getRawOutputContentsList()).containsExactly(floats(-1, -2));
  }

  @Test
  void infer_answer_saysWhoAnswered() {
    var headers = new AtomicReference<Metadata>();
    var stub = wire.inference()
        .withInterceptors(
            MetadataUtils.newCaptureMetadataInterceptor(headers, new AtomicReference<>()));

    var answer = stub.modelInfer(Wire.zeroDigits()
        .setId("call-1")
        .putParameters("user_id", text("alice"))
        .build());

    var expected = serin.admin().explain("digits", "alice");
    assertThat(answer.getModelName()).isEqualTo("digits");
    assertThat(answer.getModelVersion()).isEqualTo(Long.toString(expected.version()));
    assertThat(answer.getId()).isEqualTo("call-1");
    assertThat(parameter(answer, "role")).isIn("stable", "canary");
    assertThat(parameter(answer, "revision")).isEqualTo("1");
    for (var name : new String[] {"prediction_id", "role", "revision"}) {
      var header =
          Metadata.Key.of("x-serin-" + name.replace('_', '-'), Metadata.ASCII_STRING_MARSHALLER);
      assertThat(requireNonNull(headers.get()).get(header)).isEqualTo(parameter(answer, name));
    }
  }

  @Test
  void infer_predictionId_takesALabel() {
    var answer = infer(Wire.zeroDigits().putParameters("user_id", text("alice")));

    var result = serin
        .client()
        .submitFeedback(Feedback.of(parameter(answer, "prediction_id"), Label.of("3")));

    assertThat(result.result()).isEqualTo(Result.ACCEPTED);
    assertThat(Long.toString(result.servedBy().orElseThrow().version()))
        .isEqualTo(answer.getModelVersion());
  }

  @Test
  void infer_users_areThoseOfTheOtherProtocol() {
    for (int i = 0; i < 30; i++) {
      var user = "user-" + i;
      var expected = Long.toString(serin.admin().explain("digits", user).version());

      assertThat(infer(Wire.zeroDigits().putParameters("user_id", text(user))).getModelVersion())
          .isEqualTo(expected);
      assertThat(
              infer(Wire.zeroDigits().putParameters("sequence_id", text(user))).getModelVersion())
          .isEqualTo(expected);
      assertThat(wire.inference()
              .withInterceptors(user(user))
              .modelInfer(
                  Wire.zeroDigits().putParameters("user_id", text("other")).build())
              .getModelVersion())
          .isEqualTo(expected);
    }
  }

  @Test
  void infer_usersAsNumbers_areTheirDigits() {
    for (int i = 1; i < 30; i++) {
      assertThat(infer(Wire.zeroDigits().putParameters("user_id", number(i))).getModelVersion())
          .isEqualTo(
              Long.toString(serin.admin().explain("digits", Integer.toString(i)).version()));
    }
  }

  @Test
  void infer_withoutUser_isAnsweredByStable() {
    for (int call = 0; call < 20; call++) {
      assertThat(parameter(infer(Wire.zeroDigits()), "role")).isEqualTo("stable");
      assertThat(
              parameter(infer(Wire.zeroDigits().putParameters("sequence_id", number(0))), "role"))
          .isEqualTo("stable");
    }
  }

  @ParameterizedTest
  @CsvSource({"1, 1", "2, 2", "stable, 1", "canary, 2"})
  void infer_ofAVersion_isAnsweredByItAsPinned(String text, String version) {
    var answer =
        infer(Wire.zeroDigits().setModelVersion(text).putParameters("user_id", text("alice")));

    assertThat(answer.getModelVersion()).isEqualTo(version);
    assertThat(parameter(answer, "role")).isEqualTo("pinned");
  }

  @ParameterizedTest
  @ValueSource(strings = {"0", "-1", "latest", "1.0", "99999999999999999999"})
  void infer_ofAVersionThatIsNone_isInvalid(String text) {
    var status = refused(Wire.zeroDigits().setModelVersion(text));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription())
        .startsWith(
            "failed to get model version from specified version string '" + text + "' (details: ")
        .contains("), version should be an integral value > 0");
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "other  |        | Request for unknown model: 'other' is not found",
        "other  | 1      | Request for unknown model: 'other' is not found",
        "other  | stable | Request for unknown model: 'other' is not found",
        "digits | 9      | Request for unknown model: 'digits' version 9 is not found",
        "two    | canary | Request for unknown model: 'two' version canary is not found",
        "broken |        | Request for unknown model: 'broken' has no available versions: broken"
      })
  void infer_ofWhatIsNotThere_isNotFound(String model, String version, String message) {
    var request = Wire.zeroDigits().setModelName(model);
    if (version != null) {
      request.setModelVersion(version);
    }

    var status = refused(request);

    assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
    assertThat(status.getDescription()).startsWith(message);
  }

  @Test
  void infer_wrongDatatype_isInvalidInTheWordsOfTriton() {
    var request =
        same(DataType.INT64).setModelName("same-FP32").addRawInputContents(raw(DataType.INT64));

    assertThat(refused(request).getDescription())
        .isEqualTo(
            "inference input 'x' data-type is 'INT64', but model 'same-FP32' expects 'FP32'");
  }

  @Test
  void infer_wrongShape_isInvalidInTheWordsOfTriton() {
    var request = same(DataType.FP32).addRawInputContents(floats(1, 2, 3));
    request.getInputsBuilder(0).clearShape().addShape(1).addShape(3);

    assertThat(refused(request).getDescription())
        .isEqualTo(
            "unexpected shape for input 'x' for model 'same-FP32'. Expected [-1,2], got [1,3]");
  }

  @Test
  void infer_wrongNames_areInvalidInTheWordsOfTriton() {
    var input = same(DataType.FP32).addRawInputContents(floats(1, 2));
    input.getInputsBuilder(0).setName("z");
    var none = same(DataType.FP32).clearInputs();
    var output = same(DataType.FP32).addRawInputContents(floats(1, 2)).addOutputs(output("z"));

    assertThat(refused(input).getDescription())
        .isEqualTo("unexpected inference input 'z' for model 'same-FP32'");
    assertThat(refused(none).getDescription())
        .isEqualTo("expected 1 inputs but got 0 inputs for model 'same-FP32'. Got input(s) [],"
            + " but missing required input(s) ['x']. Please provide all required input(s).");
    assertThat(refused(output).getDescription())
        .isEqualTo("unexpected inference output 'z' for model 'same-FP32'");
  }

  @Test
  void infer_tooManyInputs_isInvalid() {
    var request = same(DataType.FP32);
    request.addInputs(request.getInputs(0).toBuilder().setName("more"));

    assertThat(refused(request).getDescription())
        .isEqualTo("expected 1 inputs but got 2 inputs for model 'same-FP32'");
  }

  @Test
  void infer_sizeThatDoesNotFit_isInvalid() {
    assertThat(refused(same(DataType.FP32).addRawInputContents(floats(1, 2, 3))).getDescription())
        .isEqualTo(
            "input byte size mismatch for input 'x' for model 'same-FP32'. Expected 8, got 12");
  }

  @Test
  void infer_reservedParameter_isInvalid() {
    var status = refused(Wire.zeroDigits().putParameters("triton_other", bool(true)));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription())
        .isEqualTo("parameter keys starting with 'triton_' are reserved for Triton usage. Only the"
            + " following keys starting with 'triton_' are allowed:"
            + " triton_enable_empty_final_response");
  }

  /** What standard clients send, and what a user may add. */
  @Test
  void infer_otherParameters_areAccepted() {
    var answer = infer(Wire.zeroDigits()
        .putParameters("triton_enable_empty_final_response", bool(false))
        .putParameters("priority", InferParameter.newBuilder().setUint64Param(1).build())
        .putParameters("timeout", number(60_000_000))
        .putParameters("sequence_start", bool(true))
        .putParameters("sequence_end", bool(true))
        .putParameters("binary_data_output", bool(true))
        .putParameters("mine", InferParameter.newBuilder().setDoubleParam(0.5).build()));

    assertThat(answer.getRawOutputContentsCount()).isEqualTo(1);
  }

  @Test
  void infer_timeoutThatPasses_isUnavailable() {
    var status = refused(Wire.zeroDigits().putParameters("timeout", number(1)));

    // Depending on whether the gateway expects it or sees it.
    assertThat(status.getCode() + ": " + status.getDescription())
        .matches("UNAVAILABLE: Request timeout expired"
            + "|RESOURCE_EXHAUSTED: digits/1: would end in .* ms"
            + " \\(expected: before the caller's deadline, in 0 ms\\)");
  }

  @Test
  void infer_sharedMemory_isUnimplemented() {
    var request = same(DataType.FP32);
    request.getInputsBuilder(0).putParameters("shared_memory_region", text("mine"));

    assertThat(refused(request).getCode()).isEqualTo(Status.Code.UNIMPLEMENTED);
  }

  @Test
  void infer_classification_returnsTheGreatestOfEachRow() {
    var output = output("y").toBuilder().putParameters("classification", number(1));
    var request =
        same(DataType.FP32).addRawInputContents(floats(0.25f, 0.75f, 3, -1)).addOutputs(output);
    request.getInputsBuilder(0).setShape(0, 2);

    var answer = infer(request);

    assertThat(answer.getOutputs(0).getDatatype()).isEqualTo("BYTES");
    assertThat(answer.getOutputs(0).getShapeList()).containsExactly(2L, 1L);
    assertThat(answer.getRawOutputContents(0)).isEqualTo(texts("0.750000:1", "3.000000:0"));
  }

  @Test
  void infer_classificationOfTexts_isInvalid() {
    var output = output("y").toBuilder().putParameters("classification", number(1));

    assertThat(refused(
                same(DataType.STRING).addRawInputContents(raw(DataType.STRING)).addOutputs(output))
            .getDescription())
        .isEqualTo("class result not available for output 'y' due to unsupported type 'BYTES'");
  }

  private static ModelInferResponse infer(ModelInferRequest.Builder request) {
    return wire.inference().modelInfer(request.build());
  }

  private static Status refused(ModelInferRequest.Builder request) {
    return Wire.error(() -> wire.inference().modelInfer(request.build()));
  }

  private static ModelInferRequest.Builder same(DataType type) {
    return ModelInferRequest.newBuilder()
        .setModelName("same-" + type)
        .addInputs(InferInputTensor.newBuilder()
            .setName("x")
            .setDatatype(name(type))
            .addShape(1)
            .addShape(2));
  }

  private static String name(DataType type) {
    return type == DataType.STRING ? "BYTES" : type.name();
  }

  private static InferRequestedOutputTensor output(String name) {
    return InferRequestedOutputTensor.newBuilder().setName(name).build();
  }

  private static ClientInterceptor user(String id) {
    var headers = new Metadata();
    headers.put(Metadata.Key.of("x-user-id", Metadata.ASCII_STRING_MARSHALLER), id);
    return MetadataUtils.newAttachHeadersInterceptor(headers);
  }

  private static String parameter(ModelInferResponse answer, String name) {
    return answer.getParametersOrThrow(name).getStringParam();
  }

  private static InferParameter bool(boolean value) {
    return InferParameter.newBuilder().setBoolParam(value).build();
  }

  private static InferParameter number(long value) {
    return InferParameter.newBuilder().setInt64Param(value).build();
  }

  private static InferParameter text(String value) {
    return InferParameter.newBuilder().setStringParam(value).build();
  }

  /** Two elements at the ends of a type's range, in its typed field. */
  private static InferTensorContents typed(DataType type) {
    var contents = InferTensorContents.newBuilder();
    int bits = type.bytes() * 8;
    switch (type) {
      case BOOL -> contents.addBoolContents(true).addBoolContents(false);
      case INT8, INT16, INT32 ->
        contents
            .addIntContents(Integer.MIN_VALUE >> (32 - bits))
            .addIntContents(Integer.MAX_VALUE >> (32 - bits));
      case INT64 -> contents.addInt64Contents(Long.MIN_VALUE).addInt64Contents(Long.MAX_VALUE);
      case UINT8, UINT16, UINT32 -> contents.addUintContents(0).addUintContents(-1 >>> (32 - bits));
      case UINT64 -> contents.addUint64Contents(0).addUint64Contents(-1);
      case FP32 -> contents.addFp32Contents(-1.5f).addFp32Contents(Float.POSITIVE_INFINITY);
      case FP64 -> contents.addFp64Contents(Math.PI).addFp64Contents(-0.0);
      case STRING ->
        contents
            .addBytesContents(ByteString.EMPTY)
            .addBytesContents(ByteString.copyFromUtf8("\u7528\ud83d\udc24"));
      case FP16, BF16 -> throw new AssertionError(type);
    }
    return contents.build();
  }

  /** The same elements, raw. */
  private static ByteString raw(DataType type) {
    var data = ByteBuffer.allocate(16).order(ByteOrder.LITTLE_ENDIAN);
    switch (type) {
      case BOOL -> data.put((byte) 1).put((byte) 0);
      case INT8 -> data.put(Byte.MIN_VALUE).put(Byte.MAX_VALUE);
      case INT16 -> data.putShort(Short.MIN_VALUE).putShort(Short.MAX_VALUE);
      case INT32 -> data.putInt(Integer.MIN_VALUE).putInt(Integer.MAX_VALUE);
      case INT64 -> data.putLong(Long.MIN_VALUE).putLong(Long.MAX_VALUE);
      case UINT8 -> data.put((byte) 0).put((byte) -1);
      case UINT16 -> data.putShort((short) 0).putShort((short) -1);
      case UINT32 -> data.putInt(0).putInt(-1);
      case UINT64 -> data.putLong(0).putLong(-1);
      case FP16 -> data.putShort((short) 0xbe00).putShort((short) 0x7c00);
      case BF16 -> data.putShort((short) 0xbfc0).putShort((short) 0x7f80);
      case FP32 -> data.putFloat(-1.5f).putFloat(Float.POSITIVE_INFINITY);
      case FP64 -> data.putDouble(Math.PI).putDouble(-0.0);
      case STRING -> {
        return texts("", "\u7528\ud83d\udc24");
      }
    }
    return ByteString.copyFrom(data.flip());
  }

  private static ByteString floats(float... values) {
    var data = ByteBuffer.allocate(values.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return ByteString.copyFrom(data);
  }

  private static ByteString texts(String... values) {
    var all = ByteString.EMPTY;
    for (var value : values) {
      var text = ByteString.copyFromUtf8(value);
      var length = ByteBuffer.allocate(Integer.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      all = all.concat(ByteString.copyFrom(length.putInt(text.size()).flip())).concat(text);
    }
    return all;
  }
}
