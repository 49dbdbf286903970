package dev.serin.onnx;

import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.ModelLoadException;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class OnnxLoaderTest {
  private final OnnxLoader loader = new OnnxLoader();

  @ParameterizedTest
  @EnumSource(DataType.class)
  void load_anyType_isInTheSignature(DataType type) throws Exception {
    try (var predictor = load(OnnxModels.identity(type, -1, 3))) {
      assertThat(predictor.signature().inputs())
          .containsExactly(
              new TensorSpec("x", type, Shape.of(Shape.ANY, 3), List.of("d0", ""), false));
      assertThat(predictor.signature().outputs())
          .containsExactly(
              new TensorSpec("y", type, Shape.of(Shape.ANY, 3), List.of("d0", ""), false));
    }
  }

  @Test
  void load_moreThreads_works() throws Exception {
    var model = OnnxModels.add(1, -1);
    try (var predictor =
        new OnnxLoader(2, OnnxLoader.RUN_TIMEOUT).load(new VersionId("m", 1), model)) {
      assertThat(predictor.signature().inputs()).hasSize(1);
    }
  }

  @Test
  void new_noThread_isRefused() {
    assertThatThrownBy(() -> new OnnxLoader(0, OnnxLoader.RUN_TIMEOUT))
        .hasMessage("intraOpThreads: 0 (expected: at least 1)");
  }

  @Test
  void load_empty_isRefused() {
    assertRefused(new byte[0], "the file is empty");
  }

  @Test
  void load_text_isRefused() {
    assertRefused(
        "version https://git-lfs.github.com/spec/v1".getBytes(StandardCharsets.UTF_8),
        "not an ONNX model, or cut");
  }

  @Test
  void load_everyPrefixOfAModel_isRefusedOrLoads() {
    var model = OnnxModels.add(1, -1);

    for (int length = 0; length < model.length; length++) {
      var cut = Arrays.copyOf(model, length);
      assertThatCode(() -> load(cut).close())
          .as("cut at %d", length)
          .satisfiesAnyOf(
              failure -> assertThat(failure).isNull(),
              failure -> assertThat(failure).isInstanceOf(ModelLoadException.class));
    }
  }

  @Test
  void load_randomBytes_isRefused() {
    var random = new Random(7);
    for (int i = 0; i < 200; i++) {
      var bytes = new byte[1 + random.nextInt(200)];
      random.nextBytes(bytes);
      assertThatThrownBy(() -> load(bytes))
          .as("seed 7, draw %d", i)
          .isInstanceOf(ModelLoadException.class);
    }
  }

  @Test
  void load_runtimesOwnFormat_isRefused() {
    var bytes = new byte[64];
    System.arraycopy("ORTM".getBytes(StandardCharsets.UTF_8), 0, bytes, 4, 4);

    assertRefused(bytes, "not an ONNX model, or cut");
  }

  @Test
  void load_sequenceOfKnownLength_isTensors() throws Exception {
    try (var predictor = load(OnnxModels.sequenceOfTwo(-1))) {
      var outputs = predictor.predict(Map.of("x", Tensor.ofFloats(Shape.of(2), 1, 2)), List.of());

      assertThat(outputs.keySet()).containsExactly("y.0", "y.1");
      assertThat(requireNonNull(outputs.get("y.1")).data().getFloat(4)).isEqualTo(-2);
    }
  }

  @Test
  void load_zipMap_isTheTensorOfTheScoresAndKeepsTheClasses() throws Exception {
    try (var texts = load(OnnxModels.zipMap(List.of("cat", "dog"), List.of(), -1, 2));
        var numbers = load(OnnxModels.zipMap(List.of(), List.of(7L, -1L), -1, 2))) {
      var outputs =
          texts.predict(Map.of("x", Tensor.ofFloats(Shape.of(1, 2), 0.25f, 0.75f)), List.of());

      assertThat(texts.signature().outputs())
          .containsExactly(
              new TensorSpec("y", DataType.FP32, Shape.of(Shape.ANY, 2), List.of("d0", ""), false));
      assertThat(outputs.keySet()).containsExactly("y");
      assertThat(requireNonNull(outputs.get("y")).shape()).isEqualTo(Shape.of(1, 2));
      assertThat(texts.notes())
          .containsExactly("output y is served as the tensor of the scores, with a column for each"
              + " of the classes cat, dog");
      assertThat(numbers.notes()).singleElement().asString().endsWith("each of the classes 7, -1");
    }
  }

  @Test
  void load_sequenceBesideATensor_isLeftOut() throws Exception {
    try (var predictor = load(OnnxModels.tensorAndSplitSequence(-1))) {
      assertThat(predictor.signature().outputs())
          .extracting(TensorSpec::name)
          .containsExactly("same");
      assertThat(predictor.notes())
          .containsExactly("output y is not served: a sequence (expected: a tensor)");
      assertThat(predictor.predict(Map.of("x", Tensor.ofFloats(Shape.of(2), 1, 2)), List.of()))
          .containsOnlyKeys("same");
    }
  }

  @Test
  void load_float8_isRefused() {
    assertRefused(OnnxModels.identityOf(17, -1), "elements of a type that cannot be served");
  }

  @Test
  void load_unknownOperator_isRefused() {
    assertRefused(OnnxModels.unknownOperator(-1), "NoSuchOperator");
  }

  @Test
  void load_formatOfTheFuture_isRefusedInPlainWords() {
    var model = OnnxModels.add(1, -1);
    // The last value of a field counts; this one is the version of the format.
    var future = Arrays.copyOf(model, model.length + 2);
    future[model.length] = 8;
    future[model.length + 1] = 14;

    assertThatThrownBy(() -> load(future))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageMatching("not a model that can be loaded: "
            + "Unsupported model IR version: 14, max supported IR version: \\d+");
    assertRefused(future, "Unsupported model IR version: 14");
  }

  /** It used to be told as a scalar's. */
  @Test
  void load_inputWithoutShape_takesAny() throws Exception {
    try (var predictor = load(OnnxModels.withoutShape())) {
      assertThat(predictor.signature().inputs())
          .containsExactly(new TensorSpec("x", DataType.FP32, Shape.ANY_SHAPE));
      for (var shape : List.of(Shape.of(), Shape.of(1, 1))) {
        var inputs = Map.of("x", Tensor.ofFloats(shape, 5));
        predictor.signature().check(inputs, List.of());
        assertThat(requireNonNull(predictor.predict(inputs, List.of()).get("y")).shape())
            .isEqualTo(shape);
      }
    }
  }

  private void assertRefused(byte[] model, String reason) {
    assertThatThrownBy(() -> load(model))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageContaining(reason)
        .hasMessageNotContaining("/")
        .hasMessageNotContaining("::")
        .hasMessageNotContaining("ORT_");
  }

  private Predictor load(byte[] model) throws ModelLoadException {
    return loader.load(new VersionId("m", 1), model);
  }
}
