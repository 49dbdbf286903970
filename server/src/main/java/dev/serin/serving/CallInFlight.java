package dev.serin.serving;

import dev.serin.feedback.ServedCall;
import dev.serin.feedback.ServedCall.Placement;
import dev.serin.gate.Call.Result;
import dev.serin.judge.Recorder.Arrival;
import dev.serin.judge.Recording;
import dev.serin.model.Dispatcher;
import dev.serin.model.Dispatcher.Run;
import dev.serin.model.Lease;
import dev.serin.model.LoadedVersion;
import dev.serin.model.Role;
import dev.serin.model.VersionId;
import dev.serin.routing.FallbackRoute;
import dev.serin.routing.ShadowRoute;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallRecord.Timing;
import dev.serin.tensor.Tensor;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.Consumer;
import java.util.function.IntConsumer;

/**
 * A call that was routed to a version and holds it until it is answered: its timings, and what it
 * reports to the gates, the listener and the shadow.
 *
 * <p>Confined to one thread at a time: the one that admits it hands it over to a runner.
 */
final class CallInFlight {
  /** Scales 53 random bits to a number in [0, 1). */
  private static final double UNIT = 0x1p-53;

  private final PredictCall call;
  private final Router.Held held;
  private final Time time;
  private final Consumer<PredictResult> reply;
  private final long queuedNanos;
  private final Arrival arrival;
  private final Recording recording;
  /** The outputs to ask a version for; empty for all. */
  private List<String> wanted = List.of();

  private boolean ran;
  private long startedNanos;
  private long inferenceNanos;
  /** On the way to the version's own process and back. */
  private long wayNanos;

  private long batchRows;
  /** Whether stable answered in place of the version that the call was routed to. */
  private boolean fellBack;

  private Result ended = Result.EXCLUDED;
  /** All outputs of the version that answered; none if the call failed. */
  private Map<String, Tensor> outputs = Map.of();

  /**
   * Starts a call whose version is held.
   *
   * @param id a random number that tells apart the calls of one millisecond
   */
  CallInFlight(
      PredictCall call, Router.Held held, long id, Time time, Consumer<PredictResult> reply) {
    this.call = call;
    this.held = held;
    this.time = time;
    this.reply = reply;
    this.queuedNanos = now();
    this.startedNanos = queuedNanos;
    this.arrival = new Arrival(
        id,
        held.route().userHash().orElse(0),
        time.clock().millis(queuedNanos),
        call.origin().arrivalNanos());
    this.recording = held.route().userHash().isPresent() && !call.late()
        ? held.model().recorder().arrived(held.route().version(), arrival)
        : Recording.NONE;
    call.origin().caller().whenGone(recording::abandoned);
  }

  PredictCall call() {
    return call;
  }

  long id() {
    return arrival.id();
  }

  /** The version that the call was routed to. */
  VersionId version() {
    return held.lease().version().id();
  }

  /** The version that is stable for this call. */
  Optional<LoadedVersion> stableVersion() {
    return held.model().stableVersion();
  }

  /** Whether the configuration forces this user to a version. */
  boolean forced() {
    return held.route().forced();
  }

  /** Throws unless the tensors fit the version's signature. */
  void check() {
    held.lease().version().signature().check(call.inputs(), call.outputs());
  }

  /**
   * Submits the call to its version.
   *
   * @param outputs the outputs to ask for; empty for all
   */
  void submit(Dispatcher dispatcher, List<String> outputs, Consumer<Run> callback) {
    wanted = outputs;
    submit(dispatcher, held.lease(), this::runs, callback);
  }

  /** Submits the call to stable, whose signature it must fit. */
  void submitToStable(Dispatcher dispatcher, Lease stable, Consumer<Run> callback) {
    submit(dispatcher, stable, calls -> {}, callback);
  }

  private void submit(
      Dispatcher dispatcher, Lease lease, IntConsumer runs, Consumer<Run> callback) {
    var request = new Dispatcher.Request(
        call.inputs(), wanted, call.origin().deadlineNanos(), this::reserve, runs);
    var submission = dispatcher.submit(lease, request, callback);
    call.origin().caller().whenGone(submission::cancel);
  }

  private void runs(int calls) {
    boolean elsewhere = held.lease().version().predictor().process().isPresent();
    recording.runs(calls, elsewhere ? OptionalLong.of(now()) : OptionalLong.empty());
  }

  /** Reserves memory for the outputs before they are built. */
  private void reserve(long bytes) {
    var room = call.origin().room();
    if (!room.answer(bytes)) {
      throw room.refused(bytes);
    }
  }

  /** Adds a run: the first one ends the time in the queue, and their durations add up. */
  void ran(Run run) {
    if (!ran) {
      ran = true;
      startedNanos = run.startNanos();
    }
    inferenceNanos += run.nanos();
    wayNanos += run.wayNanos();
    batchRows = run.rows();
  }

