package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.serving.InFlightBytes;
import dev.serin.v1.FeedbackServiceGrpc;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import io.grpc.CallOptions;
import io.grpc.ClientCall;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthCheckRequest;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ClientCalls;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.function.BooleanSupplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The memory of calls while their bytes arrive, and until their answers have left. */
class CallBytesOnTheWireTest {
  private static final int LIMIT = 8 << 20;
  private static final int LARGE = 4 << 20;
  private static final String METHOD = "serin.v1.FeedbackService/SubmitFeedback";

  private final InFlightBytes inFlight = new InFlightBytes(LIMIT);
  private final List<String> unread = new CopyOnWriteArrayList<>();
  private final ExecutorService readers = Executors.newSingleThreadExecutor();
  private final CountDownLatch ended = new CountDownLatch(1);
  private GrpcPort port;
  private ManagedChannel channel;

  /**
   * Starts a service that reads messages by hand and answers with as many bytes as they ask for.
   */
  @BeforeEach
  void start() throws Exception {
    var method = FeedbackServiceGrpc.getSubmitFeedbackMethod().toBuilder(
            new ByHand(), FeedbackServiceGrpc.getSubmitFeedbackMethod().getResponseMarshaller())
        .build();
    var service = ServiceDescriptor.newBuilder("serin.v1.FeedbackService")
        .addMethod(method)
        .addMethod(FeedbackServiceGrpc.getStreamFeedbackMethod())
        .build();
    port = new GrpcPort(
        Listener.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        new GrpcPort.Bounds(LIMIT, inFlight, Optional.empty()),
        new GrpcPort.Services(
            List.of(() -> ServerServiceDefinition.builder(service)
                .addMethod(method, ServerCalls.asyncUnaryCall(this::answer))
                .addMethod(
                    FeedbackServiceGrpc.getStreamFeedbackMethod(),
                    ServerCalls.asyncBidiStreamingCall(CallBytesOnTheWireTest::stream))
                .build()),
            List.of(),
            Runnable::run,
            readers,
            (name, status) -> unread.add(name + " " + status)),
        System::nanoTime);
    port.started();
    channel = NettyChannelBuilder.forAddress("localhost", port.port())
        .usePlaintext()
        .flowControlWindow(1 << 16)
        .maxInboundMessageSize(LIMIT)
        .build();
  }

  /** After every test: once all calls are over, nothing is held. */
  @AfterEach
  void stop() throws Exception {
    channel.shutdownNow();
    await(() -> inFlight.bytes() == 0);
    port.stop(Duration.ofSeconds(5));
    readers.shutdownNow();
  }

  @Test
  void call_thatIsAnswered_holdsNothing() throws Exception {
    assertThat(send(request(0, 100)).isOk()).isTrue();

    await(() -> inFlight.bytes() == 0);
  }

