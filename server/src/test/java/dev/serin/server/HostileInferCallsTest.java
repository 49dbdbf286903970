package dev.serin.server;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Status;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What {@link HostileCallsTest} says of Predict, of ModelInfer. */
class HostileInferCallsTest {
  private static final String INFER = "inference.GRPCInferenceService/ModelInfer";
  private static final int SIZE = 2 << 20;

  /** The most memory per byte received. */
  private static final int MOST = 32;

  /** The memory of a connection and a call, whatever its content. */
  private static final long FIXED = 8 << 20;

  private static final Map<String, byte[]> MESSAGES = HostileInferMessages.of(SIZE);

  @TempDir
  static Path folder;

  private static TestGateway serin;
  private static HostileCalls calls;

  @BeforeAll
  static void start() throws Exception {
    serin = HostileCalls.start(folder, "models: {digits: {split: {1: 1}}}\n");
    calls = new HostileCalls(serin.gateway());
    // Loads and compiles all code that the messages need.
    for (var message : HostileInferMessages.of(4_000).values()) {
      calls.send(INFER, message, false);
      calls.send(INFER, message, true);
    }
  }

  @AfterAll
  static void stop() {
    calls.close();
    serin.close();
  }

  /** All messages except strings, which a model gets as objects; see below. */
  static Stream<String> messages() {
    return MESSAGES.keySet().stream().filter(name -> !name.contains("strings"));
  }

  @ParameterizedTest
  @MethodSource("messages")
  void call_takesNoMoreThanItsBytesAllow(String name) {
    assertThat(cost(name, false)).isLessThan((long) MOST * SIZE + FIXED);
    assertThat(cost(name, true)).isLessThan((long) MOST * SIZE + FIXED);
  }

  /** A refused message takes little more than its bytes. */
  @ParameterizedTest
  @MethodSource("messages")
  void call_thatIsRefused_takesItsBytesAndLittleMore(String name) {
    long before = HostileCalls.allocated();
    var status = calls.send(INFER, message(name), false);

    if (!status.isOk()) {
      assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
      assertThat(HostileCalls.allocated() - before).isLessThan(2L * SIZE + FIXED);
    }
  }

  /**
   * The cost is their objects on the way into the model and out of it; checking them costs nothing.
   */
  @ParameterizedTest
  @ValueSource(strings = {"empty strings", "raw empty strings"})
  void call_ofTexts_takesNoMoreThanTheirObjects(String name) {
    assertThat(cost(name, false)).isLessThan(3L * MOST * SIZE + FIXED);
  }

  /** Strings are charged for their cost during a run, and calls that do not fit never run. */
  @Test
  void call_ofMoreTextsThanThereIsRoomFor_isRefusedBeforeTheyAreBuilt() {
    var message = requireNonNull(HostileInferMessages.of(9 << 20).get("empty strings"));

    long before = HostileCalls.allocated();
    var status = calls.send(INFER, message, false);

    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).startsWith("limits.inFlightBytes: 301989888 bytes");
    assertThat(HostileCalls.allocated() - before).isLessThan(4L * message.length + FIXED);
  }

  /** Other calls on the same event loop would wait for it, above all health checks. */
  @Test
  void call_thatIsLarge_isReadOnOtherThreads() {
    var message = message("longs of a byte");
    long loops = HostileCalls.allocated("grpc-default-worker");
    long readers = HostileCalls.allocated("serin-reader");

    assertThat(calls.send(INFER, message, false).isOk()).isTrue();

    assertThat(HostileCalls.allocated("grpc-default-worker") - loops).isLessThan(SIZE + FIXED / 2);
    assertThat(HostileCalls.allocated("serin-reader") - readers)
        .isBetween(8L * SIZE, 8L * SIZE + FIXED / 2);
  }

  private static byte[] message(String name) {
    return requireNonNull(MESSAGES.get(name));
  }

  private static long cost(String name, boolean gzip) {
    long before = HostileCalls.allocated();
    var unused = calls.send(INFER, message(name), gzip);
    return HostileCalls.allocated() - before;
  }
}
