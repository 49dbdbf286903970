package dev.serin.benchmarks;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import dev.serin.server.Gateway;
import dev.serin.server.GatewayOptions;
import dev.serin.server.StartException;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import dev.serin.v1.Tensor;
import io.grpc.Status;
import io.grpc.netty.shaded.io.grpc.netty.NettyServerBuilder;
import io.grpc.stub.StreamObserver;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/** The servers of the ladder, from the least that answers to the whole gateway. */
final class Rungs {
  private static final int CLASSES = 10;
  private static final String MODEL = "repository/digits/1/model.onnx";

  private Rungs() {}

  /** The same messages and nothing else: what gRPC costs. */
  static Rung echo() throws IOException {
    var response = response(ByteString.copyFrom(new byte[CLASSES * Float.BYTES]));
    var server = NettyServerBuilder.forPort(0)
        .directExecutor()
        .addService(new PredictionServiceImplBase() {
          @Override
          public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
            observer.onNext(response);
            observer.onCompleted();
          }
        })
        .build()
        .start();
    return new Rung("echo", server.getPort(), server::shutdownNow);
  }

  /** The server that everybody writes first: the library's own threads, and arrays of arrays. */
  static Rung naive() throws IOException, OrtException {
    var environment = OrtEnvironment.getEnvironment();
    var session = environment.createSession(Digit.MODELS.resolve(MODEL).toString());
    var server = NettyServerBuilder.forPort(0)
        .addService(new PredictionServiceImplBase() {
          @Override
          public void predict(PredictRequest request, StreamObserver<PredictResponse> observer) {
            try {
              observer.onNext(response(run(environment, session, request)));
              observer.onCompleted();
            } catch (OrtException e) {
              observer.onError(Status.INTERNAL.withCause(e).asRuntimeException());
            }
          }
        })
        .build()
        .start();
    return new Rung("naive", server.getPort(), server::shutdownNow);
  }

  /** The gateway, with everything on. */
  static Rung serin(String name, String split, Path folder) throws IOException, StartException {
    var config = Files.writeString(
        Files.createDirectories(folder).resolve("serin.yaml"),
        "models: {digits: {split: " + split + ", quality: {metric: accuracy, output: output}}}\n");
    var files = new GatewayOptions.Files(
        config, Digit.MODELS.resolve("repository"), folder.resolve(".serin"), null);
    var gateway =
        Gateway.start(new GatewayOptions(files, new GatewayOptions.Address("127.0.0.1", 0, 0, 0)));
    return new Rung(name, gateway.grpcPort(), gateway::close);
  }

  private static ByteString run(
      OrtEnvironment environment, OrtSession session, PredictRequest request) throws OrtException {
    var floats =
        request.getInputs(0).getRaw().asReadOnlyByteBuffer().order(ByteOrder.LITTLE_ENDIAN);
    var row = new float[floats.remaining() / Float.BYTES];
    floats.asFloatBuffer().get(row);
    try (var tensor = OnnxTensor.createTensor(environment, new float[][] {row});
        var result = session.run(Map.of("input", tensor))) {
      var scores = ((float[][]) result.get(0).getValue())[0];
      var bytes = ByteBuffer.allocate(CLASSES * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
      bytes.asFloatBuffer().put(scores);
      return ByteString.copyFrom(bytes);
    }
  }

  private static PredictResponse response(ByteString scores) {
    return PredictResponse.newBuilder()
        .setModel("digits")
        .setVersion(1)
        .addOutputs(Tensor.newBuilder()
            .setName("output")
            .setDatatype(Tensor.Datatype.FP32)
            .addAllShape(List.of(1L, (long) CLASSES))
            .setRaw(scores))
        .build();
  }
}
