package dev.serin.serving;

import dev.serin.feedback.Predictions;
import dev.serin.gate.Call.Result;
import dev.serin.model.Dispatcher;
import dev.serin.model.Dispatcher.Ending;
import dev.serin.model.Dispatcher.Run;
import dev.serin.model.Lease;
import dev.serin.model.ProcessEndedException;
import dev.serin.model.RunEndedException;
import dev.serin.model.VersionPool;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.tensor.Tensor;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Completes calls: signs the prediction id or submits the call to stable, answers the caller, and
 * then reports to the gates, the listener and the shadow. No exception escapes: the caller waits
 * for an answer, and the runner must live.
 *
 * <p>Thread-safe.
 */
final class Completion {
  private static final Logger log = LoggerFactory.getLogger(Completion.class);

  private final Dispatcher dispatcher;
  private final Predictions predictions;
  private final CallListener listener;
  private final Shadows shadows;
  private final Time time;
  private final FailureLog failures = new FailureLog();
  private final Fallbacks fallbacks = new Fallbacks();
  private final RecentCalls recent = new RecentCalls();

  Completion(
      Dispatcher dispatcher,
      Predictions predictions,
      CallListener listener,
      Shadows shadows,
      Time time) {
    this.dispatcher = dispatcher;
    this.predictions = predictions;
    this.listener = listener;
    this.shadows = shadows;
    this.time = time;
  }

  /** The recent calls of each model. */
  RecentCalls recent() {
    return recent;
  }

  /** Drops the state of versions that are not loaded and of models that are gone. */
  void forget(VersionPool pool) {
    failures.forget(pool);
    fallbacks.forget(pool);
    recent.forget(pool);
  }

  /** Completes a call whose run has ended, or was refused. */
  void ran(CallInFlight call, Run run) {
    call.ran(run);
    if (run.ending() instanceof Ending.Answered answered) {
      answered(call, answered.outputs());
    } else if (run.ending() instanceof Ending.Failed failed) {
      failed(call, failed.cause());
    } else if (run.ending() instanceof Ending.Dropped dropped) {
      refuse(call, RefusedException.of(dropped.reason()));
    } else if (run.ending() instanceof Ending.Refused refused) {
      refuse(call, RefusedException.of(call.version(), refused));
    }
  }

  private void answered(CallInFlight call, Map<String, Tensor> outputs) {
    PredictResult answer;
    try {
      var result = Fitness.of(call.call().inputs(), outputs);
      call.call().refuseIfGivenUp(call.now());
      boolean covered = result == Result.OK && call.covered();
      var id = predictions.served(call.served(call.version(), outputs, covered));
      call.release();
      if (call.fallback().isPresent()) {
        fallbacks.answered(call.call().model());
      }
      answer = call.answer(outputs, id, result);
    } catch (RefusedException e) {
      refuse(call, e);
      return;
    } catch (Throwable e) {
      failed(call, e);
      return;
    }
    finish(call, answer);
  }

  private void failed(CallInFlight call, Throwable cause) {
    if (cause instanceof RunEndedException && call.call().givenUp(call.now())) {
      refuse(call, RefusedException.of(Dispatcher.Reason.DEADLINE_EXCEEDED));
    } else if (cause instanceof ProcessEndedException) {
      // The log has its end already.
      fallBackOrRefuse(call, cause);
    } else if (Failure.fault(cause) == Fault.GATEWAY) {
      refuse(call, RefusedException.of(cause));
    } else {
      failures.failed(call.version(), cause, call.now());
      fallBackOrRefuse(call, cause);
    }
  }

  private void fallBackOrRefuse(CallInFlight call, Throwable cause) {
    if (!fallBack(call, cause)) {
      refuse(call, RefusedException.of(cause));
    }
  }

  /** Submits a call that failed in the canary to stable; returns false if it may not fall back. */
  private boolean fallBack(CallInFlight call, Throwable cause) {
    var lease = mayFallBack(call, cause)
        ? call.stableVersion().flatMap(stable -> stable.lease())
        : Optional.<Lease>empty();
    if (lease.isEmpty()) {
      return false;
    }
    call.release();
    var stable = lease.get();
    try {
      stable.version().signature().check(call.call().inputs(), call.call().outputs());
    } catch (RuntimeException e) {
      stable.close();
      failures.failed(stable.version().id(), e, call.now());
      return false;
    }
    call.submitToStable(dispatcher, stable, run -> fellBack(call, stable, run, cause));
    return true;
  }

