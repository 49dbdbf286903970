package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.assertj.core.api.Assertions.within;

import com.google.protobuf.util.Durations;
import dev.serin.client.PredictCall;
import dev.serin.client.Prediction;
import dev.serin.client.Role;
import dev.serin.client.SerinException;
import dev.serin.client.Tensor;
import dev.serin.client.TensorSpec;
import dev.serin.onnx.OnnxModels;
import dev.serin.tensor.DataType;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.Tensor.Bools;
import dev.serin.v1.Tensor.Datatype;
import dev.serin.v1.Tensor.Doubles;
import dev.serin.v1.Tensor.Floats;
import dev.serin.v1.Tensor.Ints;
import dev.serin.v1.Tensor.Strings;
import dev.serin.v1.Tensor.UInts;
import io.grpc.Status;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Predict over the wire: every datatype, filters, batches and pinned versions. */
class PredictScenarioTest {
  private static final String CONFIG =
      "models:\n  digits:\n    split: {1: 0.5, 2: 0.5}\n" + TestGateway.QUALITY;

  @TempDir
  static Path folder;

  private static TestGateway serin;
  private static Wire wire;

  @BeforeAll
  static void start() throws Exception {
    for (var type : DataType.values()) {
      var version = folder.resolve("repository/same-" + type + "/1");
      Files.createDirectories(version);
      Files.write(version.resolve("model.onnx"), OnnxModels.identity(type, -1, 2));
    }
    var two = Files.createDirectories(folder.resolve("repository/two/1"));
    Files.write(two.resolve("model.onnx"), OnnxModels.negativeAndSame(-1, 2));
    serin = TestGateway.start(folder, CONFIG, 1, 2);
    wire = new Wire(serin.gateway());
  }

  @AfterAll
  static void stop() {
    wire.close();
    serin.close();
  }

  @ParameterizedTest
  @EnumSource(DataType.class)
  void predict_ofEveryDatatype_givesBackWhatItTook_rawAndTyped(DataType type) {
    var typed = typed(type);

    var answerTyped = same(type, typed, true);
    var answerRaw = same(type, typed, false);
    var answerOfRaw = same(type, answerRaw.toBuilder().setName("x").build(), true);

    assertThat(answerTyped).isEqualTo(typed.toBuilder().setName("y").build());
    assertThat(answerRaw.hasRaw()).isTrue();
    assertThat(answerOfRaw).isEqualTo(answerTyped);
  }

  @Test
  void predict_outputFilter_returnsThoseOnly() {
    var x = Tensor.fp32("x", Tensor.shapeOf(1, 2), 1, 2);
    var call = PredictCall.to("two").input(x);

    assertThat(serin.client().predict(call.build()).outputs()).containsOnlyKeys("y", "z");
    assertThat(serin.client().predict(call.output("z").build()).output("z").floats())
        .containsExactly(-1, -2);
    assertThat(serin.client().predict(call.build()).outputs()).hasSize(1);
  }

  @Test
  void predict_ofSeveralRows_isOneCallWithOneVersion() {
    var pixels = new float[5 * 64];
    for (int row = 0; row < 5; row++) {
      System.arraycopy(Digits.row(row).tensor().floats(), 0, pixels, row * 64, 64);
    }
    var call = PredictCall.to("digits").version(1);

    var batch = serin
        .client()
        .predict(call.input(Tensor.fp32("input", Tensor.shapeOf(5, 64), pixels)).build());

    assertThat(batch.output("output").shape()).containsExactly(5L, 10L);
    var alone =
        PredictCall.to("digits").version(1).input(Digits.row(4).tensor()).build();
    var last = serin.client().predict(alone).output("output").floats();
    for (int i = 0; i < 10; i++) {
      assertThat(batch.output("output").floats()[40 + i]).isCloseTo(last[i], within(1e-5f));
    }
  }

  @Test
  void predict_ofNoRows_isAnswered() {
    var none = Tensor.fp32("x", Tensor.shapeOf(0, 2));

    var answer = serin.client().predict(PredictCall.to("same-FP32").input(none).build());

    assertThat(answer.output("y").shape()).containsExactly(0L, 2L);
  }

  @Test
  void predict_pinned_isAnsweredByThatVersion() {
    var prediction = serin
        .client()
        .predict(PredictCall.to("digits")
            .version(2)
            .user("alice")
            .input(Digits.row(0).tensor())
            .build());

    assertThat(prediction.version()).isEqualTo(2);
    assertThat(prediction.role()).isEqualTo(Role.PINNED);
  }

  @Test
  void describe_tellsWhatTheVersionOfThatUserTakes() {
    var call = PredictCall.to("digits").user("alice").build();

    var described = serin.client().describe(call);

    assertThat(described.version())
        .isEqualTo(serin.admin().explain("digits", "alice").version());
    assertThat(described.input("input"))
        .contains(new TensorSpec("input", dev.serin.client.Datatype.FP32, List.of(-1L, 64L)));
    assertThat(described.outputs()).extracting(TensorSpec::name).containsExactly("output");
    assertThat(serin
            .client()
            .describe(PredictCall.to("same-INT64").version(1).build())
            .inputs())
        .extracting(TensorSpec::datatype)
        .containsExactly(dev.serin.client.Datatype.INT64);
  }

