package dev.serin.rpc.oip;

import dev.serin.rpc.StatusTable;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.util.Iterator;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Reads the inputs of a request: elements that are laid out as in a tensor, as raw ones are, stay
 * views of the message, and others are copied. Confined to one thread.
 */
final class Inputs {
  private final InferMessage request;
  private final String model;
  private final Iterator<ByteBuffer> raw;

  private Inputs(InferMessage request, String model) {
    this.request = request;
    this.model = model;
    raw = request.raw().iterator();
  }

  /**
   * Returns the tensors by name. Throws if their elements are missing, given twice, or do not fit
   * their datatype and shape; RESOURCE_EXHAUSTED if there is no room for a copy.
   */
  static Map<String, Tensor> read(InferMessage request, String model) {
    return new Inputs(request, model).read();
  }

  private Map<String, Tensor> read() {
    var tensors = new LinkedHashMap<String, Tensor>();
    for (var message : request.inputs()) {
      var input = Input.read(message);
      if (tensors.put(input.name(), tensor(input)) != null) {
        throw new InvalidTensorException(input.name() + ": duplicate");
      }
    }
    if (raw.hasNext()) {
      throw StatusTable.invalid("raw_input_contents: " + request.raw().count()
          + " (expected: one for each input, " + request.inputs().count() + ")");
    }
    return tensors;
  }

  private Tensor tensor(Input input) {
    try {
      if (input.contents() == null) {
        return input.raw(next(input), model, request.bytes()::take);
      }
      if (request.raw().count() > 0) {
        throw StatusTable.invalid(
            "contents field must not be specified when using raw_input_contents for '"
                + input.name() + "' for model '" + model + "'");
      }
      return input.typed(input.contents(), model, request.bytes()::take);
    } catch (InvalidTensorException e) {
      throw new InvalidTensorException(input.name() + ": " + e.getMessage());
    }
  }

  private ByteBuffer next(Input input) {
    if (!raw.hasNext()) {
      throw StatusTable.invalid("unable to find data for input tensor '" + input.name()
          + "' for model '" + model + "' in request.");
    }
    return raw.next();
  }
}
