package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import dev.serin.batching.ManualDispatcher;
import dev.serin.feedback.FeedbackSettings;
import dev.serin.feedback.Predictions;
import dev.serin.feedback.id.SigningKeys;
import dev.serin.model.VersionPool;
import dev.serin.routing.Routing;
import dev.serin.serving.CallBytes;
import dev.serin.serving.CallRecord;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Caller;
import dev.serin.serving.Fault;
import dev.serin.serving.InFlightBytes;
import dev.serin.serving.Router;
import dev.serin.serving.Serving;
import dev.serin.serving.ShadowListener;
import dev.serin.serving.Shadows;
import dev.serin.serving.Time;
import dev.serin.tensor.InvalidTensorException;
import io.grpc.Context;
import io.grpc.Deadline;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class CallsTest {
  private static final long NOW = 1_000;
  private static final long ARRIVAL = 900;

  @TempDir
  Path folder;

  private final CallBytes room = new InFlightBytes(1 << 20).open();
  private final MessageBytes message =
      MessageBytes.plain(new ByteArrayInputStream(new byte[7]), room, ARRIVAL);
  private final List<CallRecord> counted = new ArrayList<>();
  private final Deque<AutoCloseable> opened = new ArrayDeque<>();
  private Calls calls;

  @BeforeEach
  void open() throws Exception {
    var settings =
        new FeedbackSettings(Duration.ofDays(1), FeedbackSettings.MIN_MEMORY_BYTES, false);
    var keys = SigningKeys.loadOrCreate(folder.resolve("key"), new SecureRandom());
    var time = Time.of(() -> NOW, () -> Instant.EPOCH);
    var predictions = new Predictions(settings, keys, () -> 7, time.ticker());
    var routing = new Routing();
    var dispatcher = new ManualDispatcher(routing, time.ticker());
    var shadows = new Shadows(dispatcher, predictions, ShadowListener.NONE, () -> 0, time);
    opened.push(shadows);
    var router = new Router(routing, new VersionPool());
    calls = new Calls(
        new Serving(router, dispatcher, predictions, counted::add, shadows, time), time.ticker());
  }

  @AfterEach
  void close() throws Exception {
    for (var resource : opened) {
      resource.close();
    }
  }

  @Test
  void caller_thatCancels_isGone() {
    var observer = new FakeObserver<Void>();
    var caller = Calls.caller(observer);

    assertThat(caller.isGone()).isFalse();
    observer.cancel.run();
    assertThat(caller.isGone()).isTrue();
  }

  @Test
  void origin_isThatOfTheMessage() {
    var caller = new Caller();

    var origin = calls.origin(message, caller);

    assertThat(origin.bytes()).isEqualTo(7);
    assertThat(origin.arrivalNanos()).isEqualTo(ARRIVAL);
    assertThat(origin.deadlineNanos()).isEmpty();
    assertThat(origin.caller()).isSameAs(caller);
    assertThat(origin.room()).isSameAs(room);
  }

  /** The deadline's clock is not the listener's. */
  @Test
  void origin_deadlineOfTheContext_isOnTheTickerOfTheListener() throws Exception {
    var deadline = Deadline.after(250, TimeUnit.NANOSECONDS, new StoppedTicker());
    var scheduler = Executors.newSingleThreadScheduledExecutor();
    opened.push(scheduler::shutdownNow);

    try (var context = Context.ROOT.withDeadline(deadline, scheduler)) {
      var origin = context.call(() -> calls.origin(message, new Caller()));

      assertThat(origin.deadlineNanos()).hasValue(NOW + 250);
    }
  }

  static Stream<Arguments> failures() {
    return Stream.of(
        arguments(
            new InvalidTensorException("x: 3 elements"),
            CallStatus.INVALID_ARGUMENT,
            "INVALID_ARGUMENT: x: 3 elements"),
        arguments(
            new UnreadableException("cut"),
            CallStatus.INVALID_ARGUMENT,
            StatusTable.unreadable("s/Infer").getMessage()),
        arguments(
            StatusTable.invalid("user id: long"),
            CallStatus.INVALID_ARGUMENT,
            "INVALID_ARGUMENT: user id: long"),
        arguments(
            StatusTable.error(CallStatus.RESOURCE_EXHAUSTED, "no room"),
            CallStatus.RESOURCE_EXHAUSTED,
            "RESOURCE_EXHAUSTED: no room"),
        arguments(
            new OutOfMemoryError(),
            CallStatus.RESOURCE_EXHAUSTED,
            StatusTable.noMemory().getMessage()));
  }

  @ParameterizedTest
  @MethodSource("failures")
  void reject_isAnsweredAndCountedOnce(Throwable failure, CallStatus status, String text) {
    var answers = new ArrayList<StatusRuntimeException>();

    calls.reject("s/Infer", "m", calls.origin(message, new Caller()), failure, answers::add);

    assertThat(answers).singleElement().hasToString("io.grpc.StatusRuntimeException: " + text);
    assertCounted("m", status, NOW - ARRIVAL);
  }

  @Test
  void unread_isCountedForNoModel() {
    calls.unread(CallStatus.RESOURCE_EXHAUSTED);

    assertCounted("", CallStatus.RESOURCE_EXHAUSTED, 0);
  }

  private void assertCounted(String model, CallStatus status, long nanos) {
    assertThat(counted).singleElement().satisfies(call -> {
      assertThat(call.model()).isEqualTo(model);
      assertThat(call.status()).isEqualTo(status);
      assertThat(call.timing().endToEndNanos()).isEqualTo(nanos);
      assertThat(call.fault()).isNotEqualTo(Fault.VERSION);
    });
  }

  private static final class StoppedTicker extends Deadline.Ticker {
    @Override
    public long nanoTime() {
      return 50;
    }
  }
}