  private boolean mayFallBack(CallInFlight call, Throwable cause) {
    return cause instanceof ProcessEndedException
        ? call.ofCanary() && Fallbacks.admitsAfterEnd(call.call(), call.now())
        : call.fallback()
            .filter(route -> fallbacks.admits(route, call.call(), call.now()))
            .isPresent();
  }

  /** Completes a call that fell back; if stable failed too, as if it had not fallen back. */
  private void fellBack(CallInFlight call, Lease stable, Run run, Throwable cause) {
    call.ran(run);
    Optional<PredictResult> answer;
    try (stable) {
      var result = Failure.fault(cause) == Fault.VERSION ? Result.BAD : Result.EXCLUDED;
      answer = answerOfStable(call, stable, run.ending(), result);
    }
    answer.ifPresentOrElse(
        got -> finish(call, got), () -> refuse(call, RefusedException.of(cause)));
  }

  private Optional<PredictResult> answerOfStable(
      CallInFlight call, Lease stable, Ending ending, Result canary) {
    var version = stable.version().id();
    try {
      if (ending instanceof Ending.Answered answered) {
        call.call().refuseIfGivenUp(call.now());
        var id = predictions.served(call.served(version, answered.outputs(), false));
        return Optional.of(call.answerOfStable(answered.outputs(), id, canary));
      }
      if (ending instanceof Ending.Failed failed) {
        failures.failed(version, failed.cause(), call.now());
      }
    } catch (RefusedException givenUp) {
      return Optional.empty();
    } catch (Throwable e) {
      failures.failed(version, e, call.now());
    }
    return Optional.empty();
  }

  /** Completes a call with a refusal. */
  void refuse(CallInFlight call, RefusedException refused) {
    call.release();
    finish(call, call.refusal(refused));
  }

  /** Refuses a call that no version was found for. */
  void unrouted(PredictCall call, RefusedException refused, Consumer<PredictResult> reply) {
    var record = unrouted(
        call.model(), call.rows(), call.origin().arrivalNanos(), refused.status(), refused.fault());
    refuse(new PredictResult.Refusal(record, refused.reason(), refused.retryMillis()), reply);
    call.origin().room().served();
    listener.finished(record);
  }

  /** Reports a call that could not be read to the listener. */
  void unread(String model, long arrivalNanos, CallStatus status) {
    var fault = status == CallStatus.RESOURCE_EXHAUSTED ? Fault.GATEWAY : Fault.CALLER;
    listener.finished(unrouted(model, 0, arrivalNanos, status, fault));
  }

  /** Hands over the result, then reports what the caller got. */
  private void finish(CallInFlight call, PredictResult result) {
    var got = hand(call, result);
    call.ended(got);
    listener.finished(got.call());
    if (got instanceof PredictResult.Answer && call.call().pinned().isEmpty() && !call.forced()) {
      recent.keep(call.call(), call.id());
    }
    call.copy(got).ifPresent(shadows::offer);
  }

  private PredictResult hand(CallInFlight call, PredictResult result) {
    if (!(result instanceof PredictResult.Answer)) {
      refuse(result, call::reply);
      return result;
    }
    try {
      call.reply(result);
      return result;
    } catch (Throwable e) {
      var refusal = call.refusal(unanswered(call, e));
      refuse(refusal, call::reply);
      return refusal;
    }
  }

  /** Returns the refusal of a call whose answer could not be handed over. */
  private RefusedException unanswered(CallInFlight call, Throwable cause) {
    try {
      call.call().refuseIfGivenUp(call.now());
    } catch (RefusedException e) {
      return e;
    }
    if (Failure.fault(cause) == Fault.VERSION) {
      failures.failed(call.version(), cause, call.now());
    }
    return RefusedException.of(cause);
  }

  private static void refuse(PredictResult refusal, Consumer<PredictResult> reply) {
    try {
      reply.accept(refusal);
    } catch (Throwable e) {
      log.error("cannot send the refusal of a call of {}", refusal.call().model(), e);
    }
  }

  private CallRecord unrouted(
      String model, long rows, long arrivalNanos, CallStatus status, Fault fault) {
    var timing = new Timing(time.ticker().getAsLong() - arrivalNanos, 0, 0, 0);
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
