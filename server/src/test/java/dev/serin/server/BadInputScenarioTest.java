package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.read.ListAppender;
import com.google.protobuf.ByteString;
import dev.serin.client.Model;
import dev.serin.client.Model.VersionState;
import dev.serin.client.SplitChange;
import dev.serin.onnx.OnnxModels;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.SetSplitRequest;
import dev.serin.v1.Tensor;
import dev.serin.v1.Tensor.Datatype;
import dev.serin.v1.Tensor.Floats;
import dev.serin.v1.Tensor.Ints;
import dev.serin.v1.VersionShare;
import io.grpc.Status;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.slf4j.LoggerFactory;

/** Bad input over the wire gets a message, and changes nothing. */
class BadInputScenarioTest {
  private static final int MESSAGE_BYTES = 1 << 20;
  private static final String CONFIG = "runners: 1\n"
      + "limits: {messageBytes: 1MiB, inFlightBytes: 1MiB}\n"
      + "models:\n  digits:\n    split: {1: 0.9, 2: 0.1}\n" + TestGateway.QUALITY;

  @TempDir
  static Path folder;

  private static TestGateway serin;
  private static Wire wire;

  @BeforeAll
  static void start() throws Exception {
    model("digits/4", new byte[0]);
    model("digits/5", "garbage".getBytes(StandardCharsets.UTF_8));
    var good = OnnxModels.add(1, -1, 2);
    model("digits/6", Arrays.copyOf(good, good.length / 2));
    model("digits/7", OnnxModels.notANumber(-1, 2));
    model("digits/8", good);
    model("broken/1", new byte[0]);
    model("large/1", OnnxModels.constantOfShape(true, 600, 500));
    serin = TestGateway.start(folder, CONFIG, 1, 2, 3);
    wire = new Wire(serin.gateway());
  }

  @AfterAll
  static void stop() {
    wire.close();
    serin.close();
  }

