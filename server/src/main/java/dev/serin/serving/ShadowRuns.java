package dev.serin.serving;

import dev.serin.feedback.Predictions;
import dev.serin.feedback.ShadowedCall;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Shadowed;
import dev.serin.model.LoadedVersion;
import dev.serin.tensor.Tensor;
import java.util.Map;

/** Runs candidates on copies of calls, and reports how they compare with stable. Thread-safe. */
final class ShadowRuns {
  private final Predictions predictions;
  private final ShadowListener listener;
  private final Time time;
  private final FailureLog failures = new FailureLog();

  ShadowRuns(Predictions predictions, ShadowListener listener, Time time) {
    this.predictions = predictions;
    this.listener = listener;
    this.time = time;
  }

  /** The result of a run; no outputs if it failed. */
  private record Run(Result result, long nanos, Map<String, Tensor> outputs) {}

  /** Runs a version that the caller holds. */
  void run(ShadowCopy copy, LoadedVersion candidate) {
    var run = infer(copy, candidate);
    if (run.result() == Result.EXCLUDED) {
      return;
    }
    var stable = copy.stable();
    boolean both = !stable.outputs().isEmpty() && !run.outputs().isEmpty();
    if (both && copy.route().pairLabels()) {
      predictions.shadowed(new ShadowedCall(
          stable.predictionId(), copy.route().trial(), copy.model(), run.outputs(), copy.rows()));
    }
    listener.finished(
        copy.model(),
        new Shadowed(
            copy.route().trial(),
            time.clock().millis(),
            copy.user(),
            stable.result() == Result.NOT_FINITE ? Result.OK : stable.result(),
            stable.nanos(),
            run.result(),
            run.nanos(),
            both && predictions.agree(copy.model(), stable.outputs(), run.outputs(), copy.rows())));
  }

  /** An unfit number counts only where stable's is fit. */
  private static Result fitness(ShadowCopy copy, Map<String, Tensor> outputs) {
    var alone = Fitness.of(copy.inputs(), outputs);
    return alone == Result.NOT_FINITE
            && Fitness.worse(copy.inputs(), copy.stable().outputs(), outputs).isEmpty()
        ? Result.OK
        : alone;
  }

  private Run infer(ShadowCopy copy, LoadedVersion candidate) {
    long start = time.ticker().getAsLong();
    try {
      candidate.signature().check(copy.inputs(), copy.requested());
      var outputs = candidate.predictor().predict(copy.inputs(), copy.requested());
      long nanos = time.ticker().getAsLong() - start;
      return new Run(fitness(copy, outputs), nanos, outputs);
    } catch (Throwable e) {
      // No exception may escape: whatever was thrown, the candidate is at fault.
      long now = time.ticker().getAsLong();
      failures.failed(candidate.id(), e, now);
      return new Run(Result.BAD, now - start, Map.of());
    }
  }
}
