package dev.serin.rpc.data;

import com.google.protobuf.util.Durations;
import dev.serin.rpc.Roles;
import dev.serin.rpc.StatusTable;
import dev.serin.rpc.Tensors;
import dev.serin.rpc.UserId;
import dev.serin.serving.Caller;
import dev.serin.serving.PredictCall;
import dev.serin.serving.PredictCall.Origin;
import dev.serin.serving.PredictResult;
import dev.serin.serving.RefusedException;
import dev.serin.serving.Serving;
import dev.serin.serving.Time;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.v1.DescribeRequest;
import dev.serin.v1.DescribeResponse;
import dev.serin.v1.PredictRequest;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc.PredictionServiceImplBase;
import io.grpc.Context;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.StreamObserver;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;

/** {@code serin.v1.PredictionService}. */
public final class PredictionEndpoint extends PredictionServiceImplBase {
  private final Serving serving;
  private final Time time;

  public PredictionEndpoint(Serving serving, Time time) {
    this.serving = serving;
    this.time = time;
  }

  @Override
  public void predict(PredictRequest request, StreamObserver<PredictResponse> responses) {
    long arrival = time.ticker().getAsLong();
    var observer = (ServerCallStreamObserver<PredictResponse>) responses;
    var caller = new Caller();
    observer.setOnCancelHandler(caller::leave);
    PredictCall call;
    try {
      call = call(request, origin(request, arrival, caller));
    } catch (InvalidTensorException e) {
      reject(request, arrival, StatusTable.invalid(String.valueOf(e.getMessage())), observer);
      return;
    } catch (StatusRuntimeException e) {
      reject(request, arrival, e, observer);
      return;
    }
    serving.predict(call, result -> reply(request, result, observer));
  }

  @Override
  public void describe(DescribeRequest request, StreamObserver<DescribeResponse> responses) {
    try {
      var described =
          serving.describe(request.getModel(), pinned(request), UserId.of(request.getUserId()));
      responses.onNext(DescribeResponse.newBuilder()
          .setModel(described.id().model())
          .setVersion(described.id().version())
          .addAllInputs(Tensors.write(described.signature().inputs()))
          .addAllOutputs(Tensors.writeOutputs(described.signature()))
          .build());
      responses.onCompleted();
    } catch (RefusedException e) {
      responses.onError(StatusTable.refusal(e.status(), e.reason()));
    } catch (StatusRuntimeException e) {
      responses.onError(e);
    }
  }

  private static OptionalLong pinned(DescribeRequest request) {
    return request.hasVersion() ? OptionalLong.of(request.getVersion()) : OptionalLong.empty();
  }

  private void reject(
      PredictRequest request,
      long arrival,
      StatusRuntimeException error,
      StreamObserver<PredictResponse> observer) {
    observer.onError(error);
    serving.unreadable(request.getModel(), arrival);
  }

  private static Origin origin(PredictRequest request, long arrival, Caller caller) {
    var deadline = Context.current().getDeadline();
    var until = deadline == null
        ? OptionalLong.empty()
        : OptionalLong.of(arrival + deadline.timeRemaining(TimeUnit.NANOSECONDS));
    return new Origin(request.getSerializedSize(), arrival, until, caller);
  }

  private static PredictCall call(PredictRequest request, Origin origin) {
    UserId.checkLength("request id", request.getRequestId());
    return new PredictCall(
        request.getModel(),
        request.hasVersion() ? OptionalLong.of(request.getVersion()) : OptionalLong.empty(),
        UserId.of(request.getUserId()),
        Tensors.read(request.getInputsList()),
        request.getOutputsList(),
        request.getRequestId(),
        origin);
  }

  private static void reply(
      PredictRequest request, PredictResult result, StreamObserver<PredictResponse> observer) {
    if (result instanceof PredictResult.Answer answer) {
      observer.onNext(response(answer, request.getTypedOutputs()));
      observer.onCompleted();
    } else if (result instanceof PredictResult.Refusal refusal) {
      observer.onError(StatusTable.refusal(refusal.call().status(), refusal.message()));
    }
  }

  private static PredictResponse response(PredictResult.Answer answer, boolean typed) {
    var call = answer.call();
    var response = PredictResponse.newBuilder()
        .setModel(call.model())
        .setPredictionId(answer.predictionId())
        .addAllOutputs(Tensors.write(answer.outputs(), typed))
        .setServerTime(Durations.fromNanos(call.timing().endToEndNanos()));
    call.served()
        .ifPresent(served -> response
            .setVersion(served.version())
            .setRole(Roles.message(served.role()))
            .setRevision(served.revision()));
    return response.build();
  }
}
