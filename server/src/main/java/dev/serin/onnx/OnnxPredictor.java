package dev.serin.onnx;

import ai.onnxruntime.OrtEnvironment;
import ai.onnxruntime.OrtException;
import ai.onnxruntime.OrtSession;
import dev.serin.model.BatchShapeException;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.RunEndedException;
import dev.serin.model.Signature;
import dev.serin.model.Vocabulary;
import dev.serin.tensor.Tensor;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.LongConsumer;
import java.util.stream.LongStream;

/**
 * A session of ONNX Runtime as a predictor. Each input is copied once into memory that the session
 * reads, each output once out of the session's memory. The shape of an output is the actual one,
 * whatever the model declares.
 *
 * <p>Thread-safe, but {@link #close} must come after the last run has returned.
 */
final class OnnxPredictor implements Predictor {
  private final String version;
  private final Model model;
  private final Runs runs;
  /** The names of all outputs, in the order of the signature. */
  private final Set<String> allOutputs = new LinkedHashSet<>();

  /**
   * A loaded model.
   *
   * @param notes what an operator should know about it
   * @param defaults the values of inputs that a caller may leave out
   */
  record Model(
      OrtSession session,
      Signature signature,
      List<String> notes,
      Vocabulary vocabulary,
      Map<String, Tensor> defaults,
      UnsignedCasts casts) {
    Model {
      defaults = Map.copyOf(defaults);
      notes = List.copyOf(notes);
    }
  }

  /**
   * The parts that all models of a loader share.
   *
   * @param timeout the limit after which a run is stopped
   */
  record Runs(
      OrtEnvironment environment, InputBuffers buffers, RunLimits limits, Duration timeout) {}

  /**
   * Takes ownership of the session and the casts, which {@link #close} closes.
   *
   * @param version the version as text for people
   */
  OnnxPredictor(String version, Model model, Runs runs) {
    this.version = version;
    this.model = model;
    this.runs = runs;
    for (var output : model.signature().outputs()) {
      allOutputs.add(output.name());
    }
  }

  @Override
  public Signature signature() {
    return model.signature();
  }

  @Override
  public List<String> notes() {
    return model.notes();
  }

  @Override
  public Vocabulary vocabulary() {
    return model.vocabulary();
  }

  @Override
  public Map<String, Tensor> predict(Map<String, Tensor> inputs, List<String> requested)
      throws PredictionException {
    return predict(inputs, requested, runs.timeout());
  }

  @Override
  public Map<String, Tensor> predict(
      Map<String, Tensor> given, List<String> requested, Duration limit)
      throws PredictionException {
    return predict(given, requested, limit, bytes -> {});
  }

  @Override
  public Map<String, Tensor> predict(
      Map<String, Tensor> given, List<String> requested, Duration limit, LongConsumer room)
      throws PredictionException {
    var inputs = complete(given);
    long memory = 0;
    for (var input : inputs.values()) {
      memory += InputBuffers.Block.room(input);
    }
    try (var bound = bound(memory)) {
      for (var input : inputs.entrySet()) {
        bound.bind(input.getKey(), input.getValue());
      }
      return run(bound, outputNames(requested), limit, room);
    } catch (OrtException | IllegalArgumentException | IllegalStateException e) {
      throw failed(e);
    }
  }

  @Override
  public List<Map<String, Tensor>> predict(
      List<Map<String, Tensor>> requests, List<String> requested, Duration limit, LongConsumer room)
      throws PredictionException {
    var first = requests.get(0);
    long memory = 0;
    for (var input : first.keySet()) {
      memory += InputBuffers.Block.room(requests, input);
    }
    var names = outputNames(requested);
    try (var bound = bound(memory)) {
      for (var input : first.keySet()) {
        bound.bind(input, requests);
      }
      return split(run(bound, names, limit, room), rows(requests), names);
    } catch (OrtException | IllegalArgumentException | IllegalStateException e) {
      throw failed(e);
    }
  }

  private BoundInputs bound(long memory) {
    return new BoundInputs(runs.environment(), model.casts(), runs.buffers().begin(memory));
  }

  private static PredictionException failed(Exception e) {
    return new PredictionException("the model failed: " + RuntimeErrors.text(e), e);
  }

  /** The rows of each request. */
  private static long[] rows(List<Map<String, Tensor>> requests) {
    var rows = new long[requests.size()];
    for (int i = 0; i < rows.length; i++) {
      rows[i] = requests.get(i).values().iterator().next().shape().rows();
    }
    return rows;
  }

  private static List<Map<String, Tensor>> split(
      Map<String, Tensor> outputs, long[] rows, Set<String> names) throws BatchShapeException {
    long all = LongStream.of(rows).sum();
    var answers = new ArrayList<Map<String, Tensor>>(rows.length);
    for (int i = 0; i < rows.length; i++) {
      answers.add(new LinkedHashMap<>());
    }
    for (var name : names) {
      var output = outputs.get(name);
      if (output == null || output.shape().rank() == 0 || output.shape().rows() != all) {
        throw new BatchShapeException("output " + name + " has shape "
            + (output == null ? "none" : output.shape()) + " in a run of " + all
            + " rows, not a row for each");
      }
      var parts = output.split(rows);
      for (int i = 0; i < rows.length; i++) {
        answers.get(i).put(name, parts.get(i));
      }
    }
    return answers;
  }

  private Map<String, Tensor> complete(Map<String, Tensor> given) {
    if (model.defaults().isEmpty()) {
      return given;
    }
    var inputs = new HashMap<>(model.defaults());
    inputs.putAll(given);
    return inputs;
  }

  private Map<String, Tensor> run(
      BoundInputs bound, Set<String> names, Duration most, LongConsumer room)
      throws OrtException, RunEndedException {
    var limit = most.compareTo(runs.timeout()) < 0 ? most : runs.timeout();
    try (var run = runs.limits().begin(version, limit)) {
      try (var result = model.session().run(bound.tensors(), names, run.options())) {
        room.accept(OutputTensors.bytes(result));
        return outputs(result, names);
      } catch (OrtException e) {
        if (run.ended()) {
          throw new RunEndedException(
              "the run was stopped after " + limit.toMillis() + " ms"
                  + (limit.equals(runs.timeout()) ? " (limits.runTimeout)" : ""),
              e);
        }
        throw e;
      }
    }
  }

  private Set<String> outputNames(List<String> requested) {
    if (requested.isEmpty()) {
      return allOutputs;
    }
    var names = new LinkedHashSet<>(allOutputs);
    names.retainAll(requested);
    return names;
  }

  private Map<String, Tensor> outputs(OrtSession.Result result, Set<String> names)
      throws OrtException {
    var outputs = new LinkedHashMap<String, Tensor>();
    int index = 0;
    for (var name : names) {
      outputs.put(name, OutputTensors.copy(runs.environment(), name, result.get(index++)));
    }
    return outputs;
  }

  @Override
  public void close() {
    Sessions.close(model.session());
    model.casts().close();
  }
}