  /** Releases the version that the call was routed to. */
  void release() {
    held.lease().close();
  }

  /** Whether the gates will compare the label of this call. */
  boolean covered() {
    return recording.covers();
  }

  /** Returns the answer of the version that the call was routed to. */
  PredictResult answer(Map<String, Tensor> all, String predictionId, Result result) {
    outputs = all;
    var fault = result == Result.NOT_FINITE ? Fault.VERSION : Fault.NONE;
    return new PredictResult.Answer(
        record(CallStatus.OK, fault, result), predictionId, call.requested(all));
  }

  /**
   * Returns stable's answer.
   *
   * @param canary what the call is for the gates: an error of the canary, if that was at fault
   */
  PredictResult answerOfStable(Map<String, Tensor> all, String predictionId, Result canary) {
    outputs = all;
    fellBack = true;
    return new PredictResult.Answer(
        record(CallStatus.OK, Fault.NONE, canary), predictionId, call.requested(all));
  }

  /** Returns the refusal of this call. */
  PredictResult refusal(RefusedException refused) {
    if (refused.abandoned()) {
      recording.abandoned();
    }
    var result = refused.fault() == Fault.VERSION ? Result.BAD : Result.EXCLUDED;
    return new PredictResult.Refusal(
        record(refused.status(), refused.fault(), result), refused.reason(), refused.retryMillis());
  }

  /** Hands a result to the caller. */
  void reply(PredictResult result) {
    reply.accept(result);
  }

  /**
   * Reports to the gates how the call ended for the version that it was routed to, and releases the
   * memory of the request; to be called once, when the caller has the result. The way to a process
   * of the version's own is not its fault, and ends when it is promoted.
   */
  void ended(PredictResult result) {
    call.origin().room().served();
    recording.ended(ended, result.call().timing().endToEndNanos() - wayNanos);
  }

  /**
   * How the call may fall back: only if the split routed it to the canary. Users who are forced to
   * the canary want to see its failures, and must not use up the rate of the others.
   */
  Optional<FallbackRoute> fallback() {
    return ofCanary() ? held.model().fallback() : Optional.empty();
  }

  /** Whether the split routed it to the canary. */
  boolean ofCanary() {
    return held.route().role() == Role.CANARY && !forced();
  }

  /**
   * Returns a copy of this call for the model's candidate once the call is answered; empty for most
   * calls. Only calls of stable's users are copied, and only if they succeeded or stable was at
   * fault.
   */
  Optional<ShadowCopy> copy(PredictResult result) {
    var shadow = held.model().shadow();
    return shadow.isPresent() && copied(shadow.get())
        ? Optional.of(copy(shadow.get(), result))
        : Optional.empty();
  }

  private boolean copied(ShadowRoute shadow) {
    return held.route().role() == Role.STABLE
        && held.route().userHash().isPresent()
        && ended != Result.EXCLUDED
        && (arrival.id() >>> 11) * UNIT < shadow.fraction();
  }

  private ShadowCopy copy(ShadowRoute shadow, PredictResult result) {
    var id = result instanceof PredictResult.Answer answer ? answer.predictionId() : "";
    return new ShadowCopy(
        shadow,
        call.model(),
        arrival.millis(),
        arrival.user(),
        call.rows(),
        call.bytes() + Tensor.bytes(outputs),
        call.inputs(),
        wanted,
        new ShadowCopy.Stable(ended, nanosAlone(), ownOutputs(), id));
  }

  /** The outputs without those of other calls in the run, which a copy would keep in memory. */
  private Map<String, Tensor> ownOutputs() {
    if (batchRows <= call.rows()) {
      return outputs;
    }
    var own = new LinkedHashMap<String, Tensor>();
    outputs.forEach((name, tensor) -> own.put(name, tensor.detached()));
    return own;
  }

  /**
   * About how long the run would have taken without other calls in it, as that of the copy does: in
   * the proportion of the last runs of either size.
   */
  private long nanosAlone() {
    var times = held.lease().version().runTimes();
    long shared = times.expectedNanos(batchRows);
    return batchRows <= call.rows() || shared == 0
        ? inferenceNanos
        : Math.round((double) inferenceNanos * times.expectedNanos(call.rows()) / shared);
  }

  /**
   * Describes the call for its prediction id, as answered by a version that need not be the one it
   * was routed to.
   */
  ServedCall served(VersionId version, Map<String, Tensor> all, boolean covered) {
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
        all,
        call.rows());
  }

  /** Returns the record of the call, and keeps the result for the gates. */
  private CallRecord record(CallStatus status, Fault fault, Result result) {
    var timing = new Timing(
        now() - call.origin().arrivalNanos(),
        startedNanos - queuedNanos,
        inferenceNanos,
        batchRows);
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

  long now() {
    return time.ticker().getAsLong();
  }
}
