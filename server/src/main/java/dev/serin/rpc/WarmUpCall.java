package dev.serin.rpc;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.util.JsonFormat;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import dev.serin.v1.PredictRequest;
import java.nio.ByteBuffer;
import java.util.Map;

/** A warm-up call in a file: a {@code serin.v1.PredictRequest} as JSON, in grpcurl's form. */
public final class WarmUpCall {
  private WarmUpCall() {}

  /** Returns the inputs; throws {@link InvalidTensorException} if the bytes are not such a call. */
  public static Map<String, Tensor> inputs(byte[] json) {
    var call = PredictRequest.newBuilder();
    try {
      JsonFormat.parser().merge(new String(json, UTF_8), call);
    } catch (InvalidProtocolBufferException e) {
      throw new InvalidTensorException("not a PredictRequest as JSON: " + e.getMessage());
    }
    return Tensors.read(call.getInputsList().stream()
        .map(input -> ByteBuffer.wrap(input.toByteArray()))
        .toList());
  }
}
