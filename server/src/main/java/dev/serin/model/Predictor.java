package dev.serin.model;

import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A loaded model. Thread-safe, but {@link #close} must come after the last run has returned. */
public interface Predictor extends AutoCloseable {

  Signature signature();

  /** What an operator should know about the model, such as outputs that are not served. */
  default List<String> notes() {
    return List.of();
  }

  /** Likely values of the inputs, where the model names any. */
  default Vocabulary vocabulary() {
    return Vocabulary.NONE;
  }

  /**
   * How the process of the version ended, a {@link CrashedException} if that was the version's
   * fault; empty while it can run, as in this process it always can.
   */
  default Optional<PredictionException> ended() {
    return Optional.empty();
  }

  /**
   * Returns the clock of the work that runs for the calling thread take, in nanoseconds: by default
   * the processor time of that thread, and for a version in another process also what it took
   * there.
   *
   * @param own the processor time of the calling thread
   */
  default LongSupplier work(LongSupplier own) {
    return own;
  }

  /**
   * Runs the model once and returns its outputs by name, in the order of the signature.
   *
   * @param inputs the inputs, which have passed {@link Signature#check}
   * @param requested the outputs to return; empty for all
   * @throws PredictionException if the run fails
   */
  Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
      throws PredictionException;

  /**
   * Runs the model once and stops the run at the limit. The default has no limit: it is for models
   * that always end.
   *
   * @throws RunEndedException if the run was stopped at the limit
   */
  default Map<String, Tensor> predict(
      Map<String, Tensor> inputs, List<String> requested, Duration limit)
      throws PredictionException {
    return predict(inputs, requested);
  }

  /**
   * Runs the model once, stops the run at the limit, and reserves room for the outputs before it
   * builds them. The default reserves it after the run.
   *
   * @param room takes the bytes of all outputs together, or throws {@link NoRoomException}
   */
  default Map<String, Tensor> predict(
      Map<String, Tensor> inputs, List<String> requested, Duration limit, LongConsumer room)
      throws PredictionException {
    var outputs = predict(inputs, requested, limit);
    room.accept(outputs.values().stream().mapToLong(Tensor::bytes).sum());
    return outputs;
  }

  /**
   * Runs the model once on the rows of several requests, one request after the other, and returns
   * the answer to each. The default runs each by itself.
   *
   * @param requests the inputs of each, with equal names, types and sizes but for the first
   *     dimension, which counts rows; at least one
   * @param room takes the bytes of all outputs together, or throws {@link NoRoomException}
   * @throws BatchShapeException if the outputs do not have a row for each row of the inputs
   */
  default List<Map<String, Tensor>> predict(
      List<Map<String, Tensor>> requests, List<String> requested, Duration limit, LongConsumer room)
      throws PredictionException {
    var answers = new ArrayList<Map<String, Tensor>>(requests.size());
    for (var inputs : requests) {
      answers.add(predict(inputs, requested, limit));
    }
    room.accept(answers.stream()
        .flatMap(answer -> answer.values().stream())
        .mapToLong(Tensor::bytes)
        .sum());
    return answers;
  }

  @Override
  void close();
}
