package dev.serin.benchmarks.pieces;

import dev.serin.benchmarks.ladder.models.Model;
import dev.serin.benchmarks.ladder.models.ModelFiles;
import dev.serin.model.ModelLoadException;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import dev.serin.onnx.OnnxLoader;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;

/** The rows of several calls in one run: copied together, run, and sliced apart again. */
@State(Scope.Thread)
public class BatchBench extends Piece {
  private static final Model MODEL = Model.MLP_M;

  /** The number of calls of one row. */
  @Param({"1", "8", "32"})
  public int calls;

  private final List<Map<String, Tensor>> requests = new ArrayList<>();
  private ByteBuffer memory = ByteBuffer.allocate(0);
  private Predictor predictor;

  /** Loads the model. */
  @Setup
  public void load() throws IOException, ModelLoadException {
    var files = new ModelFiles(Files.createTempDirectory("pieces-"));
    files.write(MODEL);
    predictor = new OnnxLoader().load(new VersionId(MODEL.label(), 1), files.file(MODEL, 1));
    for (int i = 0; i < calls; i++) {
      var row = Tensor.ofFloats(Shape.of(1, MODEL.inputs()), new float[MODEL.inputs()]);
      requests.add(Map.of(Model.INPUT, row));
    }
    memory = ByteBuffer.allocateDirect(calls * MODEL.inputs() * Float.BYTES);
  }

  @TearDown
  public void unload() {
    predictor.close();
  }

  /** As a runner does it, with the run. */
  @Benchmark
  public List<Map<String, Tensor>> together() throws PredictionException {
    return predictor.predict(requests, List.of(), Duration.ofMinutes(1), bytes -> {});
  }

  /** The copy alone. */
  @Benchmark
  public ByteBuffer copy() {
    memory.clear();
    for (var request : requests) {
      memory.put(Objects.requireNonNull(request.get(Model.INPUT)).sharedData());
    }
    return memory;
  }
}
