package dev.serin.serving;

import dev.serin.feedback.Predictions;
import dev.serin.model.Signature;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.tensor.InvalidTensorException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Serves calls: finds the version and holds it by a lease, runs it on a runner, signs the
 * prediction id, answers, and tells the listener.
 *
 * <p>A call whose run fails in the canary may be answered by stable instead, see
 * {@link dev.serin.routing.FallbackRoute}. Whoever hears of it hears that stable served it; only
 * the gates hear what it was for the canary: an error.
 *
 * <p>Thread-safe. {@link #predict} never blocks: what takes time happens on the runners.
 */
public final class Serving {
  private final Router router;
  private final Runners runners;
  private final Predictions predictions;
  private final CallListener listener;
  private final Shadows shadows;
  private final Time time;
  private final FailureLog failures = new FailureLog();
  private final Fallbacks fallbacks = new Fallbacks();
  private final RecentCalls recent = new RecentCalls();

  public Serving(
      Router router,
      Runners runners,
      Predictions predictions,
      CallListener listener,
      Shadows shadows,
      Time time) {
    this.router = router;
    this.runners = runners;
    this.predictions = predictions;
    this.listener = listener;
    this.shadows = shadows;
    this.time = time;
  }

  /**
   * Serves a call. The reply gets the result exactly once, on this thread or a runner's, and before
   * the listener does; it must not throw.
   */
  public void predict(PredictCall call, Consumer<PredictResult> reply) {
    try {
      start(new RunningCall(call, router.hold(call), predictions.newId(), time), call, reply);
    } catch (RefusedException e) {
      long arrival = call.origin().arrivalNanos();
      var record = unrouted(call.model(), call.rows(), arrival, e.status(), e.fault());
      finish(new PredictResult.Refusal(record, e.reason()), reply);
    }
  }

  /**
   * Returns what the version takes and gives that would answer such a call.
   *
   * @throws RefusedException as the call would be refused
   */
  public Described describe(String model, OptionalLong pinned, @Nullable String userId)
      throws RefusedException {
    try (var lease = router.hold(model, pinned, userId).lease()) {
      return new Described(lease.version().id(), lease.version().signature());
    }
  }

  /** A version, and what it takes and gives. */
  public record Described(VersionId id, Signature signature) {}

  /** Tells the listener of a call that could not be read, and so never began. */
  public void unreadable(String model, long arrivalNanos) {
    listener.finished(unrouted(model, 0, arrivalNanos, CallStatus.INVALID_ARGUMENT, Fault.CALLER));
  }

  /**
   * Drops what it keeps of versions that are not loaded and of models that are gone; to be called
   * about once a second, since a call that outlives its version may leave something once more.
   */
  public void forget(VersionPool pool) {
    failures.forget(pool);
    fallbacks.forget(pool);
    recent.forget(pool);
  }

  /** Returns what tries candidates on the calls served lately. */
  public Rehearsal rehearsal() {
    return new Rehearsal(recent, time.ticker());
  }

  private void start(RunningCall running, PredictCall call, Consumer<PredictResult> reply) {
    try {
      running.check();
    } catch (InvalidTensorException e) {
      var message = String.valueOf(e.getMessage());
      finish(running.refuse(CallStatus.INVALID_ARGUMENT, Fault.CALLER, message), reply);
      return;
    }
    long bytes = call.origin().bytes();
    if (!runners.run(bytes, () -> run(running, call, reply))) {
      var message = "limits.inFlightBytes: " + bytes + " bytes on top of " + runners.inFlightBytes()
          + " (expected: at most " + runners.limitBytes() + " together)";
      finish(running.refuse(CallStatus.RESOURCE_EXHAUSTED, Fault.GATEWAY, message), reply);
    }
  }

  /** What is not for the caller comes after the answer. */
  private void run(RunningCall running, PredictCall call, Consumer<PredictResult> reply) {
    var result = running.run(predictions, failures, fallbacks);
    finish(result, reply);
    if (result instanceof PredictResult.Answer && call.pinned().isEmpty()) {
      recent.keep(call, running.id());
    }
    running.copy(result, predictions).ifPresent(shadows::offer);
  }

  private void finish(PredictResult result, Consumer<PredictResult> reply) {
    reply.accept(result);
    listener.finished(result.call());
  }

  private CallRecord unrouted(
      String model, long rows, long arrivalNanos, CallStatus status, Fault fault) {
    var timing = new Timing(time.ticker().getAsLong() - arrivalNanos, 0, 0);
    return new CallRecord(
        model,
        Optional.empty(),
        OptionalLong.empty(),
        rows,
        status,
        fault,
        timing,
        OptionalLong.empty());
  }
}
