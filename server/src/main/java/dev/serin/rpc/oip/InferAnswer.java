package dev.serin.rpc.oip;

import static dev.serin.rpc.FieldWriter.begin;
import static dev.serin.rpc.FieldWriter.nestedSize;
import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.protobuf.CodedOutputStream;
import dev.serin.inference.InferParameter;
import dev.serin.inference.ModelInferResponse;
import dev.serin.rpc.FieldWriter;
import dev.serin.rpc.MessageWriter;
import dev.serin.serving.CallRecord.Served;
import dev.serin.serving.PredictResult;
import dev.serin.tensor.Tensor;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;

/**
 * Writes an {@code inference.ModelInferResponse} straight from the answer: outputs in the order of
 * the model, and their raw elements after them in the same order. Confined to one thread.
 */
final class InferAnswer implements MessageWriter {
  private static final int KEY = 1;
  private static final int VALUE = 2;
  private static final byte[] PREDICTION_ID = "prediction_id".getBytes(UTF_8);
  private static final byte[] ROLE = "role".getBytes(UTF_8);
  private static final byte[] REVISION = "revision".getBytes(UTF_8);
  private static final byte[] FINAL_RESPONSE = "triton_final_response".getBytes(UTF_8);

  private final byte[] model;
  private final byte[] version;
  private final byte[] id;
  private final byte[] predictionId;
  private final byte[] role;
  private final byte[] revision;
  private final boolean last;
  private final List<Output> outputs;
  private final boolean typed;
  private final int size;

  /** What the caller gets besides the outputs. */
  record Form(String id, boolean typed, boolean last) {}

  /**
   * Returns the message of an answer.
   *
   * @param outputs in the order of the model
   */
  InferAnswer(PredictResult.Answer answer, Map<String, Tensor> outputs, Form form) {
    var call = answer.call();
    model = call.model().getBytes(UTF_8);
    version = text(call.served().map(Served::version));
    id = form.id().getBytes(UTF_8);
    predictionId = answer.predictionId().getBytes(UTF_8);
    role = text(call.served().map(served -> served.role().name().toLowerCase(Locale.ROOT)));
    revision = text(call.served().map(Served::revision));
    last = form.last();
    typed = form.typed() && outputs.values().stream().allMatch(InferAnswer::hasField);
    this.outputs = new ArrayList<>(outputs.size());
    outputs.forEach((name, tensor) -> this.outputs.add(new Output(name, tensor, typed)));
    size = sum();
  }

  private static byte[] text(Optional<?> value) {
    return value.map(Object::toString).orElse("").getBytes(UTF_8);
  }

  private static boolean hasField(Tensor tensor) {
    return Contents.field(tensor.type()) != 0;
  }

  /** The prediction id. */
  String predictionId() {
    return new String(predictionId, UTF_8);
  }

  /** The role of the version that answered. */
  String role() {
    return new String(role, UTF_8);
  }

  /** The revision that routed the call. */
  String revision() {
    return new String(revision, UTF_8);
  }

  @Override
  public int size() {
    return size;
  }

  private int sum() {
    int parameters = ModelInferResponse.PARAMETERS_FIELD_NUMBER;
    int sum = FieldWriter.size(ModelInferResponse.MODEL_NAME_FIELD_NUMBER, model)
        + FieldWriter.size(ModelInferResponse.MODEL_VERSION_FIELD_NUMBER, version)
        + FieldWriter.size(ModelInferResponse.ID_FIELD_NUMBER, id)
        + nestedSize(parameters, entrySize(PREDICTION_ID, predictionId))
        + nestedSize(parameters, entrySize(ROLE, role))
        + nestedSize(parameters, entrySize(REVISION, revision))
        + (last ? nestedSize(parameters, entrySize(FINAL_RESPONSE, boolSize())) : 0);
    for (var output : outputs) {
      sum = Math.addExact(sum, nestedSize(ModelInferResponse.OUTPUTS_FIELD_NUMBER, output.size()));
      if (!typed) {
        sum = Math.addExact(
            sum,
            nestedSize(
                ModelInferResponse.RAW_OUTPUT_CONTENTS_FIELD_NUMBER,
                output.tensor().bytes()));
      }
    }
    return sum;
  }

