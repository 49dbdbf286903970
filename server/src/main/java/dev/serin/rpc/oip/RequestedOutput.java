package dev.serin.rpc.oip;

import dev.serin.inference.ModelInferRequest.InferRequestedOutputTensor;
import dev.serin.rpc.Entries;
import dev.serin.rpc.FieldReader;
import dev.serin.rpc.StatusTable;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;

/**
 * An output that a request asks for.
 *
 * @param classes how many of the greatest elements to return as classes; 0 for all elements
 */
record RequestedOutput(String name, int classes) {
  static List<RequestedOutput> read(Entries messages) {
    var outputs = new ArrayList<RequestedOutput>(messages.count());
    for (var message : messages) {
      outputs.add(read(message));
    }
    return outputs;
  }

  private static RequestedOutput read(ByteBuffer message) {
    var fields = new FieldReader(message);
    var name = "";
    int classes = 0;
    for (int number = fields.next(); number != 0; number = fields.next()) {
      switch (number) {
        case InferRequestedOutputTensor.NAME_FIELD_NUMBER ->
          name = FieldReader.text("output name", fields.bytes(), FieldReader.MAX_NAME_BYTES);
        case InferRequestedOutputTensor.PARAMETERS_FIELD_NUMBER -> {
          var parameter = Parameter.read(fields.bytes());
          if (parameter.key().equals("classification")) {
            classes = classes(parameter.int64());
          }
          SharedMemory.refuse(parameter, "output", name);
        }
        default -> fields.skip();
      }
    }
    return new RequestedOutput(name, classes);
  }

  private static int classes(long count) {
    if (count < 0) {
      throw StatusTable.invalid("invalid value for 'classification', expected value >= 0.");
    }
    return (int) Math.min(count, Integer.MAX_VALUE);
  }
}
