package dev.serin.serving;

import dev.serin.model.LoadedVersion;
import dev.serin.model.PredictionException;
import dev.serin.model.Signature;
import dev.serin.serving.RecentCalls.RecentCall;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Runs a candidate on the recent calls of its model before it serves any user.
 *
 * <p>Thread-safe.
 */
public final class Preflight {
  /** Calls that have not run by then are skipped. */
  private static final Duration PATIENCE = Duration.ofMinutes(1);

  private final RecentCalls recent;
  private final Time time;

  Preflight(RecentCalls recent, Time time) {
    this.recent = recent;
    this.time = time;
  }

  /**
   * Runs the candidate and stable on recent calls and returns the first problem: the candidate
   * fails where stable does not, returns NaN or infinity where stable returns a number, or outputs
   * whose names, types, ranks or fixed sizes differ from stable's. Without recent calls there is no
   * problem.
   *
   * <p>Blocks for at most 64 runs of each version, and at most a minute and two runs.
   */
  public PreflightResult run(String model, LoadedVersion candidate, LoadedVersion stable) {
    var first = candidate.lease();
    if (first.isEmpty()) {
      return gone(candidate);
    }
    try (var tried = first.get()) {
      var second = stable.lease();
      if (second.isEmpty()) {
        return gone(stable);
      }
      try (var known = second.get()) {
        return replay(recent.of(model), tried.version(), known.version());
      }
    }
  }

  private static PreflightResult gone(LoadedVersion version) {
    return new PreflightResult(0, Optional.of(version.id() + " is no longer loaded"));
  }

  private PreflightResult replay(
      List<RecentCall> recent, LoadedVersion candidate, LoadedVersion stable) {
    long start = time.ticker().getAsLong();
    int calls = 0;
    for (var call : recent) {
      if (!fits(call, stable)) {
        // It was made when another version was stable.
        continue;
      }
      if (time.ticker().getAsLong() - start > PATIENCE.toNanos()) {
        break;
      }
      calls++;
      var problem = problem(call, candidate, stable);
      if (problem.isPresent()) {
        return new PreflightResult(calls, problem);
      }
    }
    return new PreflightResult(calls, Optional.empty());
  }

  private static boolean fits(RecentCall call, LoadedVersion version) {
    try {
      version.signature().check(call.inputs(), call.outputs());
      return true;
    } catch (InvalidTensorException e) {
      return false;
    }
  }

  private Optional<String> problem(RecentCall call, LoadedVersion candidate, LoadedVersion stable) {
    var expected = expected(call, stable);
    Map<String, Tensor> outputs;
    try {
      outputs = outputs(call, candidate);
    } catch (PredictionException | RuntimeException e) {
      return expected.map(answered -> candidate.id() + " fails on a recent call that " + stable.id()
          + " answers: " + e.getMessage());
    }
    var signature = stable.signature();
    return Fitness.worse(call.inputs(), expected.orElse(Map.of()), outputs)
        .or(() -> expected.flatMap(answered -> difference(signature, answered, outputs)))
        .map(text -> candidate.id() + " on a recent call: " + text);
  }

  /** Returns stable's answer; empty if stable fails too. */
  private Optional<Map<String, Tensor>> expected(RecentCall call, LoadedVersion stable) {
    try {
      return Optional.of(outputs(call, stable));
    } catch (PredictionException | RuntimeException e) {
      return Optional.empty();
    }
  }

  /** Runs a version, and so learns its duration before users wait for it. */
  private Map<String, Tensor> outputs(RecentCall call, LoadedVersion version)
      throws PredictionException {
    version.signature().check(call.inputs(), call.outputs());
    var work = version.predictor().work(time.work());
    long start = time.ticker().getAsLong();
    long before = work.getAsLong();
    try {
      return version.predictor().predict(call.inputs(), call.outputs());
    } finally {
      version
          .runTimes()
          .add(call.rows(), work.getAsLong() - before, time.ticker().getAsLong() - start);
    }
  }

  private static Optional<String> difference(
      Signature signature, Map<String, Tensor> expected, Map<String, Tensor> outputs) {
    if (!outputs.keySet().equals(expected.keySet())) {
      return Optional.of("outputs: " + outputs.keySet() + " (expected: " + expected.keySet() + ")");
    }
    return signature.outputs().stream()
        .flatMap(
            spec -> difference(spec, expected.get(spec.name()), outputs.get(spec.name())).stream())
        .findFirst();
  }

  /**
   * Compares type, rank, and the sizes that the signature fixes; other sizes depend on the data.
   */
  private static Optional<String> difference(
      TensorSpec spec, @Nullable Tensor expected, @Nullable Tensor output) {
    if (expected == null || output == null || alike(spec, expected, output)) {
      return Optional.empty();
    }
    return Optional.of(
        "output " + spec.name() + ": " + text(output) + " (expected: " + text(expected) + ")");
  }

  private static boolean alike(TensorSpec spec, Tensor expected, Tensor output) {
    boolean alike = output.type() == expected.type()
        && output.shape().rank() == expected.shape().rank();
    for (int i = 0; alike && i < spec.shape().rank(); i++) {
      boolean fixed = spec.shape().size(i) != Shape.ANY && i < output.shape().rank();
      alike = !fixed || output.shape().size(i) == expected.shape().size(i);
    }
    return alike;
  }

  private static String text(Tensor tensor) {
    return tensor.type() + " " + tensor.shape();
  }
}
