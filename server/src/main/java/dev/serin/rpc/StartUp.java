package dev.serin.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;

/**
 * Refuses all calls until the gateway has started, but those of health and reflection and what the
 * Open Inference Protocol has for health. Thread-safe.
 */
final class StartUp implements ServerInterceptor {
  static final Set<String> ALWAYS = Set.of(
      "grpc.health.v1.Health",
      "grpc.reflection.v1.ServerReflection",
      "grpc.reflection.v1alpha.ServerReflection");

  private static final Set<String> METHODS = Set.of(
      "inference.GRPCInferenceService/ServerLive",
      "inference.GRPCInferenceService/ServerReady",
      "inference.GRPCInferenceService/ModelReady");

  private volatile boolean over;

  /** Accepts all calls from now on. */
  void end() {
    over = true;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    var method = call.getMethodDescriptor();
    if (over
        || ALWAYS.contains(method.getServiceName())
        || METHODS.contains(method.getFullMethodName())) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAVAILABLE.withDescription("the gateway is starting: loading models"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
