package dev.serin.rpc;

import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.ServerCallHandler;
import io.grpc.ServerInterceptor;
import io.grpc.Status;
import java.util.Set;

/** Refuses all calls but health and reflection until the gateway has started. Thread-safe. */
final class StartUp implements ServerInterceptor {
  static final Set<String> ALWAYS = Set.of(
      "grpc.health.v1.Health",
      "grpc.reflection.v1.ServerReflection",
      "grpc.reflection.v1alpha.ServerReflection");

  private volatile boolean over;

  /** Accepts all calls from now on. */
  void end() {
    over = true;
  }

  @Override
  public <Q, R> ServerCall.Listener<Q> interceptCall(
      ServerCall<Q, R> call, Metadata headers, ServerCallHandler<Q, R> next) {
    if (over || ALWAYS.contains(call.getMethodDescriptor().getServiceName())) {
      return next.startCall(call, headers);
    }
    call.close(
        Status.UNAVAILABLE.withDescription("the gateway is starting: loading models"),
        new Metadata());
    return new ServerCall.Listener<>() {};
  }
}
