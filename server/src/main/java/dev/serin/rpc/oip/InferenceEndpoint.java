package dev.serin.rpc.oip;

import dev.serin.control.ModelLoading;
import dev.serin.inference.GRPCInferenceServiceGrpc;
import dev.serin.rpc.Calls;
import dev.serin.rpc.WrittenMessages;
import dev.serin.serving.CallStatus;
import io.grpc.BindableService;
import io.grpc.Context;
import io.grpc.Contexts;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerMethodDefinition;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.StatusRuntimeException;
import io.grpc.stub.ServerCallStreamObserver;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongSupplier;

/** {@code inference.GRPCInferenceService}. */
public final class InferenceEndpoint implements BindableService {
  private static final MethodDescriptor<InferMessage, InferAnswer> INFER =
      GRPCInferenceServiceGrpc.getModelInferMethod().toBuilder(
              new InferMessage.Marshaller(), new WrittenMessages<InferAnswer>())
          .build();

  private static final MethodDescriptor<InferMessage, StreamAnswer> STREAM =
      GRPCInferenceServiceGrpc.getModelStreamInferMethod().toBuilder(
              new InferMessage.Marshaller(), new WrittenMessages<StreamAnswer>())
          .build();

  /** Callers set it to get errors as the status of the stream. */
  private static final Metadata.Key<String> GRPC_ERROR =
      Metadata.Key.of("triton_grpc_error", Metadata.ASCII_STRING_MARSHALLER);

  private static final Context.Key<Boolean> GRPC_ERRORS =
      Context.keyWithDefault("serin-grpc-errors", false);

  private final Reports reports;
  private final Inference inference;
  private final Calls calls;

  /**
   * Returns the service.
   *
   * @param loading for callers who may load and unload models; empty to refuse that
   * @param ticker nanoseconds, that of the listener
   */
  public InferenceEndpoint(
      InferenceSources from, Optional<ModelLoading> loading, LongSupplier ticker) {
    calls = new Calls(from.serving(), ticker);
    var versions = new Versions(from.routing(), from.pool());
    inference = new Inference(from.serving(), calls, from.pool(), versions);
    reports = new Reports(from, versions, new RepositoryControl(loading));
  }

  /**
   * Returns the service for operators: without predictions, and always with loading and unloading.
   */
  public static BindableService forOperators(InferenceSources from, ModelLoading loading) {
    var versions = new Versions(from.routing(), from.pool());
    return new Reports(from, versions, new RepositoryControl(Optional.of(loading)));
  }

  @Override
  public ServerServiceDefinition bindService() {
    var methods = new LinkedHashMap<String, ServerMethodDefinition<?, ?>>();
    reports.bindService().getMethods().forEach(method -> put(methods, method));
    var infer = ServerCalls.asyncUnaryCall(this::infer);
    put(
        methods,
        ServerMethodDefinition.create(
            INFER, (call, headers) -> infer.startCall(new AnswerHeaders<>(call), headers)));
    var stream = ServerCalls.asyncBidiStreamingCall(this::stream);
    put(
        methods,
        ServerMethodDefinition.create(
            STREAM, (call, headers) -> withErrors(call, headers, stream)));
    var generated = GRPCInferenceServiceGrpc.getServiceDescriptor();
    var descriptor = ServiceDescriptor.newBuilder(generated.getName())
        .setSchemaDescriptor(generated.getSchemaDescriptor());
    methods.values().forEach(method -> descriptor.addMethod(method.getMethodDescriptor()));
    var service = ServerServiceDefinition.builder(descriptor.build());
    methods.values().forEach(service::addMethod);
    return service.build();
  }

  private static void put(
      Map<String, ServerMethodDefinition<?, ?>> methods, ServerMethodDefinition<?, ?> method) {
    methods.put(method.getMethodDescriptor().getFullMethodName(), method);
  }

  private static <Q, R> ServerCall.Listener<Q> withErrors(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    boolean errors = "true".equals(headers.get(GRPC_ERROR));
    var context = Context.current().withValue(GRPC_ERRORS, errors);
    return Contexts.interceptCall(context, call, headers, next);
  }

  private void infer(InferMessage request, StreamObserver<InferAnswer> responses) {
    var observer = (ServerCallStreamObserver<InferAnswer>) responses;
    inference.infer(
        INFER.getFullMethodName(), request, Calls.caller(observer), new Unary(observer));
  }

  private record Unary(StreamObserver<InferAnswer> observer) implements Inference.Reply {
    @Override
    public void answer(InferAnswer answer) {
      observer.onNext(answer);
      observer.onCompleted();
    }

    @Override
    public void refuse(StatusRuntimeException error) {
      observer.onError(error);
    }
  }

  private StreamObserver<InferMessage> stream(StreamObserver<StreamAnswer> responses) {
    var observer = (ServerCallStreamObserver<StreamAnswer>) responses;
    return new InferStream(observer, this::serve, GRPC_ERRORS.get());
  }

  private void serve(InferMessage message, InferStream.Request request) {
    try {
      message.chargeTo(request.room());
    } catch (StatusRuntimeException full) {
      request.refuse(full);
      calls.unread(CallStatus.RESOURCE_EXHAUSTED);
      return;
    }
    inference.infer(STREAM.getFullMethodName(), message, request.caller(), request);
  }

  /** Counts a request that was refused before it could be read, if it was for a prediction. */
  public void unread(String method, CallStatus status) {
    if (method.equals(INFER.getFullMethodName()) || method.equals(STREAM.getFullMethodName())) {
      calls.unread(status);
    }
  }
}
