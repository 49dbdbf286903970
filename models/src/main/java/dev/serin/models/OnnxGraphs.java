package dev.serin.models;

import ai.onnx.proto.OnnxMl.ModelProto;
import ai.onnx.proto.OnnxMl.OperatorSetIdProto;
import java.util.Map;
import java.util.stream.IntStream;
import org.tribuo.Model;
import org.tribuo.ONNXExportable;
import org.tribuo.classification.Label;
import org.tribuo.util.onnx.ONNXContext;
import org.tribuo.util.onnx.ONNXOperators;

/**
 * ONNX files of trained models, all with one signature: {@code input}, float {@code [batch, 64]},
 * the pixels as they are; {@code output}, float {@code [batch, 10]}, the probability of each digit.
 *
 * <p>The graph in the middle is Tribuo's. Its own export is not used, because it numbers the
 * classes in an order of its own and writes down when and where the model was trained.
 */
final class OnnxGraphs {

  private static final int IR_VERSION = 6;
  private static final OperatorSetIdProto CLASSIC_OPERATORS =
      OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(1).build();

  private OnnxGraphs() {}

  /** Returns the bytes of an ONNX file, the same for the same weights. */
  static <M extends Model<Label> & ONNXExportable> byte[] encode(M model) {
    var context = new ONNXContext();
    context.setName("digits");
    var input = context.floatInput("input", Digit.PIXELS);
    var output = context.floatOutput("output", Digit.CLASSES);
    var columns = context.array("column_of_digit", columnOfDigit(model));
    model
        .writeONNXGraph(input)
        .apply(ONNXOperators.GATHER, columns, Map.of("axis", 1))
        .assignTo(output);
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("serin")
        .addOpsetImport(ONNXOperators.getOpsetProto())
        .addOpsetImport(CLASSIC_OPERATORS)
        .setGraph(context.buildGraph())
        .build()
        .toByteArray();
  }

  private static int[] columnOfDigit(Model<Label> model) {
    var columns = model.getOutputIDInfo();
    return IntStream.range(0, Digit.CLASSES)
        .map(digit -> columns.getID(Recipes.label(digit)))
        .toArray();
  }
}