  /** Uncounted, 300 of them hold 448 MB. */
  @Test
  void answer_thatTheCallerDoesNotRead_isHeldUntilItIsGone() throws Exception {
    var call = channel.newCall(asTheyAre(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.sendMessage(request(LARGE, 0));
    call.halfClose();

    await(() -> inFlight.bytes() >= LARGE);
    call.cancel("enough", null);

    await(() -> inFlight.bytes() == 0);
  }

  @Test
  void answer_thatThereIsNoRoomFor_isResourceExhausted() throws Exception {
    var call = channel.newCall(asTheyAre(), CallOptions.DEFAULT);
    call.start(new ClientCall.Listener<>() {}, new Metadata());
    call.sendMessage(request(LARGE, 0));
    call.halfClose();
    await(() -> inFlight.bytes() >= LARGE);

    var status = send(request(LARGE, 0));

    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).startsWith("the answer: limits.inFlightBytes: ");
  }

  /** The bytes of a message that is never completed must be counted too. */
  @Test
  void request_isChargedWhileItComes() throws Exception {
    try (var socket = halfARequest(LARGE)) {
      await(() -> inFlight.bytes() >= LARGE / 2);
      assertThat(socket.isConnected()).isTrue();
    }

    await(() -> inFlight.bytes() == 0);
  }

  @Test
  void request_thatThereIsNoRoomFor_isRefusedBeforeItIsWhole() throws Exception {
    try (var first = halfARequest(LARGE);
        var second = halfARequest(LARGE);
        var third = halfARequest(LARGE)) {
      await(() -> inFlight.bytes() >= LARGE * 3 / 2);

      var status = send(request(0, LARGE));

      assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
      assertThat(status.getDescription()).startsWith("limits.inFlightBytes: ");
      await(() -> !unread.isEmpty());
      assertThat(unread).containsExactly(METHOD + " RESOURCE_EXHAUSTED");
      assertThat(List.of(first, second, third)).allMatch(Socket::isConnected);
    }
  }

  @Test
  void health_whenThereIsNoRoom_isAnswered() throws Exception {
    var call = inFlight.open();
    assertThat(call.takeRequest(LIMIT)).isTrue();

    assertThat(send(request(0, 1)).getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(HealthGrpc.newBlockingStub(channel)
            .withDeadlineAfter(20, TimeUnit.SECONDS)
            .check(HealthCheckRequest.getDefaultInstance()))
        .isNotNull();
    call.left();
  }

  /** Copying 64 MiB there would block every other call of the event loop. */
  @Test
  void request_thatIsLarge_isReadOffTheEventLoop() throws Exception {
    var free = new CountDownLatch(1);
    readers.execute(() -> awaitQuietly(free));
    var ended = new CompletableFuture<Status>();
    start(request(0, LARGE), ended);
    await(() -> inFlight.bytes() >= LARGE);

    assertThat(send(request(0, 1)).isOk()).isTrue();
    assertThat(ended).isNotDone();
    free.countDown();

    assertThat(ended.get(20, TimeUnit.SECONDS).isOk()).isTrue();
  }

  @Test
  void request_thatIsLargeAndCancelledBeforeItIsRead_holdsNothing() throws Exception {
    var free = new CountDownLatch(1);
    readers.execute(() -> awaitQuietly(free));
    var call = start(request(0, LARGE), new CompletableFuture<>());
    await(() -> inFlight.bytes() >= LARGE);

    call.cancel("enough", null);
    free.countDown();

    await(() -> inFlight.bytes() == 0);
  }

  @Test
  void request_thatIsLargeAndCannotBeRead_isInvalidAndCounted() {
    var status = send(request(-1, LARGE));

    assertThat(status.getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT);
    assertThat(unread).containsExactly(METHOD + " INVALID_ARGUMENT");
  }

  /** A fault of the gateway ends the call on the reader threads too. */
  @Test
  void request_thatIsLargeAndMakesTheServiceFail_isInternal() {
    assertThat(send(request(-2, LARGE)).getCode()).isEqualTo(Status.Code.INTERNAL);
  }

  /**
   * A fault after the answer changes nothing for the caller, and the call is still told its end.
   */
  @Test
  void request_thatIsLargeAndFailsAfterItsAnswer_isAnsweredAndEnds() throws Exception {
    assertThat(send(request(-3, LARGE)).isOk()).isTrue();

    assertThat(ended.await(20, TimeUnit.SECONDS)).isTrue();
  }

  /**
   * 8 MiB, compressed to 8 KB: decompressed bytes are charged piece by piece, before they are
   * allocated.
   */
  @Test
  void request_thatGrowsBeyondTheRoom_isRefused() throws Exception {
    var call = inFlight.open();
    assertThat(call.takeRequest(LIMIT - LARGE)).isTrue();

    var status = sendPacked(request(0, LARGE + 1));

    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).startsWith("limits.inFlightBytes: ");
    call.left();
    assertThat(sendPacked(request(0, LARGE / 4)).isOk()).isTrue();
  }

  /** A message decoded by protobuf may take many times its bytes. */
  @Test
  void request_thatIsLarge_isForMethodsThatReadByHandOnly() {
    var status = Bytes.send(channel, "grpc.health.v1.Health/Check", new byte[65 << 10]);

    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription())
        .isEqualTo("message: more than 65536 bytes (expected: at most 65536)");
  }

  @Test
  void stream_holdsItsMessagesUntilTheyAreTaken() throws Exception {
    var answers = new CountDownLatch(100);
    var ended = new CompletableFuture<Boolean>();
    var requests = FeedbackServiceGrpc.newStub(channel).streamFeedback(new StreamObserver<>() {
      @Override
      public void onNext(SubmitFeedbackResponse response) {
        answers.countDown();
      }

      @Override
      public void onError(Throwable e) {
        ended.complete(false);
      }

      @Override
      public void onCompleted() {
        ended.complete(true);
      }
    });
    for (int i = 0; i < 100; i++) {
      requests.onNext(
          SubmitFeedbackRequest.newBuilder().setLabel("x".repeat(1_000)).build());
    }
    assertThat(answers.await(20, TimeUnit.SECONDS)).isTrue();

    await(() -> inFlight.bytes() < 10_000);
    requests.onCompleted();

    assertThat(ended.get(20, TimeUnit.SECONDS)).isTrue();
  }

  private ClientCall<byte[], byte[]> start(byte[] message, CompletableFuture<Status> ended) {
    var call = channel.newCall(asTheyAre(), CallOptions.DEFAULT);
    call.start(
        new ClientCall.Listener<>() {
          @Override
          public void onClose(Status status, Metadata trailers) {
            ended.complete(status);
          }
        },
        new Metadata());
    call.request(1);
    call.sendMessage(message);
    call.halfClose();
    return call;
  }

