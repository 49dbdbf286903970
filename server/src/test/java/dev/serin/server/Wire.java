package dev.serin.server;

import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.protobuf.ByteString;
import dev.serin.inference.GRPCInferenceServiceGrpc;
import dev.serin.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceBlockingStub;
import dev.serin.inference.GRPCInferenceServiceGrpc.GRPCInferenceServiceStub;
import dev.serin.inference.ModelInferRequest;
import dev.serin.v1.FeedbackServiceGrpc;
import dev.serin.v1.FeedbackServiceGrpc.FeedbackServiceStub;
import dev.serin.v1.ModelServiceGrpc;
import dev.serin.v1.ModelServiceGrpc.ModelServiceBlockingStub;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceBlockingStub;
import dev.serin.v1.SplitServiceGrpc;
import dev.serin.v1.SplitServiceGrpc.SplitServiceBlockingStub;
import io.grpc.ManagedChannel;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.health.v1.HealthGrpc;
import io.grpc.health.v1.HealthGrpc.HealthBlockingStub;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;

/** The generated stubs of both ports of a gateway, for calls that our own client does not send. */
final class Wire implements AutoCloseable {
  private static final long DEADLINE_SECONDS = 60;

  final ManagedChannel data;
  final ManagedChannel admin;

  Wire(Gateway gateway) {
    data = channel(gateway.grpcPort());
    admin = channel(gateway.adminPort());
  }

  static ManagedChannel channel(int port) {
    return NettyChannelBuilder.forAddress("127.0.0.1", port).usePlaintext().build();
  }

  PredictionServiceBlockingStub prediction() {
    return PredictionServiceGrpc.newBlockingStub(data)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  GRPCInferenceServiceBlockingStub inference() {
    return GRPCInferenceServiceGrpc.newBlockingStub(data)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** The inference service for streams. */
  GRPCInferenceServiceStub streams() {
    return GRPCInferenceServiceGrpc.newStub(data)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  FeedbackServiceStub feedback() {
    return FeedbackServiceGrpc.newStub(data).withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  SplitServiceBlockingStub split() {
    return SplitServiceGrpc.newBlockingStub(admin)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  ModelServiceBlockingStub models() {
    return ModelServiceGrpc.newBlockingStub(admin)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  static HealthBlockingStub health(ManagedChannel channel) {
    return HealthGrpc.newBlockingStub(channel)
        .withDeadlineAfter(DEADLINE_SECONDS, TimeUnit.SECONDS);
  }

  /** Returns the scraped metrics. */
  static String metrics(Gateway gateway) {
    var uri = URI.create("http://127.0.0.1:" + gateway.httpPort() + "/metrics");
    try {
      return HttpClient.newHttpClient()
          .send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString())
          .body();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    } catch (InterruptedException e) {
      throw new IllegalStateException(e);
    }
  }

  /** A call of digits with one row of zeros. */
  static PredictRequest.Builder zeros() {
    return PredictRequest.newBuilder()
        .setModel("digits")
        .addInputs(dev.serin.v1.Tensor.newBuilder()
            .setName("input")
            .setDatatype(dev.serin.v1.Tensor.Datatype.FP32)
            .addShape(1)
            .addShape(64)
            .setRaw(ByteString.copyFrom(new byte[256])));
  }

  /** A request of digits with one row of zeros, in the Open Inference Protocol. */
  static ModelInferRequest.Builder zeroDigits() {
    return ModelInferRequest.newBuilder()
        .setModelName("digits")
        .addInputs(ModelInferRequest.InferInputTensor.newBuilder()
            .setName("input")
            .setDatatype("FP32")
            .addShape(1)
            .addShape(64))
        .addRawInputContents(ByteString.copyFrom(new byte[256]));
  }

  /** Returns the error of a call. */
  static Status error(ThrowingCallable call) {
    return catchThrowableOfType(StatusRuntimeException.class, call).getStatus();
  }

  @Override
  public void close() {
    data.shutdownNow();
    admin.shutdownNow();
  }
}
