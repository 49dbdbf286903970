package dev.serin.benchmarks.ladder.rungs;

import ai.onnxruntime.OrtException;
import com.google.protobuf.ByteString;
import dev.serin.benchmarks.ladder.models.Model;
import java.nio.file.Path;

/** Runs a model on one thread and nothing else, and prints the microseconds of each run. */
final class Raw {
  private static final int BATCH = 3;
  private static final int SECONDS = 4;
  private static final double NANOS = 1e9;
  private static final double NANOS_PER_MICRO = 1e3;

  private Raw() {}

  static void run(Model model, Path file, String[] args) throws OrtException {
    int batch = Integer.parseInt(args[BATCH]);
    double seconds = Double.parseDouble(args[SECONDS]);
    try (var session = Sessions.oneThread(file);
        var memory = new Bound(session, model, batch)) {
      var row = ByteString.copyFrom(new byte[model.inputs() * Float.BYTES]);
      micros(memory, row, batch, seconds / 2);
      System.out.println("micros " + micros(memory, row, batch, seconds / 2));
    }
  }

  private static double micros(Bound memory, ByteString row, int batch, double seconds)
      throws OrtException {
    long start = System.nanoTime();
    long runs = 0;
    while (System.nanoTime() - start < seconds * NANOS) {
      for (int i = 0; i < batch; i++) {
        memory.put(i, row);
      }
      memory.run(batch);
      runs++;
    }
    return (System.nanoTime() - start) / NANOS_PER_MICRO / runs;
  }
}
