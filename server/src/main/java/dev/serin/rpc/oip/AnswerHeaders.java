package dev.serin.rpc.oip;

import static io.grpc.Metadata.ASCII_STRING_MARSHALLER;

import io.grpc.ForwardingServerCall.SimpleForwardingServerCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;

/**
 * A call whose answer's parameters are sent as metadata too, for callers that see no messages, such
 * as proxies. Confined to the thread that answers.
 */
final class AnswerHeaders<Q> extends SimpleForwardingServerCall<Q, InferAnswer> {
  private static final Metadata.Key<String> PREDICTION_ID =
      Metadata.Key.of("x-serin-prediction-id", ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> ROLE =
      Metadata.Key.of("x-serin-role", ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<String> REVISION =
      Metadata.Key.of("x-serin-revision", ASCII_STRING_MARSHALLER);

  private Metadata headers = new Metadata();

  AnswerHeaders(ServerCall<Q, InferAnswer> call) {
    super(call);
  }

  /** Keeps the metadata until the answer is known; a call that fails has none. */
  @Override
  public void sendHeaders(Metadata first) {
    headers = first;
  }

  @Override
  public void sendMessage(InferAnswer answer) {
    headers.put(PREDICTION_ID, answer.predictionId());
    headers.put(ROLE, answer.role());
    headers.put(REVISION, answer.revision());
    super.sendHeaders(headers);
    super.sendMessage(answer);
  }
}
