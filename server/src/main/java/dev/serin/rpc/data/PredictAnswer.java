package dev.serin.rpc.data;

import static com.google.protobuf.CodedOutputStream.computeEnumSize;
import static com.google.protobuf.CodedOutputStream.computeInt32Size;
import static dev.serin.rpc.FieldWriter.begin;
import static dev.serin.rpc.FieldWriter.nestedSize;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Duration;
import dev.serin.rpc.FieldWriter;
import dev.serin.rpc.MessageWriter;
import dev.serin.rpc.Roles;
import dev.serin.rpc.TensorWriter;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.PredictResult;
import dev.serin.v1.PredictResponse;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Writes a {@code serin.v1.PredictResponse} straight from the answer. Confined to one thread. */
final class PredictAnswer implements MessageWriter {
  private final byte[] model;
  private final @Nullable Served served;
  private final byte[] predictionId;
  private final List<TensorWriter> outputs;
  private final long seconds;
  private final int nanos;
  private final int timeBytes;
  private final int size;

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
    timeBytes = FieldWriter.size(Duration.SECONDS_FIELD_NUMBER, seconds)
        + (nanos == 0 ? 0 : computeInt32Size(Duration.NANOS_FIELD_NUMBER, nanos));
    size = sum();
  }

  private int sum() {
    int sum = FieldWriter.size(PredictResponse.MODEL_FIELD_NUMBER, model)
        + FieldWriter.size(PredictResponse.PREDICTION_ID_FIELD_NUMBER, predictionId)
        + nestedSize(PredictResponse.SERVER_TIME_FIELD_NUMBER, timeBytes);
    if (served != null) {
      sum += FieldWriter.size(PredictResponse.VERSION_FIELD_NUMBER, served.version())
          + computeEnumSize(PredictResponse.ROLE_FIELD_NUMBER, role(served))
          + FieldWriter.size(PredictResponse.REVISION_FIELD_NUMBER, served.revision());
    }
    for (var output : outputs) {
      sum = Math.addExact(sum, nestedSize(PredictResponse.OUTPUTS_FIELD_NUMBER, output.size()));
    }
    return sum;
  }

  @Override
  public int size() {
    return size;
  }

  @Override
  public void write(CodedOutputStream out) throws IOException {
    FieldWriter.write(PredictResponse.MODEL_FIELD_NUMBER, model, out);
    if (served != null) {
      FieldWriter.write(PredictResponse.VERSION_FIELD_NUMBER, served.version(), out);
      out.writeEnum(PredictResponse.ROLE_FIELD_NUMBER, role(served));
      FieldWriter.write(PredictResponse.REVISION_FIELD_NUMBER, served.revision(), out);
    }
    FieldWriter.write(PredictResponse.PREDICTION_ID_FIELD_NUMBER, predictionId, out);
    for (var output : outputs) {
      begin(PredictResponse.OUTPUTS_FIELD_NUMBER, output.size(), out);
      output.write(out);
    }
    begin(PredictResponse.SERVER_TIME_FIELD_NUMBER, timeBytes, out);
    FieldWriter.write(Duration.SECONDS_FIELD_NUMBER, seconds, out);
    if (nanos != 0) {
      out.writeInt32(Duration.NANOS_FIELD_NUMBER, nanos);
    }
  }

  private static int role(Served served) {
    return Roles.message(served.role()).getNumber();
  }
}
