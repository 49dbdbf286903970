package dev.serin.server;

import dev.serin.model.ModelLoadException;
import dev.serin.model.ModelLoader;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.atomic.AtomicInteger;

/** Counts the open predictors of another loader. Thread-safe. */
final class CountedLoader implements ModelLoader {
  /** Predictors that are not closed. */
  final AtomicInteger open = new AtomicInteger();

  /** The most that were open at a time. */
  final AtomicInteger most = new AtomicInteger();

  /** Predictors that were closed during a run. */
  final AtomicInteger closedDuringRun = new AtomicInteger();

  private final ModelLoader loader;

  CountedLoader(ModelLoader loader) {
    this.loader = loader;
  }

  @Override
  public SortedMap<String, Long> dataFiles(Path model) throws ModelLoadException, IOException {
    return loader.dataFiles(model);
  }

  @Override
  public Predictor load(VersionId id, Path model) throws ModelLoadException, IOException {
    var predictor = new Counted(loader.load(id, model));
    most.accumulateAndGet(open.incrementAndGet(), Math::max);
    return predictor;
  }

  private final class Counted implements Predictor {
    private final Predictor predictor;
    private final AtomicInteger running = new AtomicInteger();

    Counted(Predictor predictor) {
      this.predictor = predictor;
    }

    @Override
    public Signature signature() {
      return predictor.signature();
    }

    @Override
    public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
        throws PredictionException {
      running.incrementAndGet();
      try {
        return predictor.predict(inputs, requested);
      } finally {
        running.decrementAndGet();
      }
    }

    @Override
    public void close() {
      if (running.get() > 0) {
        closedDuringRun.incrementAndGet();
        return; // A native session that is closed during a run crashes the JVM.
      }
      predictor.close();
      open.decrementAndGet();
    }
  }
}