  private static void awaitQuietly(CountDownLatch latch) {
    try {
      boolean unused = latch.await(60, TimeUnit.SECONDS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private Status send(byte[] message) {
    return Bytes.send(channel, METHOD, message);
  }

  private Status sendPacked(byte[] message) {
    try {
      ClientCalls.blockingUnaryCall(
          channel, asTheyAre(), CallOptions.DEFAULT.withCompression("gzip"), message);
      return Status.OK;
    } catch (StatusRuntimeException e) {
      return e.getStatus();
    }
  }

  /** Returns a message of a size that asks for an answer of a size. */
  private static byte[] request(int answer, int size) {
    return ByteBuffer.allocate(Integer.BYTES + size).putInt(answer).array();
  }

  private void answer(byte[] request, StreamObserver<SubmitFeedbackResponse> observer) {
    int size = ByteBuffer.wrap(request).getInt();
    if (size == -3) {
      ((ServerCallStreamObserver<?>) observer).setOnCloseHandler(ended::countDown);
      observer.onNext(SubmitFeedbackResponse.getDefaultInstance());
      observer.onCompleted();
    }
    if (size < 0) {
      throw new IllegalStateException("a fault");
    }
    var text = "x".repeat(size);
    try {
      observer.onNext(SubmitFeedbackResponse.newBuilder().setMessage(text).build());
      observer.onCompleted();
    } catch (RuntimeException refused) {
      observer.onError(refused);
    }
  }

  private static StreamObserver<SubmitFeedbackRequest> stream(
      StreamObserver<SubmitFeedbackResponse> responses) {
    return new StreamObserver<>() {
      @Override
      public void onNext(SubmitFeedbackRequest request) {
        responses.onNext(SubmitFeedbackResponse.getDefaultInstance());
      }

      @Override
      public void onError(Throwable e) {}

      @Override
      public void onCompleted() {
        responses.onCompleted();
      }
    };
  }

  /** Sends half of a message on its own connection, in HTTP/2 frames. */
  private Socket halfARequest(int size) throws Exception {
    var socket = new Socket("localhost", port.port());
    var out = socket.getOutputStream();
    out.write("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII));
    out.write(frame(4, 0, 0, new byte[0]));
    var headers = ByteBuffer.allocate(200);
    headers.put((byte) 0x83).put((byte) 0x86);
    literal(headers, ":path", "/" + METHOD);
    literal(headers, ":authority", "localhost");
    literal(headers, "content-type", "application/grpc");
    literal(headers, "te", "trailers");
    var block = new byte[headers.position()];
    headers.flip().get(block);
    out.write(frame(1, 4, 1, block));
    out.write(frame(0, 0, 1, ByteBuffer.allocate(5).put((byte) 0).putInt(size).array()));
    for (int sent = 0; sent < size / 2; sent += 1 << 14) {
      out.write(frame(0, 0, 1, new byte[1 << 14]));
    }
    out.flush();
    return socket;
  }

  private static byte[] frame(int type, int flags, int stream, byte[] payload) {
    return ByteBuffer.allocate(9 + payload.length)
        .put((byte) (payload.length >> 16))
        .putShort((short) payload.length)
        .put((byte) type)
        .put((byte) flags)
        .putInt(stream)
        .put(payload)
        .array();
  }

  private static void literal(ByteBuffer headers, String name, String value) {
    headers.put((byte) 0);
    headers.put((byte) name.length()).put(name.getBytes(StandardCharsets.US_ASCII));
    headers.put((byte) value.length()).put(value.getBytes(StandardCharsets.US_ASCII));
  }

  private static void await(BooleanSupplier condition) throws InterruptedException {
    var never = new CountDownLatch(1);
    for (int i = 0; i < 6_000 && !condition.getAsBoolean(); i++) {
      boolean unused = never.await(10, TimeUnit.MILLISECONDS);
    }
    assertThat(condition.getAsBoolean()).isTrue();
  }

  private static MethodDescriptor<byte[], byte[]> asTheyAre() {
    return Bytes.method(METHOD);
  }

  private static final class ByHand implements LargeMessages<byte[]> {
    @Override
    public byte[] parse(InputStream message) {
      var bytes = ((MessageBytes) message).buffer();
      if (bytes.remaining() >= Integer.BYTES && bytes.getInt(0) == -1) {
        throw new UnreadableException("as it was told");
      }
      var copy = new byte[bytes.remaining()];
      bytes.get(copy);
      return copy;
    }

    @Override
    public InputStream stream(byte[] message) {
      throw new AssertionError();
    }
  }
}
