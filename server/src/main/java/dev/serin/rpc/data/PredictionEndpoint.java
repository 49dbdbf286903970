package dev.serin.rpc.data;

import com.google.protobuf.util.Durations;
import dev.serin.rpc.Roles;
import dev.serin.rpc.StatusTable;
import dev.serin.rpc.Tensors;
import dev.serin.rpc.UnreadableException;
import dev.serin.rpc.UserId;
import dev.serin.serving.CallStatus;
import dev.serin.serving.Caller;
import dev.serin.serving.PredictCall;
import dev.serin.serving.PredictCall.Origin;
import dev.serin.serving.PredictResult;
import dev.serin.serving.RefusedException;
import dev.serin.serving.Serving;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.v1.DescribeRequest;
import dev.serin.v1.DescribeResponse;
import dev.serin.v1.PredictResponse;
import dev.serin.v1.PredictionServiceGrpc;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** {@code serin.v1.PredictionService}. */
public final class PredictionEndpoint implements BindableService {
  /** The method of the messages that are read by hand. */
  private static final MethodDescriptor<PredictMessage, PredictResponse> PREDICT =
      PredictionServiceGrpc.getPredictMethod().toBuilder(
              new PredictMessage.Marshaller(),
              PredictionServiceGrpc.getPredictMethod().getResponseMarshaller())
          .build();

  private static final ServiceDescriptor SERVICE = ServiceDescriptor.newBuilder(
          PredictionServiceGrpc.SERVICE_NAME)
      .setSchemaDescriptor(PredictionServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
      .addMethod(PREDICT)
      .addMethod(PredictionServiceGrpc.getDescribeMethod())
      .build();

  private final Serving serving;
  private final LongSupplier ticker;

  /**
   * Returns the service.
   *
   * @param ticker nanoseconds, that of the listener
   */
  public PredictionEndpoint(Serving serving, LongSupplier ticker) {
    this.serving = serving;
    this.ticker = ticker;
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(PREDICT, ServerCalls.asyncUnaryCall(this::predict))
        .addMethod(
            PredictionServiceGrpc.getDescribeMethod(), ServerCalls.asyncUnaryCall(this::describe))
        .build();
  }

  private void predict(PredictMessage request, StreamObserver<PredictResponse> responses) {
    long arrival = request.bytes().arrivalNanos();
    var observer = (ServerCallStreamObserver<PredictResponse>) responses;
    var caller = new Caller();
    observer.setOnCancelHandler(caller::leave);
    String model = "";
    PredictCall call;
    try {
      model = request.model();
      call = call(request, model, origin(request, caller));
    } catch (InvalidTensorException e) {
      reject(model, arrival, StatusTable.invalid(String.valueOf(e.getMessage())), observer);
      return;
    } catch (UnreadableException e) {
      reject(model, arrival, StatusTable.unreadable(PREDICT.getFullMethodName()), observer);
      return;
    } catch (StatusRuntimeException e) {
      reject(model, arrival, e, observer);
      return;
    } catch (OutOfMemoryError e) {
      reject(model, arrival, StatusTable.noMemory(), observer);
      return;
    }
    serving.predict(call, result -> reply(request, result, observer));
  }

  /** Counts a call that was not read if it would have been one of a model; which, nobody knows. */
  public void unread(String method, CallStatus status) {
    if (method.equals(PREDICT.getFullMethodName())) {
      serving.unread("", ticker.getAsLong(), status);
    }
  }

  private void describe(DescribeRequest request, StreamObserver<DescribeResponse> responses) {
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
      String model,
      long arrival,
      StatusRuntimeException error,
      StreamObserver<PredictResponse> observer) {
    observer.onError(error);
    serving.unread(model, arrival, StatusTable.unread(error.getStatus()));
  }

  private Origin origin(PredictMessage request, Caller caller) {
    var bytes = request.bytes();
    var deadline = Context.current().getDeadline();
    var until = deadline == null
        ? OptionalLong.empty()
        : OptionalLong.of(ticker.getAsLong() + deadline.timeRemaining(TimeUnit.NANOSECONDS));
    return new Origin(bytes.length(), bytes.arrivalNanos(), until, caller, bytes.room());
  }

  private PredictCall call(PredictMessage request, String model, Origin origin) {
    var requestId = request.requestId();
    var userId = UserId.of(request.userId());
    var counts = serving.counts(model);
    request.inputs().check(counts.inputs());
    var outputs = request.outputs(counts.outputs());
    var inputs = Tensors.read(request.inputs(), request.bytes()::take);
    return new PredictCall(model, request.version(), userId, inputs, outputs, requestId, origin);
  }

  private static void reply(
      PredictMessage request, PredictResult result, StreamObserver<PredictResponse> observer) {
    if (result instanceof PredictResult.Answer answer) {
      if (request.typedOutputs()) {
        reserve(request, Tensors.typedBytes(answer.outputs()));
      }
      observer.onNext(response(answer, request.typedOutputs()));
      observer.onCompleted();
    } else if (result instanceof PredictResult.Refusal refusal) {
      observer.onError(StatusTable.refusal(refusal.call().status(), refusal.message()));
    }
  }

  private static void reserve(PredictMessage request, long bytes) {
    var room = request.bytes().room();
    if (!room.answer(bytes)) {
      throw room.refused(bytes);
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