  @Override
  public void write(CodedOutputStream out) throws IOException {
    FieldWriter.write(ModelInferResponse.MODEL_NAME_FIELD_NUMBER, model, out);
    FieldWriter.write(ModelInferResponse.MODEL_VERSION_FIELD_NUMBER, version, out);
    FieldWriter.write(ModelInferResponse.ID_FIELD_NUMBER, id, out);
    entry(PREDICTION_ID, predictionId, out);
    entry(REVISION, revision, out);
    entry(ROLE, role, out);
    if (last) {
      begin(ModelInferResponse.PARAMETERS_FIELD_NUMBER, entrySize(FINAL_RESPONSE, boolSize()), out);
      out.writeByteArray(KEY, FINAL_RESPONSE);
      begin(VALUE, boolSize(), out);
      out.writeBool(InferParameter.BOOL_PARAM_FIELD_NUMBER, true);
    }
    for (var output : outputs) {
      begin(ModelInferResponse.OUTPUTS_FIELD_NUMBER, output.size(), out);
      output.write(out);
    }
    if (!typed) {
      for (var output : outputs) {
        FieldWriter.write(
            ModelInferResponse.RAW_OUTPUT_CONTENTS_FIELD_NUMBER, output.tensor().sharedData(), out);
      }
    }
  }

  private static int boolSize() {
    return CodedOutputStream.computeBoolSize(InferParameter.BOOL_PARAM_FIELD_NUMBER, true);
  }

  private static int textSize(byte[] value) {
    return nestedSize(InferParameter.STRING_PARAM_FIELD_NUMBER, value.length);
  }

  private static int entrySize(byte[] key, byte[] value) {
    return entrySize(key, textSize(value));
  }

  private static int entrySize(byte[] key, int valueSize) {
    return nestedSize(KEY, key.length) + nestedSize(VALUE, valueSize);
  }

  private static void entry(byte[] key, byte[] value, CodedOutputStream out) throws IOException {
    begin(ModelInferResponse.PARAMETERS_FIELD_NUMBER, entrySize(key, value), out);
    out.writeByteArray(KEY, key);
    begin(VALUE, textSize(value), out);
    out.writeByteArray(InferParameter.STRING_PARAM_FIELD_NUMBER, value);
  }

  /** Writes an output, without its raw elements. */
  private static final class Output implements MessageWriter {
    private final Tensor tensor;
    private final byte[] name;
    private final byte[] datatype;
    private final List<TypedContents> contents;
    private final int size;

    Output(String name, Tensor tensor, boolean typed) {
      this.tensor = tensor;
      this.name = name.getBytes(UTF_8);
      datatype = Datatypes.name(tensor.type()).getBytes(UTF_8);
      contents = typed ? List.of(new TypedContents(tensor)) : List.of();
      int sum = FieldWriter.size(ModelInferResponse.InferOutputTensor.NAME_FIELD_NUMBER, this.name)
          + FieldWriter.size(ModelInferResponse.InferOutputTensor.DATATYPE_FIELD_NUMBER, datatype)
          + FieldWriter.size(
              ModelInferResponse.InferOutputTensor.SHAPE_FIELD_NUMBER, tensor.shape());
      for (var elements : contents) {
        sum +=
            nestedSize(ModelInferResponse.InferOutputTensor.CONTENTS_FIELD_NUMBER, elements.size());
      }
      size = sum;
    }

    Tensor tensor() {
      return tensor;
    }

    @Override
    public int size() {
      return size;
    }

    @Override
    public void write(CodedOutputStream out) throws IOException {
      FieldWriter.write(ModelInferResponse.InferOutputTensor.NAME_FIELD_NUMBER, name, out);
      FieldWriter.write(ModelInferResponse.InferOutputTensor.DATATYPE_FIELD_NUMBER, datatype, out);
      FieldWriter.write(
          ModelInferResponse.InferOutputTensor.SHAPE_FIELD_NUMBER, tensor.shape(), out);
      for (var elements : contents) {
        begin(ModelInferResponse.InferOutputTensor.CONTENTS_FIELD_NUMBER, elements.size(), out);
        elements.write(out);
      }
    }
  }
}
