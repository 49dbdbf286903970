package dev.serin.models;

import ai.onnx.proto.OnnxMl.GraphProto;
import ai.onnx.proto.OnnxMl.TensorProto.DataType;
import java.util.List;
import java.util.Random;
import org.tribuo.Model;
import org.tribuo.ONNXExportable;
import org.tribuo.classification.Label;

/**
 * ONNX files of models that evaluate each row several times, each time a little blurred, and answer
 * with the mean.
 *
 * <p>The initializer {@code looks} holds the number of times, at least 1: one int64 as eight bytes
 * of raw data, little endian, read at run time as the trip count of a Loop. Look n adds row n
 * modulo 16 of a fixed table to the input, so every look costs the same and each further one
 * changes the answer less.
 */
public final class Looks {

  private static final int BLURS = 16;
  private static final double BLUR = 0.02;
  private static final long SEED = 20_250_703L;

  private Looks() {}

  /** Returns the bytes of an ONNX file, the same for the same weights. */
  public static <M extends Model<Label> & ONNXExportable> byte[] encode(
      M model, Signature signature, int looks) {
    var once = OnnxGraphs.graph(model, signature.renamed("blurred", "output_of_look"));
    return OnnxGraphs.encode(graph(once, signature, looks));
  }

  private static GraphProto graph(GraphProto once, Signature signature, int looks) {
    int features = signature.features();
    return GraphProto.newBuilder()
        .setName(once.getName())
        .addInput(once.getInput(0).toBuilder().setName(signature.input()))
        .addOutput(once.getOutput(0).toBuilder().setName(signature.output()))
        .addInitializer(Protos.number("looks", looks))
        .addInitializer(Protos.number("blur_count", BLURS))
        .addInitializer(
            Protos.floats("blurs", List.of((long) BLURS, (long) features), blurs(features)))
        .addNode(Protos.node("Loop", List.of("looks", ""), "each_look")
            .addAttribute(Protos.body(look(once, signature.input()))))
        .addNode(Protos.node("ReduceMean", List.of("each_look"), signature.output())
            .addAttribute(Protos.whole("keepdims", 0))
            .addAttribute(Protos.wholes("axes", List.of(0L))))
        .build();
  }

  /* The body of the Loop: number of the look and whether to go on in, whether to go on and the
   * output of this look out. The table and the input are those of the graph around it. */
  private static GraphProto look(GraphProto once, String input) {
    return GraphProto.newBuilder()
        .setName("look")
        .addInput(Protos.scalar("look", DataType.INT64))
        .addInput(Protos.scalar("before", DataType.BOOL))
        .addOutput(Protos.scalar("go_on", DataType.BOOL))
        .addOutput(once.getOutput(0))
        .addAllInitializer(once.getInitializerList())
        .addNode(Protos.node("Identity", List.of("before"), "go_on"))
        .addNode(Protos.node("Mod", List.of("look", "blur_count"), "row"))
        .addNode(Protos.node("Gather", List.of("blurs", "row"), "blur"))
        .addNode(Protos.node("Add", List.of(input, "blur"), once.getInput(0).getName()))
        .addAllNode(once.getNodeList())
        .build();
  }

  private static float[] blurs(int features) {
    var random = new Random(SEED);
    var blurs = new float[BLURS * features];
    for (int i = 0; i < blurs.length; i++) {
      blurs[i] = (float) (BLUR * random.nextGaussian());
    }
    return blurs;
  }
}
