package dev.serin.rpc.data;

import dev.serin.rpc.Entries;
import dev.serin.rpc.FieldReader;
import dev.serin.rpc.LargeMessages;
import dev.serin.rpc.MessageBytes;
import dev.serin.rpc.UserId;
import dev.serin.v1.PredictRequest;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalLong;

/**
 * A received {@code serin.v1.PredictRequest}: its fields are located but not built until the model
 * is known, and with it how many tensors there may be.
 */
final class PredictMessage {
  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private final MessageBytes bytes;
  private ByteBuffer model = EMPTY;
  private OptionalLong version = OptionalLong.empty();
  private ByteBuffer userId = EMPTY;
  private final Entries inputs = new Entries("inputs");
  private final Entries outputs = new Entries("outputs");
  private ByteBuffer requestId = EMPTY;
  private boolean typedOutputs;

  private PredictMessage(MessageBytes bytes) {
    this.bytes = bytes;
    var fields = new FieldReader(bytes.buffer());
    for (int number = fields.next(); number != 0; number = fields.next()) {
      switch (number) {
        case PredictRequest.MODEL_FIELD_NUMBER -> model = fields.bytes();
        case PredictRequest.VERSION_FIELD_NUMBER -> version = OptionalLong.of(fields.varint());
        case PredictRequest.USER_ID_FIELD_NUMBER -> userId = fields.bytes();
        case PredictRequest.INPUTS_FIELD_NUMBER -> inputs.add(fields.bytes());
        case PredictRequest.OUTPUTS_FIELD_NUMBER -> outputs.add(fields.bytes());
        case PredictRequest.REQUEST_ID_FIELD_NUMBER -> requestId = fields.bytes();
        case PredictRequest.TYPED_OUTPUTS_FIELD_NUMBER -> typedOutputs = fields.varint() != 0;
        default -> fields.skip();
      }
    }
  }

  /** The whole message. */
  MessageBytes bytes() {
    return bytes;
  }

  String model() {
    return FieldReader.text("model", model, FieldReader.MAX_NAME_BYTES);
  }

  OptionalLong version() {
    return version;
  }

  String userId() {
    return FieldReader.text("user id", userId, UserId.MAX_BYTES);
  }

  String requestId() {
    return FieldReader.text("request id", requestId, UserId.MAX_BYTES);
  }

  boolean typedOutputs() {
    return typedOutputs;
  }

  /** The messages of the tensors. */
  Entries inputs() {
    return inputs;
  }

  /** Returns the names of the outputs to return; throws if there are more than {@code most}. */
  List<String> outputs(int most) {
    outputs.check(most);
    var names = new ArrayList<String>(outputs.count());
    for (var name : outputs) {
      names.add(FieldReader.text("output name", name, FieldReader.MAX_NAME_BYTES));
    }
    return names;
  }

  /** Reads calls. */
  static final class Marshaller implements LargeMessages<PredictMessage> {
    @Override
    public PredictMessage parse(InputStream message) {
      return new PredictMessage((MessageBytes) message);
    }

    @Override
    public InputStream stream(PredictMessage message) {
      throw new UnsupportedOperationException("calls are only read");
    }
  }
}
