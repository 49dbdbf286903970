package dev.serin.cli.data;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import com.google.protobuf.Duration;
import dev.serin.cli.FakeGateway;
import dev.serin.cli.Run;
import dev.serin.v1.DescribeRequest;
import dev.serin.v1.DescribeResponse;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.Role;
import dev.serin.v1.Tensor;
import dev.serin.v1.TensorSpec;
import io.grpc.Status;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class PredictVerbTest {
  private FakeGateway gateway;

  @BeforeEach
  void start() throws IOException {
    gateway = new FakeGateway();
    gateway.answer(
        PredictionServiceGrpc.getPredictMethod(),
        PredictResponse.newBuilder()
            .setModel("digits")
            .setVersion(2)
            .setRole(Role.CANARY)
            .setRevision(4)
            .setPredictionId("-AbC_9")
            .addOutputs(fp32("output", 0.25f, Float.NaN, 0.7f))
            .setServerTime(Duration.newBuilder().setNanos(410_000))
            .build());
  }

  @AfterEach
  void stop() {
    gateway.close();
  }

  @Test
  void predict_json_isOneLineInTheAgreedShape() {
    var run = Run.against(gateway, "predict", "digits", "--row", "17", "-o", "json");

    assertThat(run)
        .isEqualTo(new Run(
            0,
            "{\"model\":\"digits\",\"version\":2,\"role\":\"canary\",\"revision\":4,"
                + "\"predictionId\":\"-AbC_9\",\"outputs\":{\"output\":{\"datatype\":\"FP32\","
                + "\"shape\":[1,3],\"data\":[0.25,\"NaN\",0.7]}},\"latencyMs\":0.41}\n",
            ""));
  }

  @Test
  void predict_table_showsTheHighestScoreAndTheFeedbackToGive() {
    var run = Run.against(gateway, "predict", "digits", "--row", "17");

    assertThat(run.out()).isEqualTo("""
        MODEL   VERSION  ROLE    REVISION  SERVER MS
        digits  2        canary  4         0.41

        output  FP32 [1, 3]  0.25 NaN 0.7  (highest at 2)
        prediction id  -AbC_9
        row 17 has label 8; to send it: ./serin feedback -AbC_9 --label 8
        """);
  }

  @Test
  void predict_serverOption_isPartOfTheFeedbackToGive() {
    var run = Run.of("predict", "digits", "--row", "0", "--server", gateway.address());

    assertThat(run.out())
        .endsWith("feedback -AbC_9 --label 1 --server " + gateway.address() + "\n");
  }

  @Test
  void predict_row_sendsItsPixels() {
    Run.against(gateway, "predict", "digits", "--row", "0");

    var input = ((PredictRequest) gateway.request()).getInputs(0);
    assertThat(input.getName()).isEqualTo("input");
    assertThat(input.getShapeList()).containsExactly(1L, 64L);
    assertThat(floats(input)).startsWith(0, 0, 0, 3, 12, 12, 2, 0);
  }

  @Test
  void predict_allOptions_reachTheGateway() {
    var run = Run.against(
        gateway,
        "predict",
        "digits",
        "--user",
        "-x",
        "--version",
        "3",
        "--input",
        "a=[1]",
        "--input",
        "b=[true]",
        "--output",
        "p",
        "--output",
        "q",
        "--request-id",
        "r",
        "--timeout",
        "30s");

    assertThat(run.exitCode()).isZero();
    var request = (PredictRequest) gateway.request();
    assertThat(request.getVersion()).isEqualTo(3);
    assertThat(request.getInputsList()).extracting(Tensor::getName).containsExactly("a", "b");
    assertThat(request.getOutputsList()).containsExactly("p", "q");
    assertThat(request.getRequestId()).isEqualTo("r");
  }

  @Test
  void predict_plainNumbers_areSentAsTheTypeThatTheVersionTakes() {
    gateway.answer(
        PredictionServiceGrpc.getDescribeMethod(),
        DescribeResponse.newBuilder()
            .addInputs(TensorSpec.newBuilder()
                .setName("a")
                .setDatatype(Tensor.Datatype.INT64)
                .addShape(-1))
            .build());

    var run = Run.against(gateway, "predict", "m", "--version", "3", "--input", "a=[1]");

    assertThat(run.exitCode()).isZero();
    assertThat(gateway.requests.get(0))
        .isEqualTo(DescribeRequest.newBuilder().setModel("m").setVersion(3).build());
    assertThat(((PredictRequest) gateway.requests.get(1)).getInputs(0).getDatatype())
        .isEqualTo(Tensor.Datatype.INT64);
  }

  @Test
  void predict_gatewayOfAFormerRelease_getsFp32() {
    var run = Run.against(gateway, "predict", "m", "--input", "a=[1]");

    assertThat(run.exitCode()).isZero();
    assertThat(((PredictRequest) gateway.request()).getInputs(0).getDatatype())
        .isEqualTo(Tensor.Datatype.FP32);
  }

  @Test
  void predict_everyDatatype_isShown() {
    gateway.answer(
        PredictionServiceGrpc.getPredictMethod(),
        PredictResponse.newBuilder()
            .addOutputs(raw("u", Tensor.Datatype.UINT64, "ffffffffffffffff"))
            .addOutputs(raw("i", Tensor.Datatype.INT64, "0000000000000080"))
            .addOutputs(raw("h", Tensor.Datatype.FP16, "003c"))
            .addOutputs(raw("d", Tensor.Datatype.FP64, "9a9999999999b93f"))
            .addOutputs(raw("b", Tensor.Datatype.BOOL, "01"))
            .addOutputs(raw("s", Tensor.Datatype.STRING, "02000000c3bc"))
            .build());

    var run = Run.against(gateway, "predict", "m", "--input", "a=1", "-o", "json");

    assertThat(run.out())
        .contains(
            "\"data\":[18446744073709551615]",
            "\"data\":[-9223372036854775808]",
            "\"data\":[1.0]",
            "\"data\":[0.1]",
            "\"data\":[true]",
            "\"data\":[\"\u00fc\"]");
  }

  @Test
  void predict_refusedCall_exits1AndTheMessage() {
    gateway.refuse(
        PredictionServiceGrpc.getPredictMethod(),
        Status.INVALID_ARGUMENT.withDescription("input: FP32 [2] (expected: FP32 [-1,64])"));

    assertThat(Run.against(gateway, "predict", "digits", "--input", "input=[1,2]"))
        .isEqualTo(new Run(1, "", "serin: input: FP32 [2] (expected: FP32 [-1,64])\n"));
  }

  @Test
  void predict_faultOfTheGateway_exits70() {
    gateway.refuse(
        PredictionServiceGrpc.getPredictMethod(), Status.INTERNAL.withDescription("model failed"));

    assertThat(Run.against(gateway, "predict", "digits", "--row", "0", "-o", "json"))
        .isEqualTo(new Run(70, "", "{\"error\":\"model failed\",\"code\":\"INTERNAL\"}\n"));
  }

  @Test
  void predict_rowOutsideTheSample_isWrongUsage() {
    assertThat(Run.against(gateway, "predict", "digits", "--row", "449"))
        .isEqualTo(new Run(64, "", "serin: --row: 449 (expected: 0 to 448)\n"));
  }

  @Test
  void predict_negativeRow_isWrongUsage() {
    assertThat(Run.against(gateway, "predict", "digits", "--row", "-1").err())
        .isEqualTo("serin: --row: -1 (expected: 0 to 448)\n");
  }

  @Test
  void predict_neitherRowNorInput_isWrongUsage() {
    assertThat(Run.against(gateway, "predict", "digits").exitCode()).isEqualTo(64);
  }

  @Test
  void predict_timeoutWithoutUnit_isWrongUsage() {
    var run = Run.against(gateway, "predict", "digits", "--row", "0", "--timeout", "5");

    assertThat(run.exitCode()).isEqualTo(64);
    assertThat(run.err()).contains("5 (expected: a time such as 500ms, 5s, 1m or 2h)");
  }

  private static Tensor fp32(String name, float... values) {
    var data = ByteBuffer.allocate(4 * values.length).order(ByteOrder.LITTLE_ENDIAN);
    data.asFloatBuffer().put(values);
    return Tensor.newBuilder()
        .setName(name)
        .setDatatype(Tensor.Datatype.FP32)
        .addAllShape(List.of(1L, (long) values.length))
        .setRaw(ByteString.copyFrom(data))
        .build();
  }

  private static Tensor raw(String name, Tensor.Datatype datatype, String hex) {
    return Tensor.newBuilder()
        .setName(name)
        .setDatatype(datatype)
        .addShape(1)
        .setRaw(ByteString.copyFrom(HexFormat.of().parseHex(hex)))
        .build();
  }

  private static float[] floats(Tensor tensor) {
    var floats = new float[64];
    tensor
        .getRaw()
        .asReadOnlyByteBuffer()
        .order(ByteOrder.LITTLE_ENDIAN)
        .asFloatBuffer()
        .get(floats);
    return floats;
  }
}
