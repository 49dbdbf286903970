package dev.serin.onnx;

import static dev.serin.onnx.OnnxModels.INPUT;
import static dev.serin.onnx.OnnxModels.OUTPUT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.ModelLoadException;
import dev.serin.model.NoRoomException;
import dev.serin.model.PredictionException;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import dev.serin.rpc.Allocated;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

class OnnxPredictorTest {
  private final OnnxLoader loader = new OnnxLoader();

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      mode = Mode.EXCLUDE,
      names = {"BOOL", "STRING"})
  void predict_anyBytesOfAnyType_comeBackBitByBit(DataType type) throws Exception {
    var bytes = new byte[3 * 5 * type.bytes()];
    new Random(20_250_101).nextBytes(bytes);
    // All ones is the largest unsigned integer, -1, and a NaN with a payload.
    ByteBuffer.wrap(bytes).put(new byte[] {-1, -1, -1, -1, -1, -1, -1, -1});
    var tensor = Tensor.of(type, Shape.of(3, 5), ByteBuffer.wrap(bytes));

    assertSame(identity(tensor, -1, 5), tensor);
  }

  @ParameterizedTest
  @EnumSource(
      value = DataType.class,
      mode = Mode.EXCLUDE,
      names = {"BOOL", "STRING"})
  void predict_smallestAndLargest_comeBack(DataType type) throws Exception {
    var data = ByteBuffer.allocate(4 * type.bytes()).order(ByteOrder.LITTLE_ENDIAN);
    data.put(type.bytes() - 1, (byte) 0x80);
    data.put(2 * type.bytes() - 1, (byte) 0x7f);
    data.put(2 * type.bytes(), (byte) 1);
    var tensor = Tensor.of(type, Shape.of(4), data);

    assertSame(identity(tensor, -1), tensor);
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, mode = Mode.EXCLUDE, names = "STRING")
  void predict_emptyBatch_isEmpty(DataType type) throws Exception {
    var tensor = Tensor.of(type, Shape.of(0, 5), ByteBuffer.allocate(0));

    assertSame(identity(tensor, -1, 5), tensor);
  }

  @ParameterizedTest
  @EnumSource(value = DataType.class, mode = Mode.EXCLUDE, names = "STRING")
  void predict_scalar_staysScalar(DataType type) throws Exception {
    var tensor = Tensor.of(type, Shape.of(), ByteBuffer.allocate(type.bytes()).put(0, (byte) 1));

    assertSame(identity(tensor), tensor);
  }

  @Test
  void predict_booleans_comeBack() throws Exception {
    var tensor = Tensor.of(DataType.BOOL, Shape.of(2, 2), ByteBuffer.wrap(new byte[] {0, 1, 1, 0}));

    assertSame(identity(tensor, -1, 2), tensor);
  }

  @Test
  void predict_strings_comeBack() throws Exception {
    var texts =
        List.of("", "seriño", "\u7528\u6237", "a\nb", "\ud83d\udc26\ud83d\udc26 birds", "a\u0000b");
    var tensor = Tensor.ofStrings(Shape.of(3, 2), texts);

    assertThat(identity(tensor, -1, 2).strings()).isEqualTo(texts);
  }

  @Test
  void predict_noStrings_isEmpty() throws Exception {
    var tensor = Tensor.ofStrings(Shape.of(0, 2), List.of());

    assertSame(identity(tensor, -1, 2), tensor);
  }

  /** Each text is padded with the spaces that it needs itself, not those that the longest needs. */
  @Test
  void predict_longTextAmongShortOnes_takesNoMoreForEachOfThem() throws Exception {
    var texts = new ArrayList<>(Collections.nCopies(1_000, ""));
    texts.add("\ud83d\udc26".repeat(10_000));
    var tensor = Tensor.ofStrings(Shape.of(texts.size()), texts);

    try (var predictor = load(OnnxModels.identity(DataType.STRING, -1))) {
      assertSame(output(predictor, Map.of(INPUT, tensor)), tensor);
      assertThat(Allocated.by(() -> run(predictor, tensor))).isLessThan(100L * tensor.bytes());
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"one", "a \ud83d\udc26 bird"})
  void predict_scalarString_staysScalar(String text) throws Exception {
    var tensor = Tensor.ofStrings(Shape.of(), List.of(text));

    assertSame(identity(tensor), tensor);
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "seriño", "\u7528\u6237", "a \ud83d\udc26 bird", "\udbff\udffd"})
  void predict_text_reachesTheModelAsUtf8(String text) throws Exception {
    try (var predictor = load(OnnxModels.lookUp(List.of("other", text), -1))) {
      var tensor = Tensor.ofStrings(Shape.of(1), List.of(text));

      assertThat(output(predictor, Map.of(INPUT, tensor)).data().getLong()).isEqualTo(2);
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"plain", "seriño", "\u7528\u6237", "a \ud83d\udc26 bird", "\udbff\udffd"})
  void predict_textOfTheModel_isReadAsUtf8(String text) throws Exception {
    try (var predictor = load(OnnxModels.constantText(text, -1))) {
      var tensor = Tensor.ofFloats(Shape.of(1), 1);

      assertThat(output(predictor, Map.of(INPUT, tensor)).strings()).containsExactly(text);
    }
  }

  @Test
  void predict_readOnlyDirectBigEndianBuffer_isReadAsLittleEndian() throws Exception {
    var data = ByteBuffer.allocateDirect(8).order(ByteOrder.LITTLE_ENDIAN).putFloat(0, 1.5f);
    var tensor = Tensor.of(
        DataType.FP32,
        Shape.of(1),
        data.slice(0, 4).order(ByteOrder.BIG_ENDIAN).asReadOnlyBuffer());

    assertThat(identity(tensor, -1).data().getFloat()).isEqualTo(1.5f);
  }

  @Test
  void predict_twoInputs_keepsThemApart() throws Exception {
    try (var predictor = load(OnnxModels.difference(-1))) {
      var inputs = Map.of(
          INPUT, Tensor.ofFloats(Shape.of(2), 7, 8), "a", Tensor.ofFloats(Shape.of(2), 1, 1));

      assertThat(output(predictor, inputs).data())
          .isEqualTo(Tensor.ofFloats(Shape.of(2), 6, 7).data());
    }
  }

  @Test
  void predict_severalInputsOfSeveralTypes_keepsThemApart() throws Exception {
    try (var predictor = load(OnnxModels.sumOfThree(-1))) {
      var a = ByteBuffer.allocate(2).order(ByteOrder.LITTLE_ENDIAN).putShort(0, (short) 40_000);
      var b = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN).putLong(0, 7);
      var inputs = Map.of(
          INPUT,
          Tensor.ofFloats(Shape.of(1), 0.5f),
          "a",
          Tensor.of(DataType.UINT16, Shape.of(1), a),
          "b",
          Tensor.of(DataType.UINT64, Shape.of(1), b));

      assertThat(output(predictor, inputs).data().getFloat()).isEqualTo(40_007.5f);
    }
  }

  @Test
  void predict_biggerThanTheKeptMemory_works() throws Exception {
    var data = ByteBuffer.allocate(20 << 20).put((20 << 20) - 1, (byte) 9);
    var tensor = Tensor.of(DataType.UINT8, Shape.of(20 << 20), data);

    assertSame(identity(tensor, -1), tensor);
  }

  @Test
  void predict_allOutputs_comeInTheOrderOfTheModel() throws Exception {
    try (var predictor = load(OnnxModels.negativeAndSame(-1))) {
      var outputs = predictor.predict(Map.of(INPUT, Tensor.ofFloats(Shape.of(1), 2)), List.of());

      assertThat(outputs.keySet()).containsExactly("z", OUTPUT);
      assertThat(outputs.values())
          .extracting(tensor -> tensor.data().getFloat())
          .containsExactly(-2f, 2f);
    }
  }

  @Test
  void predict_oneOutputRequested_returnsThatOne() throws Exception {
    try (var predictor = load(OnnxModels.negativeAndSame(-1))) {
      var inputs = Map.of(INPUT, Tensor.ofFloats(Shape.of(1), 2));

      assertThat(predictor.predict(inputs, List.of(OUTPUT)).keySet()).containsExactly(OUTPUT);
    }
  }

  @Test
  void predict_outputOfUnknownSize_hasTheSizeThatCame() throws Exception {
    try (var predictor = load(OnnxModels.shapeOf(-1, -1))) {
      var inputs = Map.of(INPUT, Tensor.ofFloats(Shape.of(1, 2), 1, 2));

      assertThat(output(predictor, inputs).shape()).isEqualTo(Shape.of(2));
    }
  }

  @Test
  void predict_runThatFails_saysWhyWithoutPaths() throws Exception {
    try (var predictor = load(OnnxModels.reshapeToThree(-1))) {
      var inputs = Map.of(INPUT, Tensor.ofFloats(Shape.of(2), 1, 2));

      assertThatThrownBy(() -> predictor.predict(inputs, List.of()))
          .isInstanceOf(PredictionException.class)
          .hasMessageContaining("Reshape")
          .hasMessageNotContaining("/");
    }
  }

  @Test
  void predict_asksForRoomBeforeItBuildsTheOutputs() throws Exception {
    var asked = new ArrayList<Long>();
    var inputs = Map.of("x", Tensor.ofFloats(Shape.of(2, 3), 1, 2, 3, 4, 5, 6));
    try (var predictor = load(OnnxModels.identity(DataType.FP32, -1, 3))) {
      var outputs = predictor.predict(inputs, List.of(), Duration.ofMinutes(1), asked::add);

      assertThat(asked).containsExactly(24L);
      assertThat(outputs).hasSize(1);
      assertThatThrownBy(
              () -> predictor.predict(inputs, List.of(), Duration.ofMinutes(1), bytes -> {
                throw new NoRoomException("no room", true);
              }))
          .isInstanceOf(NoRoomException.class);
    }
  }

  /** Of texts only the number is known: 64 bytes for each. */
  @Test
  void predict_ofTexts_asksForRoomForEach() throws Exception {
    var asked = new ArrayList<Long>();
    var inputs = Map.of("x", Tensor.ofStrings(Shape.of(3), List.of("a", "", "b")));
    try (var predictor = load(OnnxModels.identity(DataType.STRING, -1))) {
      predictor.predict(inputs, List.of(), Duration.ofMinutes(1), asked::add);

      assertThat(asked).containsExactly(192L);
    }
  }

  @Test
  void predict_afterAFailure_works() throws Exception {
    try (var predictor = load(OnnxModels.reshapeToThree(-1))) {
      var bad = Map.of(INPUT, Tensor.ofFloats(Shape.of(2), 1, 2));
      assertThatThrownBy(() -> predictor.predict(bad, List.of())).isNotNull();

      var good = Map.of(INPUT, Tensor.ofFloats(Shape.of(3), 1, 2, 3));
      assertThat(output(predictor, good).shape()).isEqualTo(Shape.of(3));
    }
  }

  @Test
  void predict_manyThreads_keepTheirTensorsApart() throws Exception {
    var executor = Executors.newFixedThreadPool(4);
    try (var predictor = load(OnnxModels.add(1, -1))) {
      var runs = new ArrayList<Callable<Float>>();
      for (int i = 0; i < 400; i++) {
        var inputs = Map.of(INPUT, Tensor.ofFloats(Shape.of(1), i));
        runs.add(() -> output(predictor, inputs).data().getFloat());
      }
      var results = executor.invokeAll(runs);
      for (int i = 0; i < 400; i++) {
        assertThat(results.get(i).get()).isEqualTo(i + 1f);
      }
    } finally {
      executor.shutdown();
    }
  }

  private Tensor identity(Tensor tensor, long... dims) throws Exception {
    try (var predictor = load(OnnxModels.identity(tensor.type(), dims))) {
      return output(predictor, Map.of(INPUT, tensor));
    }
  }

  private static void run(Predictor predictor, Tensor tensor) {
    try {
      output(predictor, Map.of(INPUT, tensor));
    } catch (PredictionException e) {
      throw new AssertionError(e);
    }
  }

  private static Tensor output(Predictor predictor, Map<String, Tensor> inputs)
      throws PredictionException {
    return requireNonNull(predictor.predict(inputs, List.of()).get(OUTPUT));
  }

  private Predictor load(byte[] model) throws ModelLoadException {
    return ModelFile.load(loader, new VersionId("m", 1), model);
  }

  private static void assertSame(Tensor actual, Tensor expected) {
    assertThat(actual.type()).isEqualTo(expected.type());
    assertThat(actual.shape()).isEqualTo(expected.shape());
    assertThat(actual.data()).isEqualTo(expected.data());
  }
}
