package dev.serin.rpc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.serving.InFlightBytes;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import io.grpc.InternalMetadata;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.Status;
import io.grpc.StatusRuntimeException;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.MetadataUtils;
import io.grpc.stub.StreamObserver;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class UserIdTest {
  private static final Metadata.Key<String> ASCII =
      Metadata.Key.of("x-user-id", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> UTF_8 =
      Metadata.Key.of("x-user-id-bin", Metadata.BINARY_BYTE_MARSHALLER);
  private static GrpcPort port;
  private static ManagedChannel channel;

  @BeforeAll
  static void start() throws Exception {
    port = new GrpcPort(
        Listener.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0)),
        new GrpcPort.Bounds(1 << 20, new InFlightBytes(1 << 20), Optional.empty()),
        new GrpcPort.Services(
            List.of(new Echo()), List.of(), Runnable::run, Runnable::run, (method, status) -> {}),
        System::nanoTime);
    port.started();
    channel =
        NettyChannelBuilder.forAddress("localhost", port.port()).usePlaintext().build();
  }

  @AfterAll
  static void stop() throws Exception {
    channel.shutdownNow();
    port.stop(Duration.ofSeconds(5));
  }

  @Test
  void of_field() {
    assertThat(user(new Metadata(), "\u7528\u6237")).isEqualTo("\u7528\u6237");
  }

  @Test
  void of_asciiMetadata_beatsTheField() {
    assertThat(user(ascii("alice"), "field")).isEqualTo("alice");
  }

  @Test
  void of_binaryMetadata_beatsBoth() {
    var metadata = ascii("alice");
    metadata.put(UTF_8, utf8("\u7528\u6237"));

    assertThat(user(metadata, "field")).isEqualTo("\u7528\u6237");
  }

  @Test
  void of_empty_isAbsent() {
    assertThat(user(new Metadata(), "")).isEqualTo("nobody");
    assertThat(user(ascii(""), "field")).isEqualTo("field");
    assertThat(user(binary(new byte[0]), "field")).isEqualTo("field");

    var metadata = ascii("alice");
    metadata.put(UTF_8, new byte[0]);
    assertThat(user(metadata, "field")).isEqualTo("alice");
  }

  /** Otherwise the last one would win silently. */
  @Test
  void of_twoInTheMetadata_isRefused() {
    var ascii = ascii("alice");
    ascii.merge(ascii("bob"));
    var binary = binary(utf8("alice"));
    binary.merge(binary(utf8("bob")));

    assertInvalid(ascii, "", "user id: more than one in the metadata (expected: at most one)");
    assertInvalid(binary, "", "user id: more than one in the metadata");
  }

  @Test
  void of_256Bytes_isTheLongest() {
    var longest = "\u00e9".repeat(128);

    assertThat(user(new Metadata(), longest)).isEqualTo(longest);
    assertThat(user(binary(utf8(longest)), "")).isEqualTo(longest);
    assertInvalid(new Metadata(), longest + "x", "user id: 257 bytes (expected: at most 256)");
    assertInvalid(binary(utf8(longest + "x")), "", "user id: 257 bytes (expected: at most 256)");
    assertInvalid(ascii("x".repeat(257)), "", "user id: 257 bytes (expected: at most 256)");
  }

  @Test
  void of_binaryMetadataThatIsNotUtf8_isRefused() {
    assertInvalid(binary(new byte[] {(byte) 0xc3, 0x28}), "", "not UTF-8 in x-user-id-bin");
  }

  /** gRPC for Java never sends such bytes; libraries of other languages do. */
  @Test
  void of_asciiMetadataThatIsNotAscii_isRefused() {
    var metadata = InternalMetadata.newMetadata(utf8("x-user-id"), utf8("\u7528\u6237"));

    assertThatThrownBy(
            () -> new UserId().interceptCall(new UnusedCall(), metadata, (call, same) -> {
              UserId.of("");
              return new ServerCall.Listener<>() {};
            }))
        .hasMessageContaining("expected: ASCII in x-user-id, UTF-8 in x-user-id-bin");
  }

  private static void assertInvalid(Metadata metadata, String field, String message) {
    assertThatThrownBy(() -> user(metadata, field))
        .isInstanceOfSatisfying(
            StatusRuntimeException.class,
            error ->
                assertThat(error.getStatus().getCode()).isEqualTo(Status.Code.INVALID_ARGUMENT))
        .hasMessageContaining(message);
  }

  private static String user(Metadata metadata, String field) {
    return PredictionServiceGrpc.newBlockingStub(channel)
        .withInterceptors(MetadataUtils.newAttachHeadersInterceptor(metadata))
        .predict(PredictRequest.newBuilder().setUserId(field).build())
        .getModel();
  }

  private static Metadata ascii(String id) {
    var metadata = new Metadata();
    metadata.put(ASCII, id);
    return metadata;
  }

  private static Metadata binary(byte[] id) {
    var metadata = new Metadata();
    metadata.put(UTF_8, id);
    return metadata;
  }

  private static byte[] utf8(String text) {
    return text.getBytes(StandardCharsets.UTF_8);
  }

  /** Answers with the user as the model. */
  private static final class Echo extends PredictionServiceImplBase {
    @Override
    public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
      try {
        var user = UserId.of(request.getUserId());
        observer.onNext(PredictResponse.newBuilder()
            .setModel(user == null ? "nobody" : user)
            .build());
        observer.onCompleted();
      } catch (StatusRuntimeException e) {
        observer.onError(e);
      }
    }
  }

  private static final class UnusedCall extends ServerCall<PredictRequest, PredictResponse> {
    @Override
    public void request(int count) {}

    @Override
    public void sendHeaders(Metadata headers) {}

    @Override
    public void sendMessage(PredictResponse message) {}

    @Override
    public void close(Status status, Metadata trailers) {}

    @Override
    public boolean isCancelled() {
      return false;
    }

    @Override
    public MethodDescriptor<PredictRequest, PredictResponse> getMethodDescriptor() {
      return PredictionServiceGrpc.getPredictMethod();
    }
  }
}
