package dev.serin.client;

import dev.serin.v1.FeedbackServiceGrpc;
import dev.serin.v1.ModelServiceGrpc;
import dev.serin.v1.PredictionServiceGrpc;
import dev.serin.v1.RolloutServiceGrpc;
import dev.serin.v1.SplitServiceGrpc;
import io.grpc.MethodDescriptor;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * The calls that are retried when the gateway is not available.
 *
 * <p>Only calls that do no harm if the first attempt was carried out after all: reads, labels,
 * which count once, and changes of a rollout, which are made once. Setting a split is never
 * retried, nor are streams. When most calls fail, retries stop until calls succeed again.
 */
final class Retries {
  private static final List<MethodDescriptor<?, ?>> REPEATED = List.of(
      PredictionServiceGrpc.getPredictMethod(),
      FeedbackServiceGrpc.getSubmitFeedbackMethod(),
      ModelServiceGrpc.getListMethod(),
      ModelServiceGrpc.getStatusMethod(),
      SplitServiceGrpc.getGetMethod(),
      SplitServiceGrpc.getHistoryMethod(),
      SplitServiceGrpc.getExplainMethod(),
      RolloutServiceGrpc.getStartMethod(),
      RolloutServiceGrpc.getGetMethod(),
      RolloutServiceGrpc.getPauseMethod(),
      RolloutServiceGrpc.getResumeMethod(),
      RolloutServiceGrpc.getAdvanceMethod(),
      RolloutServiceGrpc.getPromoteMethod(),
      RolloutServiceGrpc.getAbortMethod(),
      RolloutServiceGrpc.getHistoryMethod());

  private Retries() {}

  /** Returns the service configuration in the form that gRPC reads. */
  static Map<String, ?> serviceConfig() {
    return Map.of(
        "methodConfig", List.of(Map.of("name", names(), "retryPolicy", policy())),
        "retryThrottling", Map.of("maxTokens", 20.0, "tokenRatio", 0.1));
  }

  private static List<Map<String, ?>> names() {
    return REPEATED.stream().flatMap(Retries::name).toList();
  }

  private static Stream<Map<String, ?>> name(MethodDescriptor<?, ?> method) {
    var service = method.getServiceName();
    var name = method.getBareMethodName();
    return service == null || name == null
        ? Stream.empty()
        : Stream.of(Map.of("service", service, "method", name));
  }

  private static Map<String, ?> policy() {
    return Map.of(
        "maxAttempts",
        4.0,
        "initialBackoff",
        "0.05s",
        "maxBackoff",
        "1s",
        "backoffMultiplier",
        4.0,
        "retryableStatusCodes",
        List.of("UNAVAILABLE"));
  }
}
