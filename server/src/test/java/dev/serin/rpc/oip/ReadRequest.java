package dev.serin.rpc.oip;

import com.google.protobuf.InvalidProtocolBufferException;
import dev.serin.inference.ModelInferRequest;
import dev.serin.inference.ModelInferRequest.InferInputTensor;
import dev.serin.inference.ModelInferRequest.InferRequestedOutputTensor;
import dev.serin.rpc.MessageBytes;
import dev.serin.rpc.UnreadableException;
import dev.serin.serving.InFlightBytes;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import io.grpc.StatusRuntimeException;
import java.io.ByteArrayInputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Bytes read by our reader and by protobuf's.
 *
 * @param message null if our reader refuses them
 * @param inputs null if our reader refuses them
 */
record ReadRequest(
    List<String> differences,
    @Nullable InferMessage message,
    @Nullable Map<String, Tensor> inputs) {
  /** Reads bytes; our reader may refuse more than protobuf's, but nothing else may differ. */
  static ReadRequest of(byte[] bytes) {
    InferMessage message;
    Map<String, Tensor> inputs;
    List<RequestedOutput> outputs;
    try {
      message = parse(bytes);
      message.parameters();
      outputs = RequestedOutput.read(message.outputs());
      inputs = Inputs.read(message, "m");
      message.model();
      message.id();
      message.version();
    } catch (UnreadableException | InvalidTensorException | StatusRuntimeException refused) {
      return new ReadRequest(List.of(), null, null);
    }
    var differences = new ArrayList<String>();
    try {
      var library = ModelInferRequest.parseFrom(bytes);
      compare("model", message.model(), library.getModelName(), differences);
      compare("version", message.version(), library.getModelVersion(), differences);
      compare("id", message.id(), library.getId(), differences);
      compare(
          "outputs",
          outputs.stream().map(RequestedOutput::name).toList(),
          library.getOutputsList().stream()
              .map(InferRequestedOutputTensor::getName)
              .toList(),
          differences);
      compare(
          "inputs",
          List.copyOf(inputs.keySet()),
          library.getInputsList().stream().map(InferInputTensor::getName).toList(),
          differences);
      library
          .getInputsList()
          .forEach(input -> compare(
              "shape of " + input.getName(),
              sizes(inputs.get(input.getName())),
              input.getShapeList(),
              differences));
    } catch (InvalidProtocolBufferException e) {
      // Of a text that comes twice only the last is read.
      if (!String.valueOf(e.getMessage()).contains("invalid UTF-8")) {
        differences.add("protobuf: " + e.getMessage());
      }
    }
    return new ReadRequest(differences, message, inputs);
  }

  private static void compare(String what, Object ours, Object theirs, List<String> differences) {
    if (!ours.equals(theirs)) {
      differences.add(what + ": " + ours + " (expected: " + theirs + ")");
    }
  }

  private static List<Long> sizes(@Nullable Tensor tensor) {
    var sizes = new ArrayList<Long>();
    if (tensor != null) {
      for (long size : tensor.shape().toArray()) {
        sizes.add(size);
      }
    }
    return sizes;
  }

  static InferMessage parse(byte[] bytes) {
    var room = new InFlightBytes(1 << 30).open();
    return new InferMessage.Marshaller()
        .parse(MessageBytes.plain(new ByteArrayInputStream(bytes), room, 0));
  }
}
