package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;

import dev.serin.serving.InFlightBytes;
import dev.serin.v1.FeedbackServiceGrpc;
import dev.serin.v1.SubmitFeedbackRequest;
import dev.serin.v1.SubmitFeedbackResponse;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Messages that fail while they are written. */
class AnswersTest {
  private static final String METHOD =
      FeedbackServiceGrpc.getSubmitFeedbackMethod().getFullMethodName();

  private final InFlightBytes inFlight = new InFlightBytes(16 << 20);

  /** The exception that the service got. */
  private final CompletableFuture<Throwable> told = new CompletableFuture<>();

  /** By default the caller gets CANCELLED, and the service nothing. */
  @ParameterizedTest
  @ValueSource(ints = {0, 10, 3 << 20})
  void answer_thatTheHeapRefuses_isResourceExhaustedForBoth(int written) throws Exception {
    var status = call(written, OutOfMemoryError::new);

    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription())
        .isEqualTo("the answer does not fit into the gateway's memory");
    assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(OutOfMemoryError.class);
  }

  @Test
  void answer_thatFails_isInternalForBoth() throws Exception {
    var status = call(10, IllegalStateException::new);

    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(status.getDescription()).isEqualTo("the prediction failed");
    assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(IllegalStateException.class);
  }

  @Test
  void answer_thatOverflowsTheStack_isInternalForBoth() throws Exception {
    var status = call(10, StackOverflowError::new);

    assertThat(status.getCode()).isEqualTo(Status.Code.INTERNAL);
    assertThat(told.get(60, TimeUnit.SECONDS)).isInstanceOf(StackOverflowError.class);
  }

  /** Returns the status of a call whose answer fails after this many bytes. */
  private Status call(int written, Supplier<Throwable> failure) throws Exception {
    var method = FeedbackServiceGrpc.getSubmitFeedbackMethod().toBuilder(
            FeedbackServiceGrpc.getSubmitFeedbackMethod().getRequestMarshaller(),
            new Failing(written, failure))
        .build();
    var service = ServiceDescriptor.newBuilder("serin.v1.FeedbackService")
        .addMethod(method)
        .build();
    var port = new GrpcPort(
        Listener.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        new GrpcPort.Bounds(1 << 20, inFlight, Optional.empty()),
        new GrpcPort.Services(
            List.of(() -> ServerServiceDefinition.builder(service)
                .addMethod(method, ServerCalls.asyncUnaryCall(this::submit))
                .build()),
            List.of(),
            Runnable::run,
            Runnable::run,
            (name, status) -> {}),
        System::nanoTime);
    port.started();
    var channel =
        NettyChannelBuilder.forAddress("localhost", port.port()).usePlaintext().build();
    try {
      return Bytes.send(channel, METHOD, new byte[0]);
    } finally {
      channel.shutdownNow();
      port.stop(Duration.ofSeconds(5));
    }
  }

  private void submit(
      SubmitFeedbackRequest request, StreamObserver<SubmitFeedbackResponse> observer) {
    try {
      observer.onNext(SubmitFeedbackResponse.getDefaultInstance());
    } catch (Throwable e) {
      told.complete(e);
      // Services do this for every failure; the call is already closed.
      observer.onError(Status.DATA_LOSS.asRuntimeException());
      return;
    }
    observer.onCompleted();
  }

  private record Failing(int written, Supplier<Throwable> failure)
      implements MethodDescriptor.Marshaller<SubmitFeedbackResponse> {
    @Override
    public InputStream stream(SubmitFeedbackResponse response) {
      return new FailingStream(this);
    }

    @Override
    public SubmitFeedbackResponse parse(InputStream stream) {
      throw new AssertionError();
    }
  }

  /** Announces more bytes than it writes. */
  private static final class FailingStream extends InputStream implements Drainable, KnownLength {
    private final Failing failing;

    FailingStream(Failing failing) {
      this.failing = failing;
    }

    @Override
    public int available() {
      return failing.written() + 1;
    }

    @Override
    public int read() {
      throw new AssertionError();
    }

    @Override
    public int read(byte[] target, int offset, int length) {
      throw new AssertionError();
    }

    @Override
    public int drainTo(OutputStream target) throws IOException {
      target.write(new byte[failing.written()]);
      var failure = failing.failure().get();
      if (failure instanceof Error error) {
        throw error;
      }
      throw (RuntimeException) failure;
    }
  }
}
