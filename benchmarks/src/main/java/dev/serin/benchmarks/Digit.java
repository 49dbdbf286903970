package dev.serin.benchmarks;

import com.google.protobuf.UnsafeByteOperations;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** The request that every rung gets: the first held-out digit, as raw bytes. */
final class Digit {
  static final Path MODELS = Path.of("..", "models");

  private Digit() {}

  static float[] pixels() throws IOException {
    try (var lines = Files.lines(MODELS.resolve("data/digits-heldout.csv"))) {
      var fields = lines.skip(1).findFirst().orElseThrow().split(",", -1);
      var pixels = new float[fields.length - 1];
      for (int i = 0; i < pixels.length; i++) {
        pixels[i] = Float.parseFloat(fields[i + 1]);
      }
      return pixels;
    }
  }

  static PredictRequest.Builder request() throws IOException {
    var pixels = pixels();
    var raw = ByteBuffer.allocate(pixels.length * Float.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    raw.asFloatBuffer().put(pixels);
    var tensor = Tensor.newBuilder()
        .setName("input")
        .setDatatype(Tensor.Datatype.FP32)
        .addAllShape(Arrays.asList(1L, (long) pixels.length))
        .setRaw(UnsafeByteOperations.unsafeWrap(raw));
    return PredictRequest.newBuilder().setModel("digits").addInputs(tensor);
  }
}
