package dev.serin.rpc.data;

import static com.google.protobuf.CodedOutputStream.computeByteArraySize;
import static com.google.protobuf.CodedOutputStream.computeEnumSize;
import static com.google.protobuf.CodedOutputStream.computeInt32Size;
import static com.google.protobuf.CodedOutputStream.computeInt64Size;
import static com.google.protobuf.CodedOutputStream.computeTagSize;
import static com.google.protobuf.CodedOutputStream.computeUInt32SizeNoTag;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import com.google.protobuf.WireFormat;
import dev.serin.rpc.Roles;
import dev.serin.rpc.TensorWriter;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.PredictResult;
import dev.serin.v1.PredictResponse;
import io.grpc.Drainable;
import io.grpc.KnownLength;
import io.grpc.MethodDescriptor.Marshaller;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * The bytes of a {@code serin.v1.PredictResponse}, which are written straight from the answer into
 * the transport's buffers. Confined to one thread.
 */
final class PredictAnswer extends InputStream implements Drainable, KnownLength {
  /** The largest buffer between an answer and the transport; longer elements pass by it. */
  private static final int BUFFER_BYTES = 4 << 10;

  private final byte[] model;
  private final @Nullable Served served;
  private final byte[] predictionId;
  private final List<TensorWriter> outputs;
  private final long seconds;
  private final int nanos;
  private final int timeBytes;
  private final int size;
  /** The bytes, if they are read and not drained. */
  private @Nullable ByteArrayInputStream bytes;

  /**
   * Returns the message of an answer.
   *
   * @param typed whether elements are written in the field of their type, not as raw bytes
   */
  PredictAnswer(PredictResult.Answer answer, boolean typed) {
    var call = answer.call();
    model = call.model().getBytes(UTF_8);
    served = call.served().orElse(null);
    predictionId = answer.predictionId().getBytes(UTF_8);
    outputs = new ArrayList<>(answer.outputs().size());
    for (var output : answer.outputs().entrySet()) {
      outputs.add(TensorWriter.of(output.getKey(), output.getValue(), typed));
    }
    long endToEnd = call.timing().endToEndNanos();
    seconds = TimeUnit.NANOSECONDS.toSeconds(endToEnd);
    nanos = (int) (endToEnd - TimeUnit.SECONDS.toNanos(seconds));
    timeBytes = size(Duration.SECONDS_FIELD_NUMBER, seconds)
        + (nanos == 0 ? 0 : computeInt32Size(Duration.NANOS_FIELD_NUMBER, nanos));
    size = size();
  }

  private int size() {
    int sum = size(PredictResponse.MODEL_FIELD_NUMBER, model)
        + size(PredictResponse.PREDICTION_ID_FIELD_NUMBER, predictionId)
        + messageSize(PredictResponse.SERVER_TIME_FIELD_NUMBER, timeBytes);
    if (served != null) {
      sum += size(PredictResponse.VERSION_FIELD_NUMBER, served.version())
          + computeEnumSize(PredictResponse.ROLE_FIELD_NUMBER, role(served))
          + size(PredictResponse.REVISION_FIELD_NUMBER, served.revision());
    }
    for (var output : outputs) {
      sum = Math.addExact(sum, messageSize(PredictResponse.OUTPUTS_FIELD_NUMBER, output.size()));
    }
    return sum;
  }

  private void write(CodedOutputStream out) throws IOException {
    write(PredictResponse.MODEL_FIELD_NUMBER, model, out);
    if (served != null) {
      write(PredictResponse.VERSION_FIELD_NUMBER, served.version(), out);
      out.writeEnum(PredictResponse.ROLE_FIELD_NUMBER, role(served));
      write(PredictResponse.REVISION_FIELD_NUMBER, served.revision(), out);
    }
    write(PredictResponse.PREDICTION_ID_FIELD_NUMBER, predictionId, out);
    for (var output : outputs) {
      begin(PredictResponse.OUTPUTS_FIELD_NUMBER, output.size(), out);
      output.write(out);
    }
    begin(PredictResponse.SERVER_TIME_FIELD_NUMBER, timeBytes, out);
    write(Duration.SECONDS_FIELD_NUMBER, seconds, out);
    if (nanos != 0) {
      out.writeInt32(Duration.NANOS_FIELD_NUMBER, nanos);
    }
  }

  private static int role(Served served) {
    return Roles.message(served.role()).getNumber();
  }

  /** Protobuf leaves out empty strings and the number 0. */
  private static int size(int field, byte[] text) {
    return text.length == 0 ? 0 : computeByteArraySize(field, text);
  }

  private static int size(int field, long number) {
    return number == 0 ? 0 : computeInt64Size(field, number);
  }

  private static int messageSize(int field, int length) {
    return Math.addExact(computeTagSize(field) + computeUInt32SizeNoTag(length), length);
  }

  private static void write(int field, byte[] text, CodedOutputStream out) throws IOException {
    if (text.length > 0) {
      out.writeByteArray(field, text);
    }
  }

  private static void write(int field, long number, CodedOutputStream out) throws IOException {
    if (number != 0) {
      out.writeInt64(field, number);
    }
  }

  private static void begin(int field, int length, CodedOutputStream out) throws IOException {
    out.writeTag(field, WireFormat.WIRETYPE_LENGTH_DELIMITED);
    out.writeUInt32NoTag(length);
  }

  @Override
  public int drainTo(OutputStream target) throws IOException {
    if (bytes != null) {
      return Math.toIntExact(bytes.transferTo(target));
    }
    var out = CodedOutputStream.newInstance(target, Math.min(size, BUFFER_BYTES));
    write(out);
    out.flush();
    bytes = new ByteArrayInputStream(new byte[0]);
    return size;
  }

  @Override
  public int available() {
    return bytes == null ? size : bytes.available();
  }

  @Override
  public int read() throws IOException {
    return bytes().read();
  }

  @Override
  public int read(byte[] target, int offset, int length) throws IOException {
    return bytes().read(target, offset, length);
  }

  private InputStream bytes() throws IOException {
    if (bytes == null) {
      var all = new ByteArrayOutputStream(size);
      int unused = drainTo(all);
      bytes = new ByteArrayInputStream(all.toByteArray());
    }
    return bytes;
  }

  /** Writes answers. */
  static final class Writer implements Marshaller<PredictAnswer> {
    @Override
    public InputStream stream(PredictAnswer answer) {
      return answer;
    }

    @Override
    public PredictAnswer parse(InputStream message) {
      throw new UnsupportedOperationException("answers are only written");
    }
  }
}
