package dev.serin.serving;

import dev.serin.gate.Call.Result;
import dev.serin.model.LoadedVersion;
import dev.serin.model.PredictionException;
import dev.serin.serving.RecentCalls.RecentCall;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.NonFinite;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Tries a candidate on the recent calls of its model before any user gets it.
 *
 * <p>Thread-safe.
 */
public final class Rehearsal {
  private final RecentCalls recent;

  Rehearsal(RecentCalls recent) {
    this.recent = recent;
  }

  /**
   * Runs the candidate and stable on what was called lately, and returns the first problem: the
   * candidate fails where stable does not, gives a number that is not finite to finite inputs, or
   * outputs whose names, types or shapes are not stable's. Without recent calls there is none.
   *
   * <p>Blocks for as long as at most 64 runs of each version take.
   */
  public Rehearsed run(String model, LoadedVersion candidate, LoadedVersion stable) {
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

  private static Rehearsed gone(LoadedVersion version) {
    return new Rehearsed(0, Optional.of(version.id() + " is no longer loaded"));
  }

  private static Rehearsed replay(
      List<RecentCall> recent, LoadedVersion candidate, LoadedVersion stable) {
    int calls = 0;
    for (var call : recent) {
      if (!fits(call, stable)) {
        // It came when another version was stable.
        continue;
      }
      calls++;
      var problem = problem(call, candidate, stable);
      if (problem.isPresent()) {
        return new Rehearsed(calls, problem);
      }
    }
    return new Rehearsed(calls, Optional.empty());
  }

  private static boolean fits(RecentCall call, LoadedVersion version) {
    try {
      version.signature().check(call.inputs(), call.outputs());
      return true;
    } catch (InvalidTensorException e) {
      return false;
    }
  }

  private static Optional<String> problem(
      RecentCall call, LoadedVersion candidate, LoadedVersion stable) {
    var expected = expected(call, stable);
    Map<String, Tensor> outputs;
    try {
      outputs = outputs(call, candidate);
    } catch (PredictionException | RuntimeException e) {
      return expected.map(answered -> candidate.id() + " fails on a recent call that " + stable.id()
          + " answers: " + e.getMessage());
    }
    return notFinite(call, outputs)
        .or(() -> expected.flatMap(answered -> difference(answered, outputs)))
        .map(text -> candidate.id() + " on a recent call: " + text);
  }

  /** What stable answers; nothing if it fails, too. */
  private static Optional<Map<String, Tensor>> expected(RecentCall call, LoadedVersion stable) {
    try {
      return Optional.of(outputs(call, stable));
    } catch (PredictionException | RuntimeException e) {
      return Optional.empty();
    }
  }

  private static Map<String, Tensor> outputs(RecentCall call, LoadedVersion version)
      throws PredictionException {
    version.signature().check(call.inputs(), call.outputs());
    return version.predictor().predict(call.inputs(), call.outputs());
  }

  private static Optional<String> notFinite(RecentCall call, Map<String, Tensor> outputs) {
    if (Fitness.of(call.inputs(), outputs) != Result.BAD) {
      return Optional.empty();
    }
    return outputs.entrySet().stream()
        .flatMap(output -> NonFinite.in(output.getValue())
            .map(value ->
                "output " + output.getKey() + ": " + value + " (expected: a finite number)")
            .stream())
        .findFirst();
  }

  private static Optional<String> difference(
      Map<String, Tensor> expected, Map<String, Tensor> outputs) {
    if (!outputs.keySet().equals(expected.keySet())) {
      return Optional.of("outputs: " + outputs.keySet() + " (expected: " + expected.keySet() + ")");
    }
    return outputs.entrySet().stream()
        .map(output -> {
          var wanted = text(expected.get(output.getKey()));
          var given = text(output.getValue());
          return given.equals(wanted)
              ? ""
              : "output " + output.getKey() + ": " + given + " (expected: " + wanted + ")";
        })
        .filter(difference -> !difference.isEmpty())
        .findFirst();
  }

  /** The type and shape, which is all that must be alike. */
  private static String text(@Nullable Tensor tensor) {
    return tensor == null ? "none" : tensor.type() + " " + tensor.shape();
  }
}
