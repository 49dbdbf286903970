package dev.serin.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.RunEndedException;
import dev.serin.model.Signature;
import dev.serin.model.Vocabulary;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * A session of ONNX Runtime as a predictor. Each input is copied once into memory that the session
 * reads, each output once out of the session's memory. The shape of an output is the one that came,
 * whatever the model declares.
 *
 * <p>Thread-safe, but {@link #close} must come after the last run returned.
 */
final class OnnxPredictor implements Predictor {
  private final OrtEnvironment environment;
  private final OrtSession session;
  private final Signature signature;
  private final List<String> notes;
  private final Vocabulary vocabulary;
  private final UnsignedCasts casts;
  private final InputBuffers buffers;
  private final RunLimits limits;
  private final Duration runTimeout;

  /** Takes over the session and the casts, which it closes at the end. */
  OnnxPredictor(
      OrtEnvironment environment,
      OrtSession session,
      Signature signature,
      List<String> notes,
      Vocabulary vocabulary,
      UnsignedCasts casts,
      InputBuffers buffers,
      RunLimits limits,
      Duration runTimeout) {
    this.environment = environment;
    this.session = session;
    this.signature = signature;
    this.notes = List.copyOf(notes);
    this.vocabulary = vocabulary;
    this.casts = casts;
    this.buffers = buffers;
    this.limits = limits;
    this.runTimeout = runTimeout;
  }

  @Override
  public Signature signature() {
    return signature;
  }

  @Override
  public List<String> notes() {
    return notes;
  }

  @Override
  public Vocabulary vocabulary() {
    return vocabulary;
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
      throws PredictionException {
    return predict(inputs, requested, runTimeout);
  }

  @Override
  public Map<String, Tensor> predict(
      Map<String, Tensor> inputs, List<String> requested, Duration limit)
      throws PredictionException {
    var names = outputNames(requested);
    long room = inputs.values().stream().mapToLong(InputBuffers.Block::room).sum();
    try (var bound = new BoundInputs(environment, casts, buffers.begin(room))) {
      for (var input : inputs.entrySet()) {
        bound.bind(input.getKey(), input.getValue());
      }
      return run(bound, names, limit.compareTo(runTimeout) < 0 ? limit : runTimeout);
    } catch (OrtException | IllegalArgumentException | IllegalStateException e) {
      throw new PredictionException("the model failed: " + RuntimeErrors.text(e), e);
    }
  }

  private Map<String, Tensor> run(BoundInputs bound, Set<String> names, Duration limit)
      throws OrtException, RunEndedException {
    try (var run = limits.begin(limit)) {
      try (var result = session.run(bound.tensors(), names, run.options())) {
        return outputs(result, names);
      } catch (OrtException e) {
        if (run.ended()) {
          throw new RunEndedException(
              "the run was ended after " + limit.toMillis() + " ms"
                  + (limit.equals(runTimeout) ? " (limits.runTimeout)" : ""),
              e);
        }
        throw e;
      }
    }
  }

  private Set<String> outputNames(List<String> requested) {
    var names = new LinkedHashSet<String>();
    for (var output : signature.outputs()) {
      if (requested.isEmpty() || requested.contains(output.name())) {
        names.add(output.name());
      }
    }
    return names;
  }

  private Map<String, Tensor> outputs(OrtSession.Result result, Set<String> names)
      throws OrtException {
    var outputs = new LinkedHashMap<String, Tensor>();
    int index = 0;
    for (var name : names) {
      outputs.put(name, OutputTensors.copy(environment, name, result.get(index++)));
    }
    return outputs;
  }

  @Override
  public void close() {
    Sessions.close(session);
    casts.close();
  }
}
