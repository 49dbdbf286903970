package dev.serin.onnx;

import static dev.serin.onnx.OnnxModels.INPUT;
import static dev.serin.onnx.OnnxModels.OUTPUT;
import static java.util.Objects.requireNonNull;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.serin.model.BatchCheck;
import dev.serin.model.BatchShapeException;
import dev.serin.model.NoRoomException;
import dev.serin.model.Predictor;
import dev.serin.model.VersionId;
import dev.serin.tensor.DataType;
import dev.serin.tensor.Shape;
import dev.serin.tensor.Tensor;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.junit.jupiter.params.provider.ValueSource;

/** Several requests in one run of ONNX Runtime. */
class SharedRunsTest {
  private static final Duration LIMIT = Duration.ofMinutes(1);

  private final OnnxLoader loader = new OnnxLoader();

  @ParameterizedTest
  @EnumSource(value = DataType.class, mode = Mode.EXCLUDE, names = "STRING")
  void predict_anyType_givesEachRequestItsRowsBitByBit(DataType type) throws Exception {
    var random = new Random(20_250_101);
    try (var predictor = load(OnnxModels.identity(type, -1, 5))) {
      var requests = new ArrayList<Map<String, Tensor>>();
      for (int rows : new int[] {1, 3, 2}) {
        var bytes = new byte[rows * 5 * type.bytes()];
        random.nextBytes(bytes);
        for (int i = 0; type == DataType.BOOL && i < bytes.length; i++) {
          bytes[i] &= 1;
        }
        requests.add(Map.of(INPUT, Tensor.of(type, Shape.of(rows, 5), ByteBuffer.wrap(bytes))));
      }

      var answers = predictor.predict(requests, List.of(), LIMIT, bytes -> {});

      assertThat(answers).hasSize(3);
      for (int i = 0; i < answers.size(); i++) {
        assertSame(answers.get(i).get(OUTPUT), requests.get(i).get(INPUT));
      }
    }
  }

  /** As the laws of batching ask: the rows of a lone run, within their tolerance. */
  @ParameterizedTest
  @ValueSource(longs = {1, 2, 3, 4, 5})
  void predict_perceptron_answersAsAlone(long seed) throws Exception {
    var random = new Random(seed);
    try (var predictor = load(OnnxModels.perceptron(seed, 16, 32, 8))) {
      var requests = new ArrayList<Map<String, Tensor>>();
      var alone = new ArrayList<Map<String, Tensor>>();
      int count = 2 + random.nextInt(20);
      for (int i = 0; i < count; i++) {
        int rows = 1 + random.nextInt(4);
        var values = new float[rows * 16];
        for (int j = 0; j < values.length; j++) {
          values[j] = (float) random.nextGaussian();
        }
        var name = predictor.signature().inputs().get(0).name();
        var request = Map.of(name, Tensor.ofFloats(Shape.of(rows, 16), values));
        requests.add(request);
        alone.add(predictor.predict(request, List.of()));
      }

      assertThat(BatchCheck.difference(predictor, requests, alone, List.of(), LIMIT))
          .isEmpty();
    }
  }

  @Test
  void predict_severalInputsOfUnsignedTypes_areJoinedEach() throws Exception {
    try (var predictor = load(OnnxModels.sumOfThree(-1, 1))) {
      var requests = List.of(three(1, 2, 3), three(10, 20, 30));

      var answers = predictor.predict(requests, List.of(OUTPUT), LIMIT, bytes -> {});

      assertSame(answers.get(0).get(OUTPUT), Tensor.ofFloats(Shape.of(1, 1), 6));
      assertSame(answers.get(1).get(OUTPUT), Tensor.ofFloats(Shape.of(1, 1), 60));
    }
  }

  @Test
  void predict_outputWithoutARowForEach_isTold() throws Exception {
    try (var predictor = load(OnnxModels.shapeOf(-1, 4))) {
      var request = Map.of(INPUT, Tensor.ofFloats(Shape.of(1, 4), 1, 2, 3, 4));

      assertThatThrownBy(() ->
              predictor.predict(List.of(request, request, request), List.of(), LIMIT, bytes -> {}))
          .isInstanceOf(BatchShapeException.class)
          .hasMessage("output y has shape [2] in a run of 3 rows, not a row for each");
    }
  }

  @Test
  void predict_room_isAskedForAllOutputsTogether() throws Exception {
    var asked = new AtomicLong();
    try (var predictor = load(OnnxModels.identity(DataType.FP32, -1, 2))) {
      var request = Map.of(INPUT, Tensor.ofFloats(Shape.of(1, 2), 1, 2));

      var unused =
          predictor.predict(List.of(request, request, request), List.of(), LIMIT, asked::set);
      assertThat(asked).hasValue(24);

      assertThatThrownBy(
              () -> predictor.predict(List.of(request, request), List.of(), LIMIT, bytes -> {
                throw new NoRoomException("full", false);
              }))
          .isInstanceOf(NoRoomException.class);
    }
  }

  private static Map<String, Tensor> three(int x, int a, int b) {
    var short16 = ByteBuffer.allocate(2).put(0, (byte) a);
    var long64 = ByteBuffer.allocate(8).put(0, (byte) b);
    return Map.of(
        INPUT,
        Tensor.ofFloats(Shape.of(1, 1), x),
        "a",
        Tensor.of(DataType.UINT16, Shape.of(1, 1), short16),
        "b",
        Tensor.of(DataType.UINT64, Shape.of(1, 1), long64));
  }

  private Predictor load(byte[] model) throws Exception {
    return ModelFile.load(loader, new VersionId("m", 1), model);
  }

  private static void assertSame(@Nullable Tensor actual, @Nullable Tensor expected) {
    assertThat(requireNonNull(actual).shape())
        .isEqualTo(requireNonNull(expected).shape());
    assertThat(actual.type()).isEqualTo(expected.type());
    assertThat(actual.data()).isEqualTo(expected.data());
  }
}
