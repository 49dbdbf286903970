package dev.serin.serving;

import dev.serin.feedback.Predictions;
import dev.serin.feedback.ServedCall;
import dev.serin.feedback.ServedCall.Placement;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Recorder.Arrival;
import dev.serin.gate.Recording;
import dev.serin.model.PredictionException;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.tensor.NonFinite;
import dev.serin.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * One call that holds its version and waits for a runner or has one.
 *
 * <p>Confined to one thread at a time: the one that routes hands it over to a runner.
 */
final class RunningCall {
  private final PredictCall call;
  private final Router.Held held;
  private final Time time;
  private final long queuedNanos;
  private final Arrival arrival;
  private final Recording recording;
  private long startedNanos;
  private long inferenceNanos;
  /** What the gates hear of an answer; a wrong one can be bad all the same. */
  private Result answer = Result.OK;

  RunningCall(PredictCall call, Router.Held held, long id, Time time) {
    this.call = call;
    this.held = held;
    this.time = time;
    this.queuedNanos = now();
    this.startedNanos = queuedNanos;
    this.arrival = new Arrival(
        id,
        held.route().userHash().orElse(0),
        time.clock().millis(),
        call.origin().arrivalNanos());
    this.recording = held.route().userHash().isPresent()
        ? held.model().recorder().arrived(held.route().version(), arrival)
        : Recording.NONE;
  }

  /** Throws unless the tensors are what the version takes. */
  void check() {
    held.lease().version().signature().check(call.inputs(), call.outputs());
  }

  /** Returns the refusal of this call, and lets the version go. */
  PredictResult refuse(CallStatus status, Fault fault, String message) {
    held.lease().close();
    return new PredictResult.Refusal(record(status, fault), message);
  }

  /** Runs the version, lets it go, and returns the answer or a refusal. Never throws. */
  PredictResult run(Predictions predictions, FailureLog failures) {
    startedNanos = now();
    try {
      refuseIfGivenUp();
      var outputs = infer(needed(predictions));
      answer = fitness(outputs);
      refuseIfGivenUp();
      var id = predictions.served(served(outputs));
      held.lease().close();
      return new PredictResult.Answer(record(CallStatus.OK, Fault.NONE), id, requested(outputs));
    } catch (RefusedException e) {
      return refuse(e.status(), e.fault(), e.reason());
    } catch (Throwable e) {
      // Nothing may escape: the caller waits for an answer and the runner must live.
      failures.failed(held.lease().version().id(), e, now());
      return refuse(CallStatus.INTERNAL, Fault.VERSION, "the prediction failed");
    }
  }

  /** The outputs to ask the model for: those of the caller, and the one that quality is about. */
  private List<String> needed(Predictions predictions) {
    var outputs = call.outputs();
    var quality = predictions.output(call.model());
    if (outputs.isEmpty() || quality.isEmpty() || outputs.contains(quality.get())) {
      return outputs;
    }
    return Stream.concat(outputs.stream(), quality.stream()).toList();
  }

  private Map<String, Tensor> requested(Map<String, Tensor> outputs) {
    if (call.outputs().isEmpty()) {
      return outputs;
    }
    var requested = new LinkedHashMap<>(outputs);
    requested.keySet().retainAll(call.outputs());
    return requested;
  }

  private Map<String, Tensor> infer(List<String> outputs) throws PredictionException {
    long start = now();
    try {
      return held.lease().version().predictor().predict(call.inputs(), outputs);
    } finally {
      inferenceNanos = now() - start;
    }
  }

  private void refuseIfGivenUp() throws RefusedException {
    if (call.origin().cancelled().getAsBoolean()) {
      throw new RefusedException(CallStatus.CANCELLED, Fault.CALLER, "the caller cancelled");
    }
    var deadline = call.origin().deadlineNanos();
    if (deadline.isPresent() && now() - deadline.getAsLong() > 0) {
      throw new RefusedException(
          CallStatus.DEADLINE_EXCEEDED, Fault.CALLER, "the caller's deadline passed");
    }
  }

  /** What comes out must be finite, unless what went in was not. */
  private Result fitness(Map<String, Tensor> outputs) {
    if (finite(outputs)) {
      return Result.OK;
    }
    return finite(call.inputs()) ? Result.BAD : Result.EXCLUDED;
  }

  private static boolean finite(Map<String, Tensor> tensors) {
    return tensors.values().stream().allMatch(tensor -> NonFinite.in(tensor).isEmpty());
  }

  private ServedCall served(Map<String, Tensor> outputs) {
    return new ServedCall(
        held.lease().version().id(),
        new Placement(
            held.route().role(),
            held.model().revision(),
            held.route().userHash(),
            answer == Result.OK && recording.covers()),
        arrival.millis(),
        arrival.id(),
        call.requestId(),
        outputs,
        call.rows());
  }

  private CallRecord record(CallStatus status, Fault fault) {
    var served =
        new Served(held.route().version(), held.route().role(), held.model().revision());
    var timing = new Timing(
        now() - call.origin().arrivalNanos(), startedNanos - queuedNanos, inferenceNanos);
    recording.ended(result(status, fault), timing.endToEndNanos());
    return new CallRecord(
        call.model(),
        Optional.of(served),
        held.route().userHash(),
        call.rows(),
        status,
        fault,
        timing);
  }

  private Result result(CallStatus status, Fault fault) {
    if (status == CallStatus.OK) {
      return answer;
    }
    return fault == Fault.VERSION ? Result.BAD : Result.EXCLUDED;
  }

  private long now() {
    return time.ticker().getAsLong();
  }
}
