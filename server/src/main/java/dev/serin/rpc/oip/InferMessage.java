package dev.serin.rpc.oip;

import dev.serin.inference.ModelInferRequest;
import dev.serin.rpc.Entries;
import dev.serin.rpc.FieldReader;
import dev.serin.rpc.LargeMessages;
import dev.serin.rpc.MessageBytes;
import dev.serin.rpc.UserId;
import dev.serin.serving.CallBytes;
import java.io.InputStream;
import java.nio.ByteBuffer;

/**
 * A received {@code inference.ModelInferRequest}: its fields are located but not built until the
 * model is known, and with it how many tensors there may be.
 */
final class InferMessage {
  /** The most bytes of a version's text: any number, or a label. */
  private static final int MAX_VERSION_BYTES = 64;

  private static final ByteBuffer EMPTY = ByteBuffer.allocate(0);

  private MessageBytes bytes;
  private ByteBuffer model = EMPTY;
  private ByteBuffer version = EMPTY;
  private ByteBuffer id = EMPTY;
  private final Entries parameters = new Entries("parameters");
  private final Entries inputs = new Entries("inputs");
  private final Entries outputs = new Entries("outputs");
  private final Entries raw = new Entries("raw_input_contents");

  private InferMessage(MessageBytes bytes) {
    this.bytes = bytes;
    var fields = new FieldReader(bytes.buffer());
    for (int number = fields.next(); number != 0; number = fields.next()) {
      switch (number) {
        case ModelInferRequest.MODEL_NAME_FIELD_NUMBER -> model = fields.bytes();
        case ModelInferRequest.MODEL_VERSION_FIELD_NUMBER -> version = fields.bytes();
        case ModelInferRequest.ID_FIELD_NUMBER -> id = fields.bytes();
        case ModelInferRequest.PARAMETERS_FIELD_NUMBER -> parameters.add(fields.bytes());
        case ModelInferRequest.INPUTS_FIELD_NUMBER -> inputs.add(fields.bytes());
        case ModelInferRequest.OUTPUTS_FIELD_NUMBER -> outputs.add(fields.bytes());
        case ModelInferRequest.RAW_INPUT_CONTENTS_FIELD_NUMBER -> raw.add(fields.bytes());
        default -> fields.skip();
      }
    }
  }

  /** The whole message. */
  MessageBytes bytes() {
    return bytes;
  }

  /** Charges the message to an account of its own; throws RESOURCE_EXHAUSTED without room. */
  void chargeTo(CallBytes own) {
    bytes = bytes.in(own);
  }

  String model() {
    return FieldReader.text("model", model, FieldReader.MAX_NAME_BYTES);
  }

  String version() {
    return FieldReader.text("model version", version, MAX_VERSION_BYTES);
  }

  String id() {
    return FieldReader.text("request id", id, UserId.MAX_BYTES);
  }

  CallParameters parameters() {
    return CallParameters.read(parameters);
  }

  /** The messages of the inputs. */
  Entries inputs() {
    return inputs;
  }

  /** The messages of the outputs to return. */
  Entries outputs() {
    return outputs;
  }

  /** The elements of the inputs that have none in their own messages. */
  Entries raw() {
    return raw;
  }

  /** Reads requests. */
  static final class Marshaller implements LargeMessages<InferMessage> {
    @Override
    public InferMessage parse(InputStream message) {
      return new InferMessage((MessageBytes) message);
    }

    @Override
    public InputStream stream(InferMessage message) {
      throw new UnsupportedOperationException("requests are only read");
    }
  }
}
