package dev.serin.model;

import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
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

  /** Called once after the runs of the warm-up: what follows are calls. */
  default void warmedUp() {
    // They are like any other.
  }

  /** The number of the version's own process; empty if it runs in this one. */
  default OptionalLong process() {
    return OptionalLong.empty();
  }

  /** How its own process ended; empty while it can run, as in this process it always can. */
  default Optional<ProcessEndedException> ended() {
    return Optional.empty();
  }

  /**
   * Tells a listener, on any thread, when its own process ends before it is closed; at once if it
   * has ended.
   */
  default void whenEnded(Consumer<ProcessEndedException> listener) {
    // This process does not end before its listeners.
  }

  /**
   * Returns the clock of the work that runs for the calling thread take, in nanoseconds: by default
   * the processor time of that thread; for a version in another process what they took there,
   * without what it costs to ask for it.
   *
   * @param own the processor time of the calling thread
   */
  default LongSupplier work(LongSupplier own) {
    return own;
  }

  /**
   * Returns the clock of the time that runs for the calling thread spend on the way to a process of
   * their own and back, in nanoseconds: it stands still for a version in this process.
   */
  default LongSupplier way() {
    return () -> 0;
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
