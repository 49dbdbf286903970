package dev.serin.model;

import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongSupplier;

/** A model {@code y = x} of rows of two numbers that fails on request and counts its runs. */
public final class FakePredictor implements Predictor {
  public static final Signature SIGNATURE = new Signature(
      List.of(new TensorSpec("x", DataType.FP32, Shape.of(-1, 2))),
      List.of(new TensorSpec("y", DataType.FP32, Shape.of(-1, 2))));

  public final AtomicInteger running = new AtomicInteger();
  public final AtomicInteger runs = new AtomicInteger();
  public final AtomicInteger closes = new AtomicInteger();
  public final AtomicInteger closedWhileRunning = new AtomicInteger();
  /** What happens in a run; an exception fails it. */
  public volatile Runnable duringRun = () -> {};

  public volatile Runnable duringClose = () -> {};
  /** The time that runs have spent on the way to another process. */
  public final AtomicLong wayNanos = new AtomicLong();

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public LongSupplier way() {
    return wayNanos::get;
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
      throws PredictionException {
    running.incrementAndGet();
    try {
      runs.incrementAndGet();
      duringRun.run();
      return Map.of("y", inputs.get("x"));
    } catch (RuntimeException e) {
      throw new PredictionException("the run failed", e);
    } finally {
      running.decrementAndGet();
    }
  }

  @Override
  public void close() {
    duringClose.run();
    closes.incrementAndGet();
    if (running.get() > 0) {
      closedWhileRunning.incrementAndGet();
    }
  }
}