  @Test
  void describe_unknownModelOrVersion_isNotFound() {
    assertThat(catchThrowableOfType(
                SerinException.class,
                () -> serin.client().describe(PredictCall.to("other").build()))
            .code())
        .isEqualTo("NOT_FOUND");
    assertThat(catchThrowableOfType(
            SerinException.class,
            () -> serin.client().describe(PredictCall.to("digits").version(9).build())))
        .hasMessageContaining("version: 9 (expected: one of [1, 2])");
  }

  @Test
  void predict_ofManyUsers_isAnsweredAsExplained() {
    var users = IntStream.range(0, 50).mapToObj(i -> "user-" + i).toList();

    var versions = users.stream().map(user -> serin.predict(user).version()).toList();

    assertThat(versions)
        .contains(1L, 2L)
        .isEqualTo(users.stream()
            .map(user -> serin.admin().explain("digits", user).version())
            .toList());
  }

  @Test
  void predict_withoutUser_isAnsweredByStable() {
    for (int call = 0; call < 20; call++) {
      assertThat(serin.predict("").role()).isEqualTo(Role.STABLE);
    }
  }

  @Test
  void predict_tellsItsTime() {
    var response = wire.prediction().predict(Wire.zeros().build());

    assertThat(Durations.toNanos(response.getServerTime())).isPositive();
    assertThat(response.getPredictionId()).isNotEmpty();
  }

  @Test
  void predict_unknownModelOrVersion_isNotFound() {
    assertThat(Wire.error(
            () -> wire.prediction().predict(Wire.zeros().setModel("other").build())))
        .satisfies(status -> assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND))
        .satisfies(status -> assertThat(status.getDescription()).contains("model: other"));
    assertThat(Wire.error(
                () -> wire.prediction().predict(Wire.zeros().setVersion(9).build()))
            .getDescription())
        .isEqualTo("version: 9 (expected: one of [1, 2])");
  }

  @Test
  void predict_requestIdThatIsTooLong_isRefused() {
    var status = Wire.error(() ->
        wire.prediction().predict(Wire.zeros().setRequestId("x".repeat(257)).build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).isEqualTo("request id: 257 bytes (expected: at most 256)");
  }

  @Test
  void predict_namesOfAnySize_areAnsweredWithAMessageThatFits() {
    var status = Wire.error(() ->
        wire.prediction().predict(Wire.zeros().setModel("\u7528".repeat(20_000)).build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.NOT_FOUND);
  }

  @Test
  void predict_async_answersMoreCallsAtOnceThanThereAreRunners() {
    var call = PredictCall.to("digits").input(Digits.row(1).tensor()).build();

    var answers =
        IntStream.range(0, 100).mapToObj(i -> serin.client().predictAsync(call)).toList();

    assertThat(answers)
        .allSatisfy(answer -> assertThat(answer).succeedsWithin(Duration.ofSeconds(20)));
    assertThat(answers.stream().map(answer -> answer.join()).map(Prediction::predictionId))
        .doesNotHaveDuplicates();
  }

  private static dev.serin.v1.Tensor same(
      DataType type, dev.serin.v1.Tensor tensor, boolean typed) {
    return wire.prediction()
        .predict(PredictRequest.newBuilder()
            .setModel("same-" + type)
            .addInputs(tensor)
            .setTypedOutputs(typed)
            .build())
        .getOutputs(0);
  }

  /** Two elements at the ends of a type's range, in its typed field. */
  private static dev.serin.v1.Tensor typed(DataType type) {
    var tensor = dev.serin.v1.Tensor.newBuilder()
        .setName("x")
        .setDatatype(Datatype.valueOf(type.name()))
        .addAllShape(List.of(1L, 2L));
    int bits = type.bytes() * 8;
    switch (type) {
      case BOOL -> tensor.setBools(Bools.newBuilder().addValues(true).addValues(false));
      case INT8, INT16, INT32, INT64 ->
        tensor.setInts(Ints.newBuilder()
            .addValues(Long.MIN_VALUE >> (64 - bits))
            .addValues(Long.MAX_VALUE >> (64 - bits)));
      case UINT8, UINT16, UINT32, UINT64 ->
        tensor.setUints(UInts.newBuilder().addValues(0).addValues(-1L >>> (64 - bits)));
      case FP16, BF16, FP32 ->
        tensor.setFloats(Floats.newBuilder().addValues(-1.5f).addValues(Float.POSITIVE_INFINITY));
      case FP64 -> tensor.setDoubles(Doubles.newBuilder().addValues(Math.PI).addValues(-0.0));
      case STRING ->
        tensor.setStrings(Strings.newBuilder().addValues("").addValues("\u7528\ud83d\udc24"));
    }
    return tensor.build();
  }
}
