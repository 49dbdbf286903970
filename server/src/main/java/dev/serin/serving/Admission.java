package dev.serin.serving;

import dev.serin.feedback.Predictions;
import dev.serin.model.Dispatcher;
import dev.serin.tensor.InvalidTensorException;
import java.util.function.Consumer;

/**
 * Admits calls: finds the version, holds it by a lease, checks the tensors against its signature,
 * and submits the call. Thread-safe.
 */
final class Admission {
  private final Router router;
  private final Dispatcher dispatcher;
  private final Completion completion;
  private final Predictions predictions;
  private final Time time;

  Admission(
      Router router,
      Dispatcher dispatcher,
      Completion completion,
      Predictions predictions,
      Time time) {
    this.router = router;
    this.dispatcher = dispatcher;
    this.completion = completion;
    this.predictions = predictions;
    this.time = time;
  }

  void admit(PredictCall call, Consumer<PredictResult> reply) {
    Router.Held held;
    try {
      held = router.hold(call);
    } catch (RefusedException e) {
      completion.unrouted(call, e, reply);
      return;
    }
    var inFlight = new CallInFlight(call, held, predictions.newId(), time, reply);
    try {
      inFlight.check();
    } catch (InvalidTensorException e) {
      completion.refuse(
          inFlight,
          new RefusedException(
              CallStatus.INVALID_ARGUMENT, Fault.CALLER, String.valueOf(e.getMessage())));
      return;
    }
    // The outputs that the caller asked for, and the one that quality is computed from.
    var outputs = call.outputsWith(predictions.output(call.model()));
    inFlight.submit(dispatcher, outputs, run -> completion.ran(inFlight, run));
  }
}
