package dev.serin.serving;

import dev.serin.feedback.Predictions;
import dev.serin.feedback.ServedCall;
import dev.serin.feedback.ServedCall.Placement;
import dev.serin.gate.Call.Result;
import dev.serin.gate.Recorder.Arrival;
import dev.serin.gate.Recording;
import dev.serin.model.Lease;
import dev.serin.model.LoadedVersion;
import dev.serin.model.PredictionException;
import dev.serin.model.Role;
import dev.serin.model.RunEndedException;
import dev.serin.model.VersionId;
import dev.serin.routing.FallbackRoute;
import dev.serin.routing.ShadowRoute;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.tensor.Tensor;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * One call that holds its version and waits for a runner or has one.
 *
 * <p>Confined to one thread at a time: the one that routes hands it over to a runner.
 */
final class RunningCall {
  /** Makes 53 of 64 random bits a number from 0 to 1. */
  private static final double UNIT = 0x1p-53;

  private final PredictCall call;
  private final Router.Held held;
  private final Time time;
  private final long queuedNanos;
  private final Arrival arrival;
  private final Recording recording;
  private long startedNanos;
  private long inferenceNanos;
  /** Whether stable answered in the place of the version that the call was given to. */
  private boolean fellBack;

  private Result ended = Result.EXCLUDED;
  /** All that the version gave; nothing if it failed. */
  private Map<String, Tensor> outputs = Map.of();

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
    this.recording = held.route().userHash().isPresent() && !call.late()
        ? held.model().recorder().arrived(held.route().version(), arrival)
        : Recording.NONE;
    call.origin().caller().whenGone(recording::abandoned);
  }

  /** Whether the configuration gave the call its version, by the user's name. */
  boolean forced() {
    return held.route().forced();
  }

  /** A random number by which the calls of one millisecond differ. */
  long id() {
    return arrival.id();
  }

  /** Throws unless the tensors are what the version takes. */
  void check() {
    held.lease().version().signature().check(call.inputs(), call.outputs());
  }

  /** Whether the version's runs take more than twice as long as those of its model's stable. */
  boolean slow() {
    var times = held.lease().version().runTimes();
    return held.model()
        .stableVersion()
        .filter(stable -> times.aboveTwice(stable.runTimes()))
        .isPresent();
  }

  /** Returns the refusal of this call, and lets the version go. */
  PredictResult refuse(CallStatus status, Fault fault, String message) {
    held.lease().close();
    var result = fault == Fault.VERSION ? Result.BAD : Result.EXCLUDED;
    if (status == CallStatus.CANCELLED || status == CallStatus.DEADLINE_EXCEEDED) {
      recording.abandoned();
    }
    return new PredictResult.Refusal(record(status, fault, result), message);
  }

  /** Returns what becomes of a call whose answer could not be handed over. */
  PredictResult unanswered(Throwable failure, FailureLog failures) {
    try {
      call.refuseIfGivenUp(now());
    } catch (RefusedException e) {
      return refuse(e.status(), e.fault(), e.reason());
    }
    if (Failure.fault(failure) == Fault.VERSION) {
      failures.failed(held.lease().version().id(), failure, now());
    }
    return refuse(Failure.of(failure), Failure.fault(failure));
  }

  private PredictResult refuse(Failure failure, Fault fault) {
    return refuse(failure.status(), fault, failure.message());
  }

  /** Lets the memory of the request go. */
  void served() {
    call.origin().room().served();
  }

  /**
   * Tells the gates how the call ended for the version that it was given to; to be called once,
   * when the caller has the result.
   */
  void tell(PredictResult result) {
    recording.ended(ended, result.call().timing().endToEndNanos());
  }

  /**
   * Runs the version, lets it go, and returns the answer or a refusal, of which nobody has been
   * told. Never throws.
   */
  PredictResult run(Predictions predictions, FailureLog failures, Fallbacks fallbacks) {
    startedNanos = now();
    var version = held.lease().version();
    try {
      call.refuseIfGivenUp(startedNanos);
      outputs = infer(version, predictions);
      var result = Fitness.of(call.inputs(), outputs);
      call.refuseIfGivenUp(now());
      boolean covered = result == Result.OK && recording.covers();
      var id = predictions.served(served(version.id(), covered));
      held.lease().close();
      fallback().ifPresent(route -> fallbacks.answered(call.model()));
      var fault = result == Result.NOT_FINITE ? Fault.VERSION : Fault.NONE;
      var record = record(CallStatus.OK, fault, result);
      return new PredictResult.Answer(record, id, call.requested(outputs));
    } catch (RefusedException e) {
      return refuse(e.status(), e.fault(), e.reason());
    } catch (Throwable e) {
      // Nothing may escape: the caller waits for an answer and the runner must live.
      return e instanceof RunEndedException && call.givenUp(now())
          ? refuse(CallStatus.DEADLINE_EXCEEDED, Fault.CALLER, "the caller's deadline passed")
          : failed(version.id(), e, predictions, failures, fallbacks);
    }
  }

  private PredictResult failed(
      VersionId version,
      Throwable failure,
      Predictions predictions,
      FailureLog failures,
      Fallbacks fallbacks) {
    if (Failure.fault(failure) == Fault.GATEWAY) {
      return refuse(Failure.of(failure), Fault.GATEWAY);
    }
    failures.failed(version, failure, now());
    return fallBack(predictions, failures, fallbacks)
        .orElseGet(() -> refuse(Failure.of(failure), Fault.VERSION));
  }

  /**
   * How the call may fall back: only one that the split gave to the canary. Who is forced to the
   * canary wants to see its failures, and may not use up the rate of the others.
   */
  private Optional<FallbackRoute> fallback() {
    return held.route().role() == Role.CANARY && !forced()
        ? held.model().fallback()
        : Optional.empty();
  }

  /** Returns what stable answers instead of the canary; nothing if it may not, or fails, too. */
  private Optional<PredictResult> fallBack(
      Predictions predictions, FailureLog failures, Fallbacks fallbacks) {
    return fallback()
        .filter(route -> fallbacks.admits(route, call, now()))
        .flatMap(route -> held.model().stableVersion())
        .flatMap(LoadedVersion::lease)
        .flatMap(lease -> fallBack(lease, predictions, failures));
  }

  private Optional<PredictResult> fallBack(
      Lease lease, Predictions predictions, FailureLog failures) {
    held.lease().close();
    var stable = lease.version();
    try (lease) {
      stable.signature().check(call.inputs(), call.outputs());
      outputs = infer(stable, predictions);
      call.refuseIfGivenUp(now());
      var id = predictions.served(served(stable.id(), false));
      fellBack = true;
      // For the gates it is the canary's error all the same, and took as long as it took.
      var record = record(CallStatus.OK, Fault.NONE, Result.BAD);
      return Optional.of(new PredictResult.Answer(record, id, call.requested(outputs)));
    } catch (RefusedException e) {
      return Optional.empty();
    } catch (Throwable e) {
      failures.failed(stable.id(), e, now());
      return Optional.empty();
    }
  }

  private Map<String, Tensor> infer(LoadedVersion version, Predictions predictions)
      throws PredictionException {
    var wanted = wanted(predictions);
    long start = now();
    try {
      return version
          .predictor()
          .predict(call.inputs(), wanted, call.patience(start), this::reserve);
    } finally {
      long nanos = now() - start;
      inferenceNanos += nanos;
      version.runTimes().add(nanos);
    }
  }

  /** Takes room for the outputs before they are built. */
  private void reserve(long bytes) {
    var room = call.origin().room();
    if (!room.answer(bytes)) {
      throw room.refused(bytes);
    }
  }

  /** The outputs to ask a version for: those of the caller, and the one that quality is about. */
  private List<String> wanted(Predictions predictions) {
    return call.outputsWith(predictions.output(call.model()));
  }

  /**
   * Returns a copy of this call for the model's candidate once the call is answered; nothing for
   * most calls. Only calls of stable's users are copied, and not if they failed without its fault.
   */
  Optional<ShadowCopy> copy(PredictResult result, Predictions predictions) {
    var shadow = held.model().shadow();
    return shadow.isEmpty() || !copied(shadow.get())
        ? Optional.empty()
        : Optional.of(copy(shadow.get(), result, predictions));
  }

  private boolean copied(ShadowRoute shadow) {
    return held.route().role() == Role.STABLE
        && held.route().userHash().isPresent()
        && ended != Result.EXCLUDED
        && (arrival.id() >>> 11) * UNIT < shadow.fraction();
  }

  private ShadowCopy copy(ShadowRoute shadow, PredictResult result, Predictions predictions) {
    var id = result instanceof PredictResult.Answer answer ? answer.predictionId() : "";
    return new ShadowCopy(
        shadow,
        call.model(),
        arrival.millis(),
        arrival.user(),
        call.rows(),
        call.bytes() + PredictCall.bytes(outputs),
        call.inputs(),
        wanted(predictions),
        new ShadowCopy.Stable(ended, inferenceNanos, outputs, id));
  }

  /** The call as answered by this version: another one than it was given to has stood in. */
  private ServedCall served(VersionId version, boolean covered) {
    return new ServedCall(
        version,
        new Placement(
            held.route().role(),
            held.model().revision(),
            held.route().userHash(),
            covered,
            version.version() != held.route().version()),
        arrival.millis(),
        arrival.id(),
        call.requestId(),
        outputs,
        call.rows());
  }

  /** Returns the record of the call, and keeps what the gates are told of it. */
  private CallRecord record(CallStatus status, Fault fault, Result result) {
    var timing = new Timing(
        now() - call.origin().arrivalNanos(), startedNanos - queuedNanos, inferenceNanos);
    ended = result;
    return new CallRecord(
        call.model(),
        Optional.of(fellBack ? stable() : assigned()),
        held.route().userHash(),
        call.rows(),
        status,
        fault,
        timing,
        fellBack ? OptionalLong.of(held.route().version()) : OptionalLong.empty());
  }

  private Served assigned() {
    return new Served(held.route().version(), held.route().role(), held.model().revision());
  }

  private Served stable() {
    return new Served(held.model().stable(), Role.STABLE, held.model().revision());
  }

  private long now() {
    return time.ticker().getAsLong();
  }
}
