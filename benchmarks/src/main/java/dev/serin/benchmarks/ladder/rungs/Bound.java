package dev.serin.benchmarks.ladder.rungs;

import ai.onnxruntime.OnnxTensor;
import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import com.google.protobuf.ByteString;
import dev.serin.benchmarks.ladder.models.Model;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Map;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * Memory that runs read from and write to, with the tensors of each size of batch kept for later
 * runs. Confined to one thread.
 */
final class Bound implements AutoCloseable {
  private final OrtSession session;
  private final Model model;
  private final ByteBuffer input;
  private final ByteBuffer output;
  private final @Nullable Pair[] pairs;

  /** The tensors of one size of batch. */
  private record Pair(OnnxTensor input, OnnxTensor output) {}

  Bound(OrtSession session, Model model, int maxBatch) {
    this.session = session;
    this.model = model;
    this.input = direct(maxBatch * model.inputs());
    this.output = direct(maxBatch * model.outputs());
    this.pairs = new Pair[maxBatch + 1];
  }

  /** Copies a row of a request to its place; throws IllegalArgumentException if it is not one. */
  void put(int row, ByteString bytes) {
    int size = model.inputs() * Float.BYTES;
    if (bytes.size() != size) {
      throw new IllegalArgumentException(
          "input: " + bytes.size() + " bytes (expected: " + size + ")");
    }
    input.position(row * size);
    bytes.copyTo(input);
  }

  /** Runs the model on the first rows. */
  void run(int batch) throws OrtException {
    var pair = pair(batch);
    session
        .run(Map.of(Model.INPUT, pair.input), java.util.Set.of(), Map.of(Model.OUTPUT, pair.output))
        .close();
  }

  /** Returns a row of what the last run wrote. */
  ByteString get(int row) {
    int size = model.outputs() * Float.BYTES;
    return ByteString.copyFrom(output.position(row * size), size);
  }

  @Override
  public void close() {
    for (var pair : pairs) {
      if (pair != null) {
        pair.input.close();
        pair.output.close();
      }
    }
  }

  private Pair pair(int batch) throws OrtException {
    var pair = pairs[batch];
    if (pair == null) {
      var shape = LongStream.concat(
              LongStream.of(batch), model.shape().stream().mapToLong(size -> size))
          .toArray();
      pair = new Pair(
          tensor(input, batch * model.inputs(), shape),
          tensor(output, batch * model.outputs(), new long[] {batch, model.outputs()}));
      pairs[batch] = pair;
    }
    return pair;
  }

  private static OnnxTensor tensor(ByteBuffer memory, int floats, long[] shape)
      throws OrtException {
    var part = memory.slice(0, floats * Float.BYTES).order(ByteOrder.nativeOrder());
    return OnnxTensor.createTensor(OrtEnvironment.getEnvironment(), part.asFloatBuffer(), shape);
  }

  private static ByteBuffer direct(int floats) {
    return ByteBuffer.allocateDirect(floats * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
  }
}
