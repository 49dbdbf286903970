package dev.serin.rpc.data;

import dev.serin.rpc.Calls;
import dev.serin.rpc.StatusTable;
import dev.serin.rpc.Tensors;
import dev.serin.rpc.UnreadableException;
import dev.serin.rpc.UserId;
import dev.serin.rpc.WrittenMessages;
import dev.serin.serving.CallStatus;
import dev.serin.serving.PredictCall;
import dev.serin.serving.PredictCall.Origin;
import dev.serin.serving.PredictResult;
import dev.serin.serving.RefusedException;
import dev.serin.serving.Serving;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.v1.DescribeRequest;
import dev.serin.v1.DescribeResponse;
import dev.serin.v1.PredictionServiceGrpc;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.OptionalLong;
import java.util.function.LongSupplier;

/** {@code serin.v1.PredictionService}. */
public final class PredictionEndpoint implements BindableService {
  /** The method whose messages are read and written by hand. */
  private static final MethodDescriptor<PredictMessage, PredictAnswer> PREDICT =
      PredictionServiceGrpc.getPredictMethod().toBuilder(
              new PredictMessage.Marshaller(), new WrittenMessages<PredictAnswer>())
          .build();

  private static final ServiceDescriptor SERVICE = ServiceDescriptor.newBuilder(
          PredictionServiceGrpc.SERVICE_NAME)
      .setSchemaDescriptor(PredictionServiceGrpc.getServiceDescriptor().getSchemaDescriptor())
      .addMethod(PREDICT)
      .addMethod(PredictionServiceGrpc.getDescribeMethod())
      .build();

  private final Serving serving;
  private final Calls calls;

  /**
   * Returns the service.
   *
   * @param ticker nanoseconds, that of the listener
   */
  public PredictionEndpoint(Serving serving, LongSupplier ticker) {
    this.serving = serving;
    this.calls = new Calls(serving, ticker);
  }

  @Override
  public ServerServiceDefinition bindService() {
    return ServerServiceDefinition.builder(SERVICE)
        .addMethod(PREDICT, ServerCalls.asyncUnaryCall(this::predict))
        .addMethod(
            PredictionServiceGrpc.getDescribeMethod(), ServerCalls.asyncUnaryCall(this::describe))
        .build();
  }

  private void predict(PredictMessage request, StreamObserver<PredictAnswer> responses) {
    var observer = (ServerCallStreamObserver<PredictAnswer>) responses;
    var origin = calls.origin(request.bytes(), Calls.caller(observer));
    String model = "";
    PredictCall call;
    try {
      model = request.model();
      call = call(request, model, origin);
    } catch (InvalidTensorException
        | UnreadableException
        | StatusRuntimeException
        | OutOfMemoryError e) {
      calls.reject(PREDICT.getFullMethodName(), model, origin, e, observer::onError);
      return;
    }
    serving.predict(call, result -> reply(request, result, observer));
  }

  /** Counts a call whose message was refused before it could be read, if it was a prediction. */
  public void unread(String method, CallStatus status) {
    if (method.equals(PREDICT.getFullMethodName())) {
      calls.unread(status);
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
      responses.onError(StatusTable.refusal(e.status(), e.reason(), OptionalLong.empty()));
    } catch (StatusRuntimeException e) {
      responses.onError(e);
    }
  }

  private static OptionalLong pinned(DescribeRequest request) {
    return request.hasVersion() ? OptionalLong.of(request.getVersion()) : OptionalLong.empty();
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
      PredictMessage request, PredictResult result, StreamObserver<PredictAnswer> observer) {
    if (result instanceof PredictResult.Answer answer) {
      if (request.typedOutputs()) {
        reserve(request, Tensors.typedBytes(answer.outputs()));
      }
      observer.onNext(new PredictAnswer(answer, request.typedOutputs()));
      observer.onCompleted();
    } else if (result instanceof PredictResult.Refusal refusal) {
      observer.onError(
          StatusTable.refusal(refusal.call().status(), refusal.message(), refusal.retryMillis()));
    }
  }

  private static void reserve(PredictMessage request, long bytes) {
    var room = request.bytes().room();
    if (!room.answer(bytes)) {
      throw room.refused(bytes);
    }
  }
}
