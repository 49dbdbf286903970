package dev.serin.models;

import ai.onnx.proto.OnnxMl.GraphProto;
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
 * ONNX files of trained models. Column i of the output is the probability of class i.
 *
 * <p>The graph in the middle is Tribuo's. Tribuo's own export is not used, because it numbers the
 * classes in its own order and records when and where the model was trained.
 */
public final class OnnxGraphs {

  private static final int IR_VERSION = 6;
  private static final OperatorSetIdProto CLASSIC_OPERATORS =
      OperatorSetIdProto.newBuilder().setDomain("ai.onnx.ml").setVersion(1).build();

  private OnnxGraphs() {}

  /** Returns the bytes of an ONNX file, the same for the same weights. */
  public static <M extends Model<Label> & ONNXExportable> byte[] encode(
      M model, Signature signature) {
    return encode(graph(model, signature));
  }

  /** Returns the bytes of an ONNX file with only this graph. */
  public static byte[] encode(GraphProto graph) {
    return ModelProto.newBuilder()
        .setIrVersion(IR_VERSION)
        .setProducerName("serin")
        .addOpsetImport(ONNXOperators.getOpsetProto())
        .addOpsetImport(CLASSIC_OPERATORS)
        .setGraph(graph)
        .build()
        .toByteArray();
  }

  /** Returns the graph of a model, from its one input to its one output. */
  static <M extends Model<Label> & ONNXExportable> GraphProto graph(M model, Signature signature) {
    var context = new ONNXContext();
    context.setName(signature.graph());
    var input = context.floatInput(signature.input(), signature.features());
    var output = context.floatOutput(signature.output(), signature.classes());
    var columns =
        context.array("column_of_" + signature.kind(), columnOfClass(model, signature.classes()));
    model
        .writeONNXGraph(input)
        .apply(ONNXOperators.GATHER, columns, Map.of("axis", 1))
        .assignTo(output);
    return context.buildGraph();
  }

  private static int[] columnOfClass(Model<Label> model, int classes) {
    var columns = model.getOutputIDInfo();
    return IntStream.range(0, classes)
        .map(number -> columns.getID(Recipes.label(number)))
        .toArray();
  }
}
