package dev.serin.repository;

import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.Signature;
import dev.serin.model.Vocabulary;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.LongConsumer;
import java.util.function.LongSupplier;

/** A loaded model that is served with another signature than its own. */
record ServedPredictor(Predictor model, Signature signature) implements Predictor {
  @Override
  public List<String> notes() {
    return model.notes();
  }

  @Override
  public Vocabulary vocabulary() {
    return model.vocabulary();
  }

  @Override
  public OptionalLong process() {
    return model.process();
  }

  @Override
  public Optional<ProcessEndedException> ended() {
    return model.ended();
  }

  @Override
  public void warmedUp() {
    model.warmedUp();
  }

  @Override
  public void whenEnded(Consumer<ProcessEndedException> listener) {
    model.whenEnded(listener);
  }

  @Override
  public LongSupplier work(LongSupplier own) {
    return model.work(own);
  }

  @Override
  public LongSupplier way() {
    return model.way();
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
      throws PredictionException {
    return model.predict(inputs, requested);
  }

  @Override
  public Map<String, Tensor> predict(
      Map<String, Tensor> inputs, List<String> requested, Duration limit)
      throws PredictionException {
    return model.predict(inputs, requested, limit);
  }

  @Override
  public Map<String, Tensor> predict(
      Map<String, Tensor> inputs, List<String> requested, Duration limit, LongConsumer room)
      throws PredictionException {
    return model.predict(inputs, requested, limit, room);
  }

  @Override
  public List<Map<String, Tensor>> predict(
      List<Map<String, Tensor>> requests, List<String> requested, Duration limit, LongConsumer room)
      throws PredictionException {
    return model.predict(requests, requested, limit, room);
  }

  @Override
  public void close() {
    model.close();
  }
}
