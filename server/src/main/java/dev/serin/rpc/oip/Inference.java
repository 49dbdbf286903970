package dev.serin.rpc.oip;

import dev.serin.model.LoadedVersion;
import dev.serin.model.VersionId;
import dev.serin.model.VersionPool;
import dev.serin.model.VersionStatus;
import dev.serin.rpc.Calls;
import dev.serin.rpc.StatusTable;
import dev.serin.rpc.UnreadableException;
import dev.serin.rpc.UserId;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Caller;
import dev.serin.serving.PredictCall;
import dev.serin.serving.PredictCall.Origin;
import dev.serin.serving.PredictResult;
import dev.serin.serving.Serving;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import io.grpc.StatusRuntimeException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** Serves requests, alone or on a stream. Thread-safe. */
final class Inference {
  private final Serving serving;
  private final Calls calls;
  private final VersionPool pool;
  private final Versions versions;

  Inference(Serving serving, Calls calls, VersionPool pool, Versions versions) {
    this.serving = serving;
    this.calls = calls;
    this.pool = pool;
    this.versions = versions;
  }

  /** Takes how a request ended. */
  interface Reply {
    /** Takes the answer; if it throws, it gets a refusal too. */
    void answer(InferAnswer answer);

    void refuse(StatusRuntimeException error);
  }

  /** A request as it was read, and what the caller wants of the answer. */
  private record Request(
      PredictCall call, List<RequestedOutput> outputs, boolean ownTimeout, InferAnswer.Form form) {}

  /**
   * Serves a request. The reply gets the result on this thread or on a runner.
   *
   * @param method the full name of the method
   */
  void infer(String method, InferMessage message, Caller caller, Reply reply) {
    var origin = calls.origin(message.bytes(), caller);
    String model = "";
    Request request;
    try {
      model = message.model();
      request = read(message, model, origin);
    } catch (InvalidTensorException
        | UnreadableException
        | StatusRuntimeException
        | OutOfMemoryError e) {
      calls.reject(method, model, origin, e, reply::refuse);
      return;
    }
    serving.predict(request.call(), result -> end(request, result, reply));
  }

  private Request read(InferMessage message, String model, Origin origin) {
    var id = message.id();
    var parameters = message.parameters();
    var userId = UserId.of(parameters.userId());
    var pinned = versions.pinned(model, message.version());
    var counts = serving.counts(model);
    int inputs = message.inputs().count();
    if (inputs > counts.inputs()) {
      throw StatusTable.invalid("expected " + counts.inputs() + " inputs but got " + inputs
          + " inputs for model '" + model + "'");
    }
    message.outputs().check(counts.outputs());
    var outputs = RequestedOutput.read(message.outputs());
    var deadline = deadline(origin, parameters.timeoutMicros());
    var call = new PredictCall(
        model,
        pinned,
        userId,
        Inputs.read(message, model),
        outputs.stream().map(RequestedOutput::name).toList(),
        id,
        deadline);
    return new Request(
        call,
        outputs,
        !deadline.equals(origin),
        new InferAnswer.Form(id, parameters.typedOutput(), parameters.finalResponse()));
  }

  /** Returns the origin of a call whose deadline is the caller's timeout, if it is the sooner. */
  private static Origin deadline(Origin origin, OptionalLong timeoutMicros) {
    if (timeoutMicros.isEmpty()) {
      return origin;
    }
    // At most 292 years, as the ticker may start anywhere.
    long timeout =
        Math.min(TimeUnit.MICROSECONDS.toNanos(timeoutMicros.getAsLong()), Long.MAX_VALUE / 2);
    long until = origin.arrivalNanos() + timeout;
    var before = origin.deadlineNanos();
    return before.isPresent() && before.getAsLong() - until <= 0
        ? origin
        : new Origin(
            origin.bytes(),
            origin.arrivalNanos(),
            OptionalLong.of(until),
            origin.caller(),
            origin.room());
  }

  private void end(Request request, PredictResult result, Reply reply) {
    if (result instanceof PredictResult.Answer answer) {
      Map<String, Tensor> outputs;
      try {
        outputs = outputs(request, answer);
      } catch (StatusRuntimeException invalid) {
        // The version answered; only the request for its classes makes no sense.
        reply.refuse(invalid);
        return;
      }
      reply.answer(new InferAnswer(answer, outputs, request.form()));
    } else if (result instanceof PredictResult.Refusal refusal) {
      reply.refuse(refusal(request, refusal));
    }
  }

  /** Returns the outputs, those as classes of which the caller wants that. */
  private Map<String, Tensor> outputs(Request request, PredictResult.Answer answer) {
    var classified = new LinkedHashMap<String, Classification>();
    for (var output : request.outputs()) {
      var tensor = answer.outputs().get(output.name());
      if (output.classes() > 0 && tensor != null) {
        var labels = served(answer)
            .map(version -> version.signature().classes(output.name()))
            .orElse(List.of());
        classified.put(
            output.name(), new Classification(output.name(), tensor, labels, output.classes()));
      }
    }
    if (classified.isEmpty()) {
      return answer.outputs();
    }
    reserve(request.call().origin(), answer, classified);
    var outputs = new LinkedHashMap<>(answer.outputs());
    classified.forEach((name, classification) -> outputs.put(name, classification.texts()));
    return outputs;
  }

  private static void reserve(
      Origin origin, PredictResult.Answer answer, Map<String, Classification> classified) {
    long bytes = answer.outputs().values().stream().mapToLong(Tensor::bytes).sum()
        + classified.values().stream().mapToLong(Classification::bytes).sum();
    if (!origin.room().answer(bytes)) {
      throw origin.room().refused(bytes);
    }
  }

  private Optional<LoadedVersion> served(PredictResult result) {
    var model = result.call().model();
    return result
        .call()
        .served()
        .map(Served::version)
        .flatMap(version -> pool.status(new VersionId(model, version)))
        .flatMap(VersionStatus::loaded);
  }

  private StatusRuntimeException refusal(Request request, PredictResult.Refusal refusal) {
    var call = request.call();
    var status = refusal.call().status();
    if (refusal.call().served().isEmpty()) {
      return versions.notServed(call.model(), call.pinned(), status, refusal.message());
    }
    if (status == CallStatus.DEADLINE_EXCEEDED && request.ownTimeout()) {
      return StatusTable.refusal(
          CallStatus.UNAVAILABLE, "Request timeout expired", refusal.retryMillis());
    }
    var message = status == CallStatus.INVALID_ARGUMENT
        ? served(refusal)
            .flatMap(version ->
                new Misfit(call.model(), version.signature()).of(call.inputs(), call.outputs()))
            .orElse(refusal.message())
        : refusal.message();
    return StatusTable.refusal(status, message, refusal.retryMillis());
  }
}
