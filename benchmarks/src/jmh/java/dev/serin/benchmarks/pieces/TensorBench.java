package dev.serin.benchmarks.pieces;

import com.google.protobuf.ByteString;
import dev.serin.rpc.MessageBytes;
import dev.serin.rpc.Tensors;
import dev.serin.serving.InFlightBytes;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.Tensor;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.nio.ByteBuffer;
import java.util.List;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;

/** Reads and checks a call's tensor and copies its elements to where a model reads them. */
@State(Scope.Thread)
public class TensorBench extends Piece {
  /** The number of floats. */
  @Param({"128", "150528"})
  public int floats;

  private final InFlightBytes inFlight = new InFlightBytes(Long.MAX_VALUE / 2);
  private byte[] message = {};
  private byte[] tensor = {};
  private ByteBuffer memory = ByteBuffer.allocate(0);

  /** Encodes the message. */
  @Setup
  public void encode() {
    var input = Tensor.newBuilder()
        .setName("input")
        .setDatatype(Tensor.Datatype.FP32)
        .addShape(1)
        .addShape(floats)
        .setRaw(ByteString.copyFrom(new byte[floats * Float.BYTES]))
        .build();
    tensor = input.toByteArray();
    message = PredictRequest.newBuilder()
        .setModel("model")
        .setUserId("user")
        .addInputs(input)
        .build()
        .toByteArray();
    memory = ByteBuffer.allocateDirect(floats * Float.BYTES);
  }

  /** As the gateway does it. */
  @Benchmark
  public ByteBuffer byHand() {
    var bytes = MessageBytes.plain(new Plain(message), inFlight.open(), 0);
    var view = bytes.buffer().slice(message.length - tensor.length, tensor.length);
    var read = Tensors.read(List.of(view), bytes::take).values().iterator().next();
    return memory.clear().put(read.data());
  }

  /** As the library does it, without the checks. */
  @Benchmark
  public ByteBuffer library() {
    var request = PredictionServiceGrpc.getPredictMethod().parseRequest(new Plain(message));
    return memory.clear().put(request.getInputs(0).getRaw().asReadOnlyByteBuffer());
  }

  /** A message as the transport has it. */
  private static final class Plain extends ByteArrayInputStream implements KnownLength {
    Plain(byte[] message) {
      super(message);
    }
  }
}
