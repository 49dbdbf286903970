package dev.serin.batching;

import dev.serin.model.BatchShapeException;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.Signature;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** A model {@code y = x} of rows of one number, whose runs fail if one of them is poison. */
final class RowsPredictor implements Predictor {
  static final float POISON = -1;

  private static final Signature SIGNATURE = new Signature(
      List.of(new TensorSpec("x", DataType.FP32, Shape.of(-1, 1))),
      List.of(new TensorSpec("y", DataType.FP32, Shape.of(-1, 1))));

  /** The rows of each run. */
  final List<Integer> sizes = Collections.synchronizedList(new ArrayList<>());

  volatile Runnable duringRun = () -> {};
  /** Whether a shared run returns a single row. */
  volatile boolean oneRow;
  /** Whether the rows of a shared run change each other. */
  volatile boolean normalises;
  /** Whether it runs in a process of its own. */
  volatile boolean process;
  /** The time that runs have spent on the way to that process. */
  final AtomicLong wayNanos = new AtomicLong();
  /** The limit of the last run. */
  volatile @Nullable Duration limit;

  static Tensor rows(float... values) {
    return Tensor.ofFloats(Shape.of(values.length, 1), values);
  }

  @Override
  public LongSupplier way() {
    return wayNanos::get;
  }

  @Override
  public OptionalLong process() {
    return process ? OptionalLong.of(1) : OptionalLong.empty();
  }

  @Override
  public Signature signature() {
    return SIGNATURE;
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
      throws PredictionException {
    var x = x(inputs);
    ran((int) x.shape().rows());
    check(x);
    return Map.of("y", x);
  }

  @Override
  public Map<String, Tensor> predict(
      Map<String, Tensor> inputs, List<String> requested, Duration most)
      throws PredictionException {
    limit = most;
    return predict(inputs, requested);
  }

  @Override
  public List<Map<String, Tensor>> predict(
      List<Map<String, Tensor>> requests, List<String> requested, Duration most, LongConsumer room)
      throws PredictionException {
    limit = most;
    int all = 0;
    for (var request : requests) {
      all += (int) x(request).shape().rows();
    }
    ran(all);
    for (var request : requests) {
      check(x(request));
    }
    if (oneRow) {
      throw new BatchShapeException("output y has shape [1,1] in a run of " + all + " rows");
    }
    room.accept((long) all * Float.BYTES);
    var answers = new ArrayList<Map<String, Tensor>>();
    for (var request : requests) {
      answers.add(Map.of("y", normalises ? x(requests.get(0)) : x(request)));
    }
    return answers;
  }

  private static Tensor x(Map<String, Tensor> inputs) {
    return Objects.requireNonNull(inputs.get("x"));
  }

  private void ran(int rows) {
    sizes.add(rows);
    duringRun.run();
  }

  private static void check(Tensor x) throws PredictionException {
    var values = x.data();
    while (values.hasRemaining()) {
      if (values.getFloat() == POISON) {
        throw new PredictionException("poison", null);
      }
    }
  }

  @Override
  public void close() {}
}