  /** After every test: the split is unchanged and calls are answered. */
  @AfterEach
  void nothingChanged() {
    assertThat(serin.admin().split("digits").revision()).isEqualTo(1);
    assertThat(serin.predict("alice").revision()).isEqualTo(1);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      10/90    | 0.1     | share: 10/90 (expected: a decimal from 0 to 1
      10%      | 0.9     | share: 10% (expected: a decimal from 0 to 1
      1/9      | 0.9     | share: 1/9 (expected: a decimal from 0 to 1
      -0.1     | 1.1     | share: -0.1 (expected: a decimal from 0 to 1
      NaN      | 1       | share: NaN (expected: a decimal from 0 to 1
      1e-1     | 0.9     | share: 1e-1 (expected: a decimal from 0 to 1
      .5       | 0.5     | share: .5 (expected: a decimal from 0 to 1
      0.5      | 0.49    | split: 0.5 + 0.49 = 0.99 (expected: exactly 1)
      0.5      | 0.51    | split: 0.5 + 0.51 = 1.01 (expected: exactly 1)
      0.3333333333333333333 | 0.6666666666666666667 | share: 0.3333333333333333333 (expected:
      """)
  void setSplit_thatIsNone_isRefusedWithTheSum(String one, String two, String message) {
    var status = Wire.error(() -> wire.split()
        .set(SetSplitRequest.newBuilder()
            .setModel("digits")
            .addSplit(VersionShare.newBuilder().setVersion(1).setShare(one))
            .addSplit(VersionShare.newBuilder().setVersion(2).setShare(two))
            .build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains(message);
  }

  @ParameterizedTest
  @CsvSource(delimiter = '|', textBlock = """
      9 | INVALID_ARGUMENT    | version: 9 (expected: one of [1, 2, 3, 4, 5, 6, 7, 8])
      0 | INVALID_ARGUMENT    | version: 0 (expected: a positive integer)
      4 | FAILED_PRECONDITION | version: 4 is REJECTED
      8 | FAILED_PRECONDITION | version 8 does not answer all calls as version 1 does
      """)
  void setSplit_withAVersionThatCannotServe_isRefused(long version, String code, String message) {
    var status = Wire.error(() -> wire.split()
        .set(SetSplitRequest.newBuilder()
            .setModel("digits")
            .addSplit(VersionShare.newBuilder().setVersion(1).setShare("0.9"))
            .addSplit(VersionShare.newBuilder().setVersion(version).setShare("0.1"))
            .build()));

    assertThat(status.getCode().name()).isEqualTo(code);
    assertThat(status.getDescription()).contains(message);
  }

  @Test
  void setSplit_raisingANewVersionByMoreThanHalf_isRefusedAndSaysWhatForceDoes() {
    var change = SplitChange.of("digits", Map.of(1L, "0.4", 3L, "0.6")).build();

    assertThatThrownBy(() -> serin.admin().setSplit(change))
        .hasMessageContaining("version 3 never served and would gain 0.6 of the users at once")
        .hasMessageContaining("--force");
  }

  @Test
  void predict_versionNotReady_isUnavailable() {
    var status =
        Wire.error(() -> wire.prediction().predict(Wire.zeros().setVersion(4).build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
    assertThat(status.getDescription()).contains("4 is REJECTED").doesNotContain("/tmp");
  }

  @Test
  void predict_modelWithoutAReadyVersion_isUnavailable() {
    var status = Wire.error(
        () -> wire.prediction().predict(Wire.zeros().setModel("broken").build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.UNAVAILABLE);
  }

  @Test
  void predict_tensorsThatDoNotFit_areRefusedNamingTheTensor() {
    assertInvalid(good().setName("inputs"), "without input (expected: [input FP32 [-1,64]])");
    assertInvalid(good().setDatatype(Datatype.INT32), "input: INT32 [1,64] (expected: FP32");
    assertInvalid(good().clearDatatype(), "input: datatype: 0 (expected: BOOL to BF16)");
    assertInvalid(good().setDatatypeValue(99), "input: datatype: 99 (expected: BOOL to BF16)");
    assertInvalid(good().clearShape().addShape(64), "input: FP32 [64] (expected: FP32 [-1,64])");
    assertInvalid(
        good().clearShape().addShape(64).addShape(1), "input: FP32 [64,1] (expected: FP32 [-1,64]");
    assertInvalid(
        good().setRaw(ByteString.copyFrom(new byte[255])), "input: 255 bytes for FP32 [1,64]");
    assertInvalid(good().clearShape().addShape(-1).addShape(64), "input: ", "-1");
    assertInvalid(
        good().clearShape().addShape(1L << 40).addShape(1L << 40), "input: ", "1099511627776");
    assertInvalid(
        good().clearShape().addShape(Long.MAX_VALUE).addShape(64),
        "input: ",
        "9223372036854775807");
    assertInvalid(
        good().setInts(Ints.newBuilder().addValues(1)), "input: elements in INTS for FP32");
    assertInvalid(good().setFloats(Floats.newBuilder().addValues(1)), "input: 1 elements");
    assertInvalid(good().setName("x".repeat(60_000)), "inputs: [xxx");
    assertInvalid(
        good().setName("x".repeat(65_537)), "tensor name: 65537 bytes (expected: at most 65536)");
    assertInvalid(
        good().addAllShape(Collections.nCopies(15, 1L)),
        "input: more than 16 dimensions (expected: at most 16)");
  }

  @Test
  void predict_tensorTwiceOrTooMany_isRefused() {
    assertInvalid(
        Wire.zeros().addInputs(good()),
        "inputs: 2 (expected: at most 1, as many as the model has)");
    assertInvalid(Wire.zeros().clearInputs(), "inputs: [] without input");
    assertInvalid(Wire.zeros().addOutputs("nothing"), "outputs: nothing");
    assertInvalid(
        Wire.zeros().addOutputs("output").addOutputs("output"),
        "outputs: 2 (expected: at most 1, as many as the model has)");
  }

  @Test
  void predict_namesThatAreTooLong_areRefused() {
    var name = "x".repeat(257);

    assertInvalid(
        Wire.zeros().setModel("x".repeat(65_537)), "model: 65537 bytes (expected: at most 65536)");
    assertInvalid(Wire.zeros().setUserId(name), "user id: 257 bytes (expected: at most 256)");
    assertInvalid(Wire.zeros().setRequestId(name), "request id: 257 bytes (expected: at most 256)");
  }

  @Test
  void predict_overMessageBytes_isResourceExhausted_andNoStackTraceIsLogged() throws Exception {
    var tooLarge = rows(MESSAGE_BYTES / 256 + 1);
    try (var log = new Log()) {
      var status = Wire.error(() -> wire.prediction().predict(tooLarge));

      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(log.stackTraces()).isEmpty();
    }
  }

  /**
   * Together they exceed the bytes in flight; one row takes longer than one decode. Whether a call
   * is one too many when it is read or when it is answered is a matter of chance.
   */
  @Test
  void predict_overInFlightBytes_isResourceExhausted() throws Exception {
    var large = rows(3_000).toBuilder().setVersion(2).build();
    var stub = PredictionServiceGrpc.newFutureStub(wire.data);

    var codes = IntStream.range(0, 12).mapToObj(i -> stub.predict(large)).toList().stream()
        .map(BadInputScenarioTest::status)
        .toList();

    assertThat(codes).extracting(Status::getCode).contains(Status.Code.OK);
    assertThat(codes).filteredOn(status -> !status.isOk()).isNotEmpty().allSatisfy(status -> {
      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(status.getDescription()).matches("(the answer: )?limits\\.inFlightBytes: .*");
    });
  }

  /** 4 bytes produce 1.2 MB; with no other call in flight it is the version's fault. */
  @Test
  void predict_answerLargerThanInFlightBytes_isResourceExhaustedAndCounted() throws Exception {
    var input =
        good().setName("x").clearShape().addShape(1).setRaw(ByteString.copyFrom(new byte[4]));
    var request = PredictRequest.newBuilder().setModel("large").addInputs(input).build();

    var status = Wire.error(() -> wire.prediction().predict(request));

    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription())
        .startsWith("the answer: limits.inFlightBytes: 1200000 bytes on top of ");
    var version = serin.admin().status("large").model().versions().get(0);
    assertThat(version.state()).isEqualTo(VersionState.READY);
    Await.until(
        "the call is counted",
        () -> Wire.metrics(serin.gateway())
            .contains("serin_calls_total{code=\"RESOURCE_EXHAUSTED\","
                + "fault=\"version\",model=\"large\",role=\"stable\",version=\"1\"} 1.0"));
  }

  @Test
  void models_thatCannotBeLoaded_areRejectedWithTheReason() {
    var versions = serin.admin().status("digits").model().versions();

    assertThat(versions.stream().filter(version -> version.state() == VersionState.REJECTED))
        .extracting(Model.Version::number)
        .containsExactly(4L, 5L, 6L);
    assertThat(versions.stream().filter(version -> version.state() == VersionState.REJECTED))
        .allSatisfy(version -> assertThat(version.reason()).isNotBlank());
    assertThat(versions.get(6).reason()).containsIgnoringCase("nan");
    assertThat(serin.admin().status("broken").model().state()).isEqualTo(Model.State.NOT_SERVING);
  }

  private static void model(String version, byte[] content) throws Exception {
    var path = Files.createDirectories(folder.resolve("repository").resolve(version));
    Files.write(path.resolve("model.onnx"), content);
  }

  private static Tensor.Builder good() {
    return Wire.zeros().getInputs(0).toBuilder();
  }

  private static PredictRequest rows(int count) {
    return Wire.zeros()
        .setInputs(0, good().setShape(0, count).setRaw(ByteString.copyFrom(new byte[count * 256])))
        .build();
  }

  private static Status status(Future<PredictResponse> call) {
    try {
      call.get();
      return Status.OK;
    } catch (ExecutionException e) {
      return Status.fromThrowable(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  private static void assertInvalid(Tensor.Builder tensor, String... message) {
    assertInvalid(Wire.zeros().setInputs(0, tensor), message);
  }

  private static void assertInvalid(PredictRequest.Builder request, String... message) {
    var status = Wire.error(() -> wire.prediction().predict(request.build()));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(status.getDescription()).contains(message);
  }

  /** The output of both logs, as the gateway's own files configure them. */
  private static final class Log extends Handler implements AutoCloseable {
    private static final Logger GRPC = Logger.getLogger("io.grpc.netty");

    private final List<LogRecord> records = new CopyOnWriteArrayList<>();
    private final ListAppender<ILoggingEvent> events = new ListAppender<>();
    private final ch.qos.logback.classic.Logger root = ((LoggerContext)
            LoggerFactory.getILoggerFactory())
        .getLogger(org.slf4j.Logger.ROOT_LOGGER_NAME);

    Log() throws Exception {
      var settings = new Properties();
      try (var file = Gateway.class.getResourceAsStream("/logging.properties")) {
        settings.load(file);
      }
      GRPC.setLevel(Level.parse(settings.getProperty("io.grpc.netty.level")));
      Logger.getLogger("").addHandler(this);
      events.list = Collections.synchronizedList(events.list);
      events.start();
      root.addAppender(events);
    }

    List<String> stackTraces() {
      var traces = new CopyOnWriteArrayList<String>();
      records.stream()
          .filter(entry -> entry.getThrown() != null)
          .forEach(entry -> traces.add(entry.getLoggerName() + ": " + entry.getThrown()));
      events.list.stream()
          .filter(event -> event.getThrowableProxy() != null)
          .forEach(event -> traces.add(event.getLoggerName() + ": " + event));
      return traces;
    }

    @Override
    public void publish(LogRecord entry) {
      records.add(entry);
    }

    @Override
    public void flush() {}

    @Override
    public void close() {
      Logger.getLogger("").removeHandler(this);
      root.detachAppender(events);
      GRPC.setLevel(null);
    }
  }
}
