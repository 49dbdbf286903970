package dev.serin.benchmarks;

import com.google.protobuf.ByteString;
import dev.serin.rpc.MessageBytes;
import dev.serin.rpc.Tensors;
import dev.serin.serving.InFlightBytes;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictionServiceGrpc;
import io.grpc.KnownLength;
import java.io.ByteArrayInputStream;
import java.io.PrintStream;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * Compares how long a call takes to read by hand with the library's reader: rounds in turn, of the
 * same message, up to a tensor and one copy of its elements into memory that a model reads.
 */
public final class Reading {
  private static final int[] ROWS = {1, 64, 2_350, 16_384};
  private static final int WARM_UP = 10;
  private static final int ROUNDS = 41;
  private static final long ROUND_NANOS = 50_000_000;
  private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

  private final byte[] message;
  private final byte[] tensor;
  private final ByteBuffer memory;

  private Reading(int rows) {
    var input = dev.serin.v1.Tensor.newBuilder()
        .setName("input")
        .setDatatype(dev.serin.v1.Tensor.Datatype.FP32)
        .addShape(rows)
        .addShape(64)
        .setRaw(ByteString.copyFrom(new byte[rows * 256]))
        .build();
    tensor = input.toByteArray();
    message = PredictRequest.newBuilder()
        .setModel("digits")
        .setUserId("alice")
        .addInputs(input)
        .build()
        .toByteArray();
    memory = ByteBuffer.allocateDirect(rows * 256);
  }

  /** Prints the medians of the ratios. */
  public static void main(String[] args) {
    print(System.out);
  }

  private static void print(PrintStream out) {
    for (int rows : ROWS) {
      var reading = new Reading(rows);
      var ratios = new ArrayList<Double>();
      double byHand = 0;
      for (int round = 0; round < ROUNDS; round++) {
        double library = nanos(reading::library);
        byHand = nanos(reading::byHand);
        if (round >= WARM_UP) {
          ratios.add(byHand / library);
        }
      }
      ratios.sort(null);
      out.printf(
          "%d bytes: by hand %.2f of the library's time (from %.2f to %.2f; %.1f us)%n",
          reading.message.length,
          ratios.get(ratios.size() / 2),
          ratios.get(0),
          ratios.get(ratios.size() - 1),
          byHand / 1e3);
    }
  }

  /** Processor time, so that other processes matter less. */
  private static double nanos(Runnable code) {
    long start = THREADS.getCurrentThreadCpuTime();
    long runs = 0;
    long spent;
    do {
      code.run();
      runs++;
      spent = THREADS.getCurrentThreadCpuTime() - start;
    } while (spent < ROUND_NANOS);
    return (double) spent / runs;
  }

  private void library() {
    var request = PredictionServiceGrpc.getPredictMethod().parseRequest(new Plain(message));
    var input = request.getInputs(0);
    copy(Tensor.of(
        DataType.FP32, Shape.of(input.getShapeList()), input.getRaw().asReadOnlyByteBuffer()));
  }

  /** Finding the fields of the call costs what finding those of its tensor does. */
  private void byHand() {
    var room = new InFlightBytes(Long.MAX_VALUE / 2).open();
    var bytes = MessageBytes.plain(new Plain(message), room, 0);
    var view = bytes.buffer().slice(message.length - tensor.length, tensor.length);
    copy(Tensors.read(List.of(view), bytes::take).values().iterator().next());
  }

  private void copy(Tensor read) {
    memory.clear().put(read.data());
  }

  /** A message as the transport has it. */
  private static final class Plain extends ByteArrayInputStream implements KnownLength {
    Plain(byte[] message) {
      super(message);
    }
  }
}
