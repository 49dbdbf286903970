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
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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
  private static final Logger log = LoggerFactory.getLogger(Serving.class);

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
   * the gates and the listener do. If it throws for an answer it gets a refusal in its place, and
   * that is what they are told.
   */
  public void predict(PredictCall call, Consumer<PredictResult> reply) {
    var room = call.origin().room();
    room.serve();
    try {
      start(new RunningCall(call, router.hold(call), predictions.newId(), time), call, reply);
    } catch (RefusedException e) {
      long arrival = call.origin().arrivalNanos();
      var record = unrouted(call.model(), call.rows(), arrival, e.status(), e.fault());
      refuse(new PredictResult.Refusal(record, e.reason()), reply);
      room.served();
      listener.finished(record);
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

  /** Returns how many inputs and outputs a call of a model can have, before it is read. */
  public Counts counts(String model) {
    return router.counts(model);
  }

  /** A version, and what it takes and gives. */
  public record Described(VersionId id, Signature signature) {}

  /**
   * Tells the listener of a call that was not read, and so never began.
   *
   * @param status RESOURCE_EXHAUSTED if there was no room for it, else INVALID_ARGUMENT
   */
  public void unread(String model, long arrivalNanos, CallStatus status) {
    var fault = status == CallStatus.RESOURCE_EXHAUSTED ? Fault.GATEWAY : Fault.CALLER;
    listener.finished(unrouted(model, 0, arrivalNanos, status, fault));
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
      finish(running, running.refuse(CallStatus.INVALID_ARGUMENT, Fault.CALLER, message), reply);
      return;
    }
    if (!runners.run(() -> run(running, call, reply), running.slow())) {
      var message = "the gateway is stopping";
      finish(running, running.refuse(CallStatus.UNAVAILABLE, Fault.GATEWAY, message), reply);
    }
  }

  /** What is not for the caller comes after the answer. */
  private void run(RunningCall running, PredictCall call, Consumer<PredictResult> reply) {
    var result = finish(running, running.run(predictions, failures, fallbacks), reply);
    if (result instanceof PredictResult.Answer && call.pinned().isEmpty() && !running.forced()) {
      recent.keep(call, running.id());
    }
    running.copy(result, predictions).ifPresent(shadows::offer);
  }

  /** Hands the result over, and tells what the caller got, which it returns. */
  private PredictResult finish(
      RunningCall running, PredictResult result, Consumer<PredictResult> reply) {
    var got = hand(running, result, reply);
    running.served();
    running.tell(got);
    listener.finished(got.call());
    return got;
  }

  private PredictResult hand(
      RunningCall running, PredictResult result, Consumer<PredictResult> reply) {
    if (!(result instanceof PredictResult.Answer)) {
      refuse(result, reply);
      return result;
    }
    try {
      reply.accept(result);
      return result;
    } catch (Throwable e) {
      // Nothing may escape: the caller waits for an answer and the runner must live.
      var refusal = running.unanswered(e, failures);
      refuse(refusal, reply);
      return refusal;
    }
  }

  private static void refuse(PredictResult refusal, Consumer<PredictResult> reply) {
    try {
      reply.accept(refusal);
    } catch (Throwable e) {
      log.error(
          "{}: a caller could not be told that its call failed", refusal.call().model(), e);
    }
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
