package dev.serin.server;

import static org.assertj.core.api.Assertions.assertThat;

import com.google.protobuf.ByteString;
import dev.serin.inference.GRPCInferenceServiceGrpc;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.inference.ModelStreamInferResponse;
import dev.serin.onnx.OnnxModels;
import dev.serin.tensor.DataType;
import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.ClientInterceptor;
import io.grpc.ClientStreamTracer;
import io.grpc.Codec;
import io.grpc.CompressorRegistry;
import io.grpc.DecompressorRegistry;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyChannelBuilder;
import io.grpc.stub.StreamObserver;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.zip.DeflaterOutputStream;
import java.util.zip.InflaterInputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Compressed calls: their answers are compressed too, if the caller accepts that. */
class PackedCallsScenarioTest {
  private static final int SIZE = 100_000;

  private static final List<ManagedChannel> CHANNELS = new ArrayList<>();

  @TempDir
  static Path folder;

  private static TestGateway serin;

  @BeforeAll
  static void start() throws Exception {
    var same = Files.createDirectories(folder.resolve("repository/same/1"));
    Files.write(same.resolve("model.onnx"), OnnxModels.identity(DataType.UINT8, -1));
    serin = TestGateway.start(folder, "limits: {messageBytes: 1MiB}\n");
  }

  @AfterAll
  static void stop() {
    CHANNELS.forEach(ManagedChannel::shutdownNow);
    serin.close();
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void call_compressed_isAnsweredSo(String encoding) {
    var received = new AtomicLong();

    var answer = call(channel(true), encoding, received, SIZE);

    assertThat(answer).isEqualTo(SIZE);
    assertThat(received.get()).isBetween(100L, SIZE / 20L);
  }

  @Test
  void call_notCompressed_isAnsweredSo() {
    var received = new AtomicLong();

    assertThat(call(channel(true), null, received, SIZE)).isEqualTo(SIZE);
    assertThat(received.get()).isGreaterThan(SIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void call_ofACallerThatAcceptsNoCompression_isAnsweredWithout(String encoding) {
    var received = new AtomicLong();

    assertThat(call(channel(false), encoding, received, SIZE)).isEqualTo(SIZE);
    assertThat(received.get()).isGreaterThan(SIZE);
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void call_thatUnpacksToMoreThanTheLimit_isRefused(String encoding) {
    var status = Wire.error(() -> call(channel(true), encoding, new AtomicLong(), 2 << 20));

    assertThat(status.getCode()).isEqualTo(Status.Code.RESOURCE_EXHAUSTED);
    assertThat(status.getDescription()).startsWith("message: more than 1048576 bytes");
  }

  @ParameterizedTest
  @ValueSource(strings = {"gzip", "deflate"})
  void stream_compressed_isAnsweredSo(String encoding) throws Exception {
    var received = new AtomicLong();
    var size = new CompletableFuture<Integer>();
    var stub = GRPCInferenceServiceGrpc.newStub(channel(true))
        .withInterceptors(counting(received))
        .withCompression(encoding)
        .withDeadlineAfter(20, TimeUnit.SECONDS);
    var requests = stub.modelStreamInfer(new StreamObserver<>() {
      @Override
      public void onNext(ModelStreamInferResponse answer) {
        size.complete(answer.getInferResponse().getRawOutputContents(0).size());
      }

      @Override
      public void onError(Throwable error) {
        size.completeExceptionally(error);
      }

      @Override
      public void onCompleted() {}
    });

    requests.onNext(request(SIZE));

    assertThat(size.get(20, TimeUnit.SECONDS)).isEqualTo(SIZE);
    assertThat(received.get()).isBetween(100L, SIZE / 20L);
    requests.onCompleted();
  }

  /** Sends this many zeros, and returns how many come back. */
  private static int call(
      ManagedChannel channel, @Nullable String encoding, AtomicLong received, int size) {
    return GRPCInferenceServiceGrpc.newBlockingStub(channel)
        .withInterceptors(counting(received))
        .withCompression(encoding == null ? "identity" : encoding)
        .withDeadlineAfter(20, TimeUnit.SECONDS)
        .modelInfer(request(size))
        .getRawOutputContents(0)
        .size();
  }

  private static ModelInferRequest request(int size) {
    return ModelInferRequest.newBuilder()
        .setModelName("same")
        .addInputs(
            InferInputTensor.newBuilder().setName("x").setDatatype("UINT8").addShape(size))
        .addRawInputContents(ByteString.copyFrom(new byte[size]))
        .build();
  }

  /** Counts the bytes that come over the wire. */
  private static ClientInterceptor counting(AtomicLong received) {
    return new ClientInterceptor() {
      @Override
      public <Q, R> ClientCall<Q, R> interceptCall(
          MethodDescriptor<Q, R> method, CallOptions options, Channel next) {
        return next.newCall(
            method, options.withStreamTracerFactory(new ClientStreamTracer.Factory() {
              @Override
              public ClientStreamTracer newClientStreamTracer(
                  ClientStreamTracer.StreamInfo info, Metadata headers) {
                return new ClientStreamTracer() {
                  @Override
                  public void inboundWireSize(long bytes) {
                    received.addAndGet(bytes);
                  }
                };
              }
            }));
      }
    };
  }

  private static ManagedChannel channel(boolean accepts) {
    var compressors = CompressorRegistry.newEmptyInstance();
    compressors.register(Codec.Identity.NONE);
    compressors.register(new Codec.Gzip());
    compressors.register(new Deflate());
    var decompressors = DecompressorRegistry.emptyInstance()
        .with(Codec.Identity.NONE, /* advertised= */ false)
        .with(new Codec.Gzip(), accepts)
        .with(new Deflate(), accepts);
    var channel = NettyChannelBuilder.forAddress("127.0.0.1", serin.gateway().grpcPort())
        .usePlaintext()
        .compressorRegistry(compressors)
        .decompressorRegistry(decompressors)
        .build();
    CHANNELS.add(channel);
    return channel;
  }

  /** The zlib format, as other languages' gRPC sends it. */
  private static final class Deflate implements Codec {
    @Override
    public String getMessageEncoding() {
      return "deflate";
    }

    @Override
    public OutputStream compress(OutputStream out) {
      return new DeflaterOutputStream(out);
    }

    @Override
    public InputStream decompress(InputStream in) {
      return new InflaterInputStream(in);
    }
  }
}
