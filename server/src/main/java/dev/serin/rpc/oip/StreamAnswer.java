package dev.serin.rpc.oip;

import static dev.serin.rpc.FieldWriter.begin;
import static dev.serin.rpc.FieldWriter.nestedSize;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import dev.serin.inference.ModelInferResponse;
import dev.serin.inference.ModelStreamInferResponse;
import dev.serin.rpc.FieldWriter;
import dev.serin.rpc.MessageWriter;
import java.io.IOException;

/** Writes an {@code inference.ModelStreamInferResponse}. Confined to one thread. */
final class StreamAnswer implements MessageWriter {
  private final byte[] error;
  private final MessageWriter answer;

  private StreamAnswer(byte[] error, MessageWriter answer) {
    this.error = error;
    this.answer = answer;
  }

  static StreamAnswer of(InferAnswer answer) {
    return new StreamAnswer(new byte[0], answer);
  }

  /** Returns an error, with the id of the request that failed. */
  static StreamAnswer error(String message, String id) {
    return new StreamAnswer(message.getBytes(UTF_8), new Id(id.getBytes(UTF_8)));
  }

  @Override
  public int size() {
    return Math.addExact(
        FieldWriter.size(ModelStreamInferResponse.ERROR_MESSAGE_FIELD_NUMBER, error),
        nestedSize(ModelStreamInferResponse.INFER_RESPONSE_FIELD_NUMBER, answer.size()));
  }

  @Override
  public void write(CodedOutputStream out) throws IOException {
    FieldWriter.write(ModelStreamInferResponse.ERROR_MESSAGE_FIELD_NUMBER, error, out);
    begin(ModelStreamInferResponse.INFER_RESPONSE_FIELD_NUMBER, answer.size(), out);
    answer.write(out);
  }

  /** Writes an answer that has nothing but an id. */
  private static final class Id implements MessageWriter {
    private final byte[] id;

    Id(byte[] id) {
      this.id = id;
    }

    @Override
    public int size() {
      return FieldWriter.size(ModelInferResponse.ID_FIELD_NUMBER, id);
    }

    @Override
    public void write(CodedOutputStream out) throws IOException {
      FieldWriter.write(ModelInferResponse.ID_FIELD_NUMBER, id, out);
    }
  }
}
