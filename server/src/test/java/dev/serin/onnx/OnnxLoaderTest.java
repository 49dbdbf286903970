package dev.serin.onnx;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.tuple;

import dev.serin.model.ModelLoadException;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import dev.serin.tensor.DataType;
import dev.serin.tensor.InvalidTensorException;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import dev.serin.tensor.TensorSpec;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
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
    try (var predictor = ModelFile.load(
        new OnnxLoader(name -> 2, OnnxLoader.RUN_TIMEOUT), new VersionId("m", 1), model)) {
      assertThat(predictor.signature().inputs()).hasSize(1);
    }
  }

  @Test
  void load_empty_isRefused() {
    assertRefused(new byte[0], "the file is empty");
  }

  @Test
  void load_fileOfAnotherFormat_isRefusedByItsName() {
    assertNoModel(
        "version https://git-lfs.github.com/spec/v1\n".getBytes(US_ASCII),
        "not an ONNX model: a Git LFS pointer (expected: the file; run git lfs pull)");
    assertNoModel(
        new byte[] {0x1f, (byte) 0x8b, 8, 0},
        "not an ONNX model: compressed with gzip (expected: the unpacked file)");
    assertNoModel(
        new byte[] {'P', 'K', 3, 4, 0},
        "not an ONNX model: a zip archive, as PyTorch saves models (expected: ONNX, by torch.onnx.export)");
    assertNoModel(
        new byte[] {(byte) 0x89, 'H', 'D', 'F'},
        "not an ONNX model: an HDF5 file, as Keras saves models (expected: ONNX)");
  }

  private void assertNoModel(byte[] file, String message) {
    assertThatThrownBy(() -> load(file)).hasMessage(message);
  }

  @Test
  void load_text_isRefused() {
    assertRefused(
        "a text, not a model".getBytes(StandardCharsets.UTF_8), "not an ONNX model, or truncated");
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

    assertRefused(bytes, "not an ONNX model, or truncated");
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
          .containsExactly("output y is served as a tensor of scores, one column for each"
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
  void load_float8_isRefusedByItsName() {
    assertRefused(
        OnnxModels.identityOf(17, -1),
        "input x: elements of an unsupported type, float8e4m3fn (expected: bool,");
  }

  /** The Java binding cannot read the signature of a model that has one. */
  @Test
  void load_optionalBesideATensor_isLeftOut() throws Exception {
    try (var predictor = load(OnnxModels.tensorAndOptional(-1))) {
      assertThat(predictor.signature().outputs())
          .extracting(TensorSpec::name)
          .containsExactly("same");
      assertThat(predictor.notes())
          .containsExactly("output y is not served: an optional value (expected: a tensor)");
      assertThat(predictor.predict(Map.of("x", Tensor.ofFloats(Shape.of(2), 1, 2)), List.of()))
          .containsOnlyKeys("same");
    }
  }

  @Test
  void load_optionalInputOrOnlyOutput_isRefusedByName() {
    assertRefused(OnnxModels.optionalInput(-1), "input x: an optional value (expected: a tensor)");
    assertRefused(
        OnnxModels.optionalOutput(-1), "outputs [y]: optional values (expected: a tensor)");
  }

  /** ONNX Runtime's Java binding cannot pass such an input. */
  @ParameterizedTest
  @EnumSource(DataType.class)
  void load_inputWithAValueOfItsOwn_mayBeGivenOrLeftOut(DataType type) throws Exception {
    try (var predictor = load(OnnxModels.defaultInput(type))) {
      assertThat(predictor.signature().inputs())
          .extracting(TensorSpec::name, TensorSpec::optional)
          .containsExactly(tuple("x", false), tuple("d", true));
      predictor.signature().check(Map.of("x", Tensor.ofFloats(Shape.of(1), 1)), List.of());

      var left = predictor.predict(Map.of("x", Tensor.ofFloats(Shape.of(1), 1)), List.of("y"));
      var own = requireNonNull(left.get("y"));
      var given = predictor.predict(
          Map.of("x", Tensor.ofFloats(Shape.of(1), 1), "d", OnnxModels.other(type)), List.of("y"));

      assertThat(own).usingRecursiveComparison().isEqualTo(OnnxModels.own(type));
      assertThat(given.get("y")).usingRecursiveComparison().isEqualTo(OnnxModels.other(type));
    }
  }

  /** Some exporters list all weights as inputs, which are not meant to be passed. */
  @Test
  void load_largeValueThatIsAnInput_staysInTheModel() throws Exception {
    try (var predictor = load(OnnxModels.weightAsInput(1 << 15))) {
      assertThat(predictor.signature().inputs()).extracting(TensorSpec::name).containsExactly("x");
    }
  }

  @Test
  void load_sequenceBesideADataFile_isTensorsAndTheDataIsFound(@TempDir Path folder)
      throws Exception {
    var data = ByteBuffer.allocate(4).order(ByteOrder.LITTLE_ENDIAN).putFloat(3);
    Files.write(folder.resolve("w.bin"), data.array());
    var file =
        Files.write(folder.resolve("model.onnx"), OnnxModels.sequenceOfTwoWithData("w.bin", -1));

    try (var predictor = loader.load(new VersionId("m", 1), file)) {
      var outputs = predictor.predict(Map.of("x", Tensor.ofFloats(Shape.of(1), 2)), List.of());

      assertThat(requireNonNull(outputs.get("y.1")).data().getFloat(0)).isEqualTo(5);
    }
  }

  /** ONNX Runtime would end the process with SIGABRT. */
  @Test
  void check_emptyInputOfARecurrentModel_isRefused() throws Exception {
    try (var predictor = load(OnnxModels.lstm())) {
      var one = Map.of("x", Tensor.ofFloats(Shape.of(1, 1, 1), 1));
      predictor.signature().check(one, List.of());
      assertThat(predictor.predict(one, List.of())).containsOnlyKeys("y");
      assertThatThrownBy(() -> predictor
              .signature()
              .check(Map.of("x", Tensor.ofFloats(Shape.of(1, 0, 1))), List.of()))
          .isInstanceOf(InvalidTensorException.class)
          .hasMessage("x: FP32 [1,0,1] (expected: no size of 0 in dimension 1, which LSTM in this"
              + " model cannot take)");
    }
  }

  @Test
  void load_unknownOperator_isRefused() {
    assertRefused(OnnxModels.unknownOperator(-1), "NoSuchOperator");
  }

  @Test
  void load_formatOfTheFuture_isRefusedInPlainWords() {
    var model = OnnxModels.add(1, -1);
    // The last value of a field counts; this field is the version of the format.
    var future = Arrays.copyOf(model, model.length + 2);
    future[model.length] = 8;
    future[model.length + 1] = 14;

    assertThatThrownBy(() -> load(future))
        .isInstanceOf(ModelLoadException.class)
        .hasMessageMatching("ONNX Runtime cannot load the model: "
            + "Unsupported model IR version: 14, max supported IR version: \\d+");
    assertRefused(future, "Unsupported model IR version: 14");
  }

  /** ONNX Runtime reports it as a scalar. */
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
    return ModelFile.load(loader, new VersionId("m", 1), model);
  }
}
