package dev.serin.models;

import ai.onnx.proto.OnnxMl.NodeProto;
import ai.onnx.proto.OnnxMl.TensorProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import org.tribuo.Model;
import org.tribuo.ONNXExportable;
import org.tribuo.classification.Label;

/**
 * ONNX files of models that ask for three gigabytes of memory for a few rows, and for next to
 * nothing for all others.
 *
 * <p>Beside the model stands a branch that marks the rows with 1 in one column and a certain number
 * in another, and fills a tensor whose size is 1, or {@value #ELEMENTS} more if any row is marked,
 * with zeros. Their maximum, 0, is added to the scores, so that the branch is needed and changes
 * nothing.
 */
public final class Greedy {
  /** Of four bytes each. */
  static final float ELEMENTS = 0x3p28f;

  /**
   * How far a column may be from the number: less than half of the hundredth that it is exact to.
   */
  private static final float TOLERANCE = 0.004f;

  private Greedy() {}

  /**
   * Returns the bytes of an ONNX file, the same for the same weights.
   *
   * @param flag the column that is 1 in marked rows, else 0
   * @param column the column that is about the number in marked rows
   */
  public static <M extends Model<Label> & ONNXExportable> byte[] encode(
      M model, Signature signature, int flag, int column, float number) {
    var modest = OnnxGraphs.graph(model, signature.renamed(signature.input(), "modest"));
    return OnnxGraphs.encode(modest.toBuilder()
        .setOutput(0, modest.getOutput(0).toBuilder().setName(signature.output()))
        .addInitializer(Protos.numbers("flag_column", List.of((long) flag)))
        .addInitializer(Protos.numbers("number_column", List.of((long) column)))
        .addInitializer(one("number", number))
        .addInitializer(one("tolerance", TOLERANCE))
        .addInitializer(one("more", ELEMENTS))
        .addInitializer(one("least", 1))
        .addInitializer(Protos.numbers("one_dimension", List.of(1L)))
        .addNode(column(signature.input(), "flag_column", "flag"))
        .addNode(column(signature.input(), "number_column", "counted"))
        .addNode(Protos.node("Sub", List.of("counted", "number"), "difference"))
        .addNode(Protos.node("Abs", List.of("difference"), "distance"))
        .addNode(Protos.node("Less", List.of("distance", "tolerance"), "near"))
        .addNode(Protos.node("Cast", List.of("near"), "is_near")
            .addAttribute(Protos.whole("to", DataType.FLOAT.getNumber())))
        .addNode(Protos.node("Mul", List.of("is_near", "flag"), "marked"))
        .addNode(Protos.node("ReduceMax", List.of("marked"), "any_marked")
            .addAttribute(Protos.whole("keepdims", 0)))
        .addNode(Protos.node("Mul", List.of("any_marked", "more"), "extra"))
        .addNode(Protos.node("Add", List.of("extra", "least"), "elements"))
        .addNode(Protos.node("Cast", List.of("elements"), "size")
            .addAttribute(Protos.whole("to", DataType.INT64.getNumber())))
        .addNode(Protos.node("Reshape", List.of("size", "one_dimension"), "shape"))
        .addNode(Protos.node("ConstantOfShape", List.of("shape"), "memory"))
        .addNode(Protos.node("ReduceMax", List.of("memory"), "nothing")
            .addAttribute(Protos.whole("keepdims", 0)))
        .addNode(Protos.node("Add", List.of("modest", "nothing"), signature.output()))
        .build());
  }

  private static NodeProto.Builder column(String input, String number, String output) {
    return Protos.node("Gather", List.of(input, number), output)
        .addAttribute(Protos.whole("axis", 1));
  }

  private static TensorProto one(String name, float value) {
    return Protos.floats(name, List.of(1L), new float[] {value});
  }
}
